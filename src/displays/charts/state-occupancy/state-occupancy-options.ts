import { z } from 'zod';

export const stateOccupancyOptions = z.strictObject({
  states: z
    .array(z.string())
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'All states from bottom to top, where the order of the data is not that of the scale; null keeps it.',
    ),
  palette: z
    .enum(['sequential', 'diverging'])
    .default('sequential')
    .describe('Colours from the first state to the last: one ramp from light to dark, or two that meet.'),
  times: z
    .array(z.number().nonnegative())
    .min(2)
    .nullable()
    .default(null)
    .describe('Times of the axis ticks and of the numbers under the axis; null chooses them.'),
  riskTable: z.boolean().default(true).describe('Show the number under observation beneath each panel.'),
});

export type StateOccupancyOptions = z.output<typeof stateOccupancyOptions>;
