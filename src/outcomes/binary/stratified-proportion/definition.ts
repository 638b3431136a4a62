import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { summariseStrata } from '../stratified-contrasts.js';
import { stratifiedProportion } from './stratified-proportion.js';

export const stratifiedProportionMethod = defineMethod({
  id: 'stratified-proportion',
  label: 'Stratified proportion',
  summary: 'The share of subjects with the event in each arm, with the stratified Wilson interval.',
  accepts: 'stratified-binary',
  options: z.strictObject({
    weights: z
      .enum(['all-arms', 'own', 'least-width'])
      .default('all-arms')
      .describe(
        'What a stratum counts: subjects of all arms together, or of the arm itself, or what makes the interval short (`least-width`: Yan and Su).',
      ),
    level: levelOption,
  }),
  returns: ['summary'],
  statistics: ['proportion', 'n', 'events'],
  run: (data, { weights, level }) => {
    const summary = summariseStrata(data);
    const method =
      weights === 'least-width'
        ? 'stratified Wilson score, weights of least width'
        : 'stratified Wilson score';
    const names = [...new Set(data.strata.flatMap(({ arms }) => arms.map(({ name }) => name)))];
    return {
      parts: [
        {
          kind: 'summary',
          rows: [
            ...summary.rows,
            ...names.map((group): SummaryRow => {
              const strata = data.strata.map(({ arms }) => {
                const own = arms.find(({ name }) => name === group);
                const { events, n } = own ?? { events: 0, n: 0 };
                const weight = weights === 'own' ? n : arms.reduce((sum, arm) => sum + arm.n, 0);
                return { events, n, weight };
              });
              const { proportion, lower, upper } = stratifiedProportion(strata, {
                level,
                weights: weights === 'least-width' ? weights : 'given',
              });
              return {
                group,
                term: 'stratified',
                statistic: 'proportion',
                value: proportion,
                interval: { lower, upper, level, method },
                unit: null,
              };
            }),
          ],
        },
      ],
      notices: [],
    };
  },
  sources: ['Yan X, Su XG. Stat Biopharm Res 2010;2:329-335'],
});
