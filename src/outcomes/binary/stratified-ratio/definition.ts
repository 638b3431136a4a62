import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { zeroCellsOption } from '../../zero-cells-option.js';
import { logRatioRow } from '../log-ratio-row.js';
import { strataHalfAddedNotices } from '../strata-half-added-notice.js';
import { stratifiedContrasts, summariseStrata } from '../stratified-contrasts.js';
import { ratioMeasures, ratioWeights, stratifiedRatio } from './stratified-ratio.js';

export const stratifiedRatioMethod = defineMethod({
  id: 'stratified-ratio',
  label: 'Stratified risk ratio or odds ratio',
  summary: 'One risk ratio or odds ratio for all strata, with its Wald interval.',
  accepts: 'stratified-binary',
  options: z.strictObject({
    measure: z.enum(ratioMeasures).default('risk-ratio').describe('The ratio that is taken to be common.'),
    weights: z
      .enum(ratioWeights)
      .default('mantel-haenszel')
      .describe('`mantel-haenszel` sums, or the mean of log ratios weighted by `inverse-variance`.'),
    zeroCells: zeroCellsOption.describe(
      'Where a stratum has a zero cell, with inverse-variance weights: `none` leaves the ratio not estimable, ' +
        '`add-half` adds 1/2 to every cell of such strata. Mantel-Haenszel sums need neither.',
    ),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['risk-ratio', 'odds-ratio', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const contrasts = stratifiedContrasts('stratified-ratio', data).map((contrast) => ({
      contrast,
      result: stratifiedRatio(contrast.strata, options),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: contrasts.map(({ contrast, result }) =>
            logRatioRow(
              result.measure,
              contrast,
              result.logRatio,
              result,
              `Wald on the log scale, ${result.weights} weights`,
            ),
          ),
        },
        summariseStrata(data),
      ],
      notices: contrasts.flatMap(({ contrast, result }) =>
        strataHalfAddedNotices('stratified-ratio', contrast, result.strataHalfAdded),
      ),
    };
  },
  sources: [
    'Woolf B. Ann Hum Genet 1955;19:251-253',
    'Greenland S, Robins JM. Biometrics 1985;41:55-68',
    'Robins J, Breslow N, Greenland S. Biometrics 1986;42:311-323',
  ],
});
