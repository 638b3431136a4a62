import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { isEstimable } from '../../../core/estimable.js';
import { summariseArms } from '../arm-summary.js';
import { anova, anovaVariances } from './anova.js';

export const anovaMethod = defineMethod({
  id: 'anova',
  label: 'One-way analysis of variance',
  summary: 'Tests whether the mean is the same in all arms.',
  accepts: 'continuous',
  options: z.strictObject({
    variances: z
      .enum(anovaVariances)
      .default('equal')
      .describe('`equal` pools the variances; `unequal` is the test of Welch.'),
  }),
  returns: ['test', 'summary'],
  statistics: ['f-test', 'n', 'mean', 'standard-deviation'],
  run: (data, options) => {
    const test = anova(data.arms, options);
    const words =
      options.variances === 'equal' ? 'one-way analysis of variance' : 'Welch analysis of variance';
    return {
      parts: [
        {
          kind: 'test',
          rows: [
            {
              statistic: 'f-test',
              term: null,
              value: test.f,
              df: test.numeratorDf,
              ...(isEstimable(test.denominatorDf) ? { denominatorDf: test.denominatorDf } : {}),
              p: test.p,
              method: words,
            },
          ],
        },
        summariseArms('anova', data.arms, data.unit),
      ],
      notices: [],
    };
  },
  sources: [
    'Fisher RA. Statistical Methods for Research Workers 1925: chapter 7',
    'Welch BL. Biometrika 1951;38:330-336',
  ],
});
