import { z } from 'zod';

export const proportionBarsOptions = z.strictObject({
  maximum: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe('End of the axis as a proportion; null fits it to the data.'),
  labels: z
    .record(z.string(), z.string())
    .default({})
    .describe('Shorter names of analyses, by analysis id; an analysis not listed shows its title.'),
});

export type ProportionBarsOptions = z.output<typeof proportionBarsOptions>;
