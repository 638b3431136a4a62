import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { zeroCellsOption } from '../../zero-cells-option.js';
import { differenceRow } from '../difference-row.js';
import { strataHalfAddedNotices } from '../strata-half-added-notice.js';
import { stratifiedContrasts, summariseStrata } from '../stratified-contrasts.js';
import { stratumWeights } from '../stratum-weights.js';
import { stratifiedRiskDifference } from './stratified-risk-difference.js';

export const stratifiedRiskDifferenceMethod = defineMethod({
  id: 'stratified-risk-difference',
  label: 'Stratified risk difference',
  summary: 'The risk difference of strata put together with chosen weights, with its Wald interval.',
  accepts: 'stratified-binary',
  options: z.strictObject({
    weights: z
      .enum(stratumWeights)
      .default('mantel-haenszel')
      .describe(
        'What a stratum counts: n1·n2/N, one over its variance, its size, or the minimum-risk weight.',
      ),
    zeroCells: zeroCellsOption.describe(
      'Where a stratum has a zero cell and weights divide by its variance: `none` leaves a variance of 0 not ' +
        'estimable, `add-half` adds 1/2 to every cell of such strata.',
    ),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['risk-difference', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const contrasts = stratifiedContrasts('stratified-risk-difference', data).map((contrast) => ({
      contrast,
      result: stratifiedRiskDifference(contrast.strata, options),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: contrasts.map(({ contrast, result }) =>
            differenceRow(
              contrast,
              result.riskDifference,
              result,
              result.level,
              `Wald, ${result.weights} weights`,
            ),
          ),
        },
        summariseStrata(data),
      ],
      notices: contrasts.flatMap(({ contrast, result }) =>
        strataHalfAddedNotices('stratified-risk-difference', contrast, result.strataHalfAdded),
      ),
    };
  },
  sources: [
    'Cochran WG. Biometrics 1954;10:417-451',
    'Greenland S, Robins JM. Biometrics 1985;41:55-68',
    'Mehrotra DV, Railkar R. Stat Med 2000;19:811-825',
  ],
});
