import { z } from 'zod';
import { isStatisticName, type StatisticName } from '../../../core/statistic-names.js';

export const forestOptions = z.strictObject({
  statistic: z
    .custom<StatisticName>(
      (value) => typeof value === 'string' && isStatisticName(value),
      'not a statistic name',
    )
    .nullable()
    .default(null)
    .describe('Which effect to draw, where a result has several; null takes the first.'),
  labels: z
    .record(z.string(), z.string())
    .default({})
    .describe('Shorter names of analyses, by analysis id; an analysis not listed shows its title.'),
  percent: z
    .boolean()
    .default(true)
    .describe('Show the percentage of events beside n/N where there is room.'),
  weights: z.boolean().default(true).describe('Show the share of the pool where the method gives one.'),
  pValues: z.boolean().default(false).describe('Show a column of p-values.'),
  prediction: z.boolean().default(true).describe('Show the prediction interval where the method gives one.'),
  covariates: z
    .boolean()
    .default(false)
    .describe('Show the effects of covariates beside that of treatment; alone they are always shown.'),
  sort: z
    .enum(['given', 'weight', 'estimate'])
    .default('given')
    .describe('Order of rows: as given, heaviest first, or smallest effect first.'),
  domain: z
    .tuple([z.number(), z.number()])
    .nullable()
    .default(null)
    .describe(
      'Ends of the axis on the natural scale; intervals beyond them end in an arrow. null chooses them.',
    ),
  decimals: z
    .int()
    .min(0)
    .max(6)
    .nullable()
    .default(null)
    .describe('Decimals of the effect; null means 2 for ratios and 1 for percentage points.'),
  smallestP: z
    .union([z.literal(0.001), z.literal(0.0001)])
    .default(0.001)
    .describe('The p-value below which only "<" is printed.'),
});

export type ForestOptions = z.output<typeof forestOptions>;
