import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { requireOutcome } from '../../subject-outcome.js';
import { summariseArms } from '../arm-summary.js';
import { perOption, rateUnit } from '../rate-unit.js';
import { stratumRates } from '../stratum-rates.js';
import { exposureUnit, subjectArms } from '../subject-arms.js';
import { stratifiedRate } from './stratified-rate.js';

export const stratifiedRateMethod = defineMethod({
  id: 'stratified-rate',
  label: 'Stratified rate ratio or rate difference',
  summary:
    'The rate ratio or rate difference of strata put together by Mantel-Haenszel weights of person-time.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    measure: z
      .enum(['rate-ratio', 'rate-difference'])
      .default('rate-ratio')
      .describe('The contrast that is taken to be common.'),
    per: perOption,
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'rate-ratio',
    'rate-difference',
    'cochran-mantel-haenszel',
    'heterogeneity',
    'rate',
    'events',
    'exposure',
  ],
  run: (data, options) => {
    requireOutcome('stratified-rate', data, 'count');
    const strata = stratumRates('stratified-rate', data);
    const arms = subjectArms(data);
    const { level, per } = options;
    const results = armContrasts('stratified-rate', arms, data.reference).map((contrast) => {
      const place = (name: string) => data.group.levels.indexOf(name);
      const [of, versus] = [place(contrast.of.name), place(contrast.versus.name)];
      return {
        contrast,
        result: stratifiedRate(
          strata.map((stratum) => ({
            name: stratum.name,
            of: stratum.arms[of]!,
            versus: stratum.arms[versus]!,
          })),
          { level, per },
        ),
      };
    });
    const unit = exposureUnit(data);
    return {
      parts: [
        {
          kind: 'estimates',
          rows: results.map(({ contrast, result }): EstimateRow => {
            const { difference, ...figures } = result.rateDifference;
            const ratio = options.measure === 'rate-ratio';
            const { logRatio, standardError, logLower, logUpper, p } = result.rateRatio;
            return {
              statistic: options.measure,
              term: contrast.term,
              role: 'comparison',
              of: contrast.of.name,
              versus: contrast.versus.name,
              scale: ratio ? 'log' : 'linear',
              estimate: ratio ? logRatio : difference,
              standardError: ratio ? standardError : figures.standardError,
              lower: ratio ? logLower : figures.lower,
              upper: ratio ? logUpper : figures.upper,
              level: result.level,
              p: ratio ? p : figures.p,
              reference: { distribution: 'normal' },
              intervalMethod: `Mantel-Haenszel person-time, Wald${ratio ? ' on the log scale' : ''}`,
              ...(ratio ? {} : { unit: rateUnit(unit, options.per) }),
            };
          }),
        },
        {
          kind: 'test',
          rows: results.flatMap(({ contrast: { term }, result }): TestRow[] => [
            {
              statistic: 'cochran-mantel-haenszel',
              term,
              value: result.chiSquare,
              df: 1,
              p: result.p,
              method: 'Mantel-Haenszel test of person-time data, without continuity correction',
            },
            {
              statistic: 'heterogeneity',
              term,
              value: result.homogeneity.chiSquare,
              df: result.homogeneity.df,
              p: result.homogeneity.p,
              method: 'Test of one rate ratio in all strata',
            },
          ]),
        },
        summariseArms(arms, unit, options.per),
      ],
      notices: [],
    };
  },
  sources: ['Greenland S, Robins JM. Biometrics 1985;41:55-68'],
});
