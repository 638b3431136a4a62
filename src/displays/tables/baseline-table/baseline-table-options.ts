import { z } from 'zod';

export const numberLines = [
  'n',
  'mean-sd',
  'median-quartiles',
  'median-range',
  'range',
  'geometric',
] as const;

export type NumberLine = (typeof numberLines)[number];

export const baselineTableOptions = z.strictObject({
  numbers: z
    .array(z.enum(numberLines))
    .min(1)
    .default(['mean-sd', 'median-quartiles', 'range'])
    .describe('Which lines each number gets, in this order.'),
  missing: z
    .enum(['when-any', 'always', 'never'])
    .default('when-any')
    .describe('Whether a line counts the subjects without a value.'),
  total: z.boolean().default(true).describe('Whether a last column shows all arms together.'),
  differences: z
    .boolean()
    .default(false)
    .describe('Whether columns show the standardised difference of each arm from the reference.'),
  percentDecimals: z.number().int().min(0).max(3).default(1).describe('Decimals of percentages.'),
  decimals: z
    .record(z.string(), z.number().int().min(0).max(6))
    .default({})
    .describe('Decimals of the data by label of the characteristic, where not those of the values.'),
});

export type BaselineTableOptions = z.output<typeof baselineTableOptions>;
