import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { notEstimable } from '../../../core/estimable.js';
import { levelOption } from '../../level-option.js';
import { differenceRow } from '../difference-row.js';
import { stratifiedContrasts, summariseStrata } from '../stratified-contrasts.js';
import { stratumWeights } from '../stratum-weights.js';
import { stratifiedMiettinenNurminen } from './stratified-miettinen-nurminen.js';

export const stratifiedMiettinenNurminenMethod = defineMethod({
  id: 'stratified-miettinen-nurminen',
  label: 'Stratified Miettinen-Nurminen interval',
  summary:
    'The common risk difference of strata, with the score interval that agrees with the Cochran-Mantel-Haenszel test.',
  accepts: 'stratified-binary',
  options: z.strictObject({
    weights: z
      .enum(stratumWeights)
      .default('mantel-haenszel')
      .describe(
        'What a stratum counts: n1·n2/N, one over its variance, its size, or the minimum-risk weight.',
      ),
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['risk-difference', 'score', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const contrasts = stratifiedContrasts('stratified-miettinen-nurminen', data).map((contrast) => ({
      contrast,
      result: stratifiedMiettinenNurminen(contrast.strata, options),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: contrasts.map(({ contrast, result }) =>
            differenceRow(
              contrast,
              result.riskDifference,
              { ...result, standardError: notEstimable('not-applicable') },
              result.level,
              `stratified Miettinen-Nurminen score, ${result.weights} weights`,
            ),
          ),
        },
        {
          kind: 'test',
          rows: contrasts.map(({ contrast, result }) => ({
            statistic: 'score',
            term: contrast.term,
            value: result.z,
            df: null,
            p: result.p,
            method: 'stratified score test of no difference; the statistic is z',
          })),
        },
        summariseStrata(data),
      ],
      notices: [],
    };
  },
  sources: [
    'Miettinen O, Nurminen M. Stat Med 1985;4:213-226',
    'Cochran WG. Biometrics 1954;10:417-451 (weights)',
  ],
});
