import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { mapEstimable, notEstimable } from '../../../core/estimable.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { summariseArms } from '../arm-summary.js';
import { equalVariances, type VarianceTest, varianceRatio } from './equal-variances.js';

export const equalVariancesMethod = defineMethod({
  id: 'equal-variances',
  label: 'Tests of equal variances',
  summary: 'Whether the arms vary alike: Levene, Brown-Forsythe and Bartlett tests, and ratios of variances.',
  accepts: 'continuous',
  options: z.strictObject({ level: levelOption }),
  returns: ['test', 'estimates', 'summary'],
  statistics: ['equal-variances', 'variance-ratio', 'n', 'mean', 'standard-deviation'],
  run: (data, options) => {
    const tests = equalVariances(data.arms);
    const test = (term: string, method: string, one: VarianceTest): TestRow => ({
      statistic: 'equal-variances',
      term,
      value: one.statistic,
      df: one.df,
      ...(one.denominatorDf === null ? {} : { denominatorDf: one.denominatorDf }),
      p: one.p,
      method,
    });
    const ratios = data.reference === null ? [] : armContrasts('equal-variances', data.arms, data.reference);
    return {
      parts: [
        {
          kind: 'test',
          rows: [
            test('Levene', 'F test of the distances from the means', tests.levene),
            test('Brown-Forsythe', 'F test of the distances from the medians', tests.brownForsythe),
            test('Bartlett', 'Bartlett chi-square test', tests.bartlett),
          ],
        },
        {
          kind: 'estimates',
          rows: ratios.map(({ of, versus, term }): EstimateRow => {
            const result = varianceRatio(of, versus, options);
            return {
              statistic: 'variance-ratio',
              term,
              role: 'comparison',
              of: of.name,
              versus: versus.name,
              scale: 'log',
              estimate: mapEstimable(result.ratio, Math.log),
              standardError: notEstimable('not-applicable'),
              lower: mapEstimable(result.lower, Math.log),
              upper: mapEstimable(result.upper, Math.log),
              level: result.level,
              p: result.p,
              reference: { distribution: 'exact' },
              intervalMethod: `F with ${result.numeratorDf} and ${result.denominatorDf} degrees of freedom`,
            };
          }),
        },
        summariseArms('equal-variances', data.arms, data.unit),
      ],
      notices: [],
    };
  },
  sources: [
    'Levene H. Contributions to Probability and Statistics 1960:278-292',
    'Brown MB, Forsythe AB. J Am Stat Assoc 1974;69:364-367',
    'Bartlett MS. Proc R Soc A 1937;160:268-282',
  ],
});
