import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { numberOrNull } from '../../../core/estimable.js';
import type { EstimateRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { summariseArms } from '../arm-summary.js';
import { type VarianceRule, varianceRules, welchT } from './welch-t.js';

const intervalWords: Record<VarianceRule, string> = {
  unequal: 'Welch t with Satterthwaite degrees of freedom',
  equal: 'Student t with pooled variance',
};

export const welchTMethod = defineMethod({
  id: 'welch-t',
  label: 'Welch t test',
  summary: 'Compares the means of two arms without assuming that both vary alike.',
  accepts: 'continuous',
  options: z.strictObject({
    variances: z
      .enum(varianceRules)
      .default('unequal')
      .describe('`unequal` is Welch; `equal` is Student with the pooled variance.'),
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['mean-difference', 'welch-t', 'n', 'mean', 'standard-deviation'],
  run: (data, options) => {
    const tests = armContrasts('welch-t', data.arms, data.reference).map(({ of, versus, term }) => ({
      names: { of: of.name, versus: versus.name, term },
      test: welchT(of, versus, options),
    }));
    const unit = data.unit === null ? {} : { unit: data.unit };
    return {
      parts: [
        {
          kind: 'estimates',
          rows: tests.map(({ names, test }): EstimateRow => {
            const df = numberOrNull(test.df);
            return {
              statistic: 'mean-difference',
              ...names,
              role: 'comparison',
              scale: 'linear',
              estimate: test.meanDifference,
              standardError: test.standardError,
              lower: test.lower,
              upper: test.upper,
              level: test.level,
              p: test.p,
              reference: df === null ? { distribution: 'normal' } : { distribution: 't', df },
              intervalMethod: intervalWords[test.variances],
              ...unit,
            };
          }),
        },
        {
          kind: 'test',
          rows: tests.map(({ names, test }) => ({
            statistic: 'welch-t',
            term: names.term,
            value: test.t,
            df: numberOrNull(test.df),
            p: test.p,
            method: intervalWords[test.variances],
          })),
        },
        summariseArms('welch-t', data.arms, data.unit),
      ],
      notices: [],
    };
  },
  sources: [
    'Welch BL. Biometrika 1938;29:350-362',
    'Satterthwaite FE. Biometrics 1946;2:110-114',
    'Student. Biometrika 1908;6:1-25',
  ],
});
