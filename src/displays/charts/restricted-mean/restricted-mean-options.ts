import { z } from 'zod';

export const restrictedMeanOptions = z.strictObject({
  contrast: z
    .enum(['difference', 'ratio', 'time-lost-ratio', 'none'])
    .default('difference')
    .describe(
      'How arms differ, printed beneath the means: in time, as a ratio, or as a ratio of times lost.',
    ),
  eventFreeLabel: z.string().default('Event-free').describe('Title of the vertical axis.'),
  times: z
    .array(z.number().nonnegative())
    .min(2)
    .nullable()
    .default(null)
    .describe('Times of the axis ticks; null chooses them.'),
  riskTable: z
    .boolean()
    .default(false)
    .describe('Show the numbers at risk, with events and censored, under the axis.'),
});

export type RestrictedMeanOptions = z.output<typeof restrictedMeanOptions>;
