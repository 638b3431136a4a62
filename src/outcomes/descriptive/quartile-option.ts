import { z } from 'zod';
import { type QuantileType, quantileTypeOf } from '../../math/order/quantile.js';

/** The definition of quartiles by the software that uses it, or by its number in Hyndman and Fan 1996. */
export type QuartileRule = keyof typeof quantileTypeOf | QuantileType;

const types = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const satisfies readonly QuantileType[];

export const quartileRules: readonly QuartileRule[] = ['sas', 'r', 'stata', ...types];

export const quartilesOption = z
  .union([z.enum(['sas', 'r', 'stata']), z.literal(types)])
  .default('sas')
  .describe(
    'How quartiles and medians are read off the sorted values: sas (PCTLDEF=5, type 2), r (type 7), stata (type 2), or type 1 to 9 of Hyndman and Fan.',
  );

export function quantileType(rule: QuartileRule): QuantileType {
  return typeof rule === 'number' ? rule : quantileTypeOf[rule];
}
