import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { notEstimable } from '../../../core/estimable.js';
import { levelOption } from '../../level-option.js';
import { differenceRow } from '../difference-row.js';
import { stratifiedContrasts, summariseStrata } from '../stratified-contrasts.js';
import { newcombeWeights, stratifiedNewcombe } from './stratified-newcombe.js';

export const stratifiedNewcombeMethod = defineMethod({
  id: 'stratified-newcombe',
  label: 'Stratified Newcombe interval',
  summary:
    'The common risk difference of strata, with the interval that combines the two stratified Wilson intervals.',
  accepts: 'stratified-binary',
  options: z.strictObject({
    weights: z
      .enum(newcombeWeights)
      .default('mantel-haenszel')
      .describe(
        'What a stratum counts: n1·n2/N, one over its variance, its size, the minimum-risk weight, or what makes the Wilson interval of both arms together short (`least-width`).',
      ),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['risk-difference', 'proportion', 'n', 'events'],
  run: (data, options) => ({
    parts: [
      {
        kind: 'estimates',
        rows: stratifiedContrasts('stratified-newcombe', data).map((contrast) => {
          const result = stratifiedNewcombe(contrast.strata, options);
          const none = notEstimable('not-applicable');
          return {
            ...differenceRow(
              contrast,
              result.riskDifference,
              { ...result, standardError: none, p: none },
              result.level,
              `stratified Newcombe, ${result.weights} weights`,
            ),
            p: null,
          };
        }),
      },
      summariseStrata(data),
    ],
    notices: [],
  }),
  sources: ['Yan X, Su XG. Stat Biopharm Res 2010;2:329-335'],
});
