import { z } from 'zod';

export const residualPanelsOptions = z.strictObject({
  series: z
    .array(z.string())
    .min(1)
    .nullable()
    .default(null)
    .describe('Which series to draw, and in which order, by name; null draws all.'),
  smooth: z
    .boolean()
    .default(true)
    .describe('Draw the smooth curve and its band where the method gives one.'),
});

export type ResidualPanelsOptions = z.output<typeof residualPanelsOptions>;
