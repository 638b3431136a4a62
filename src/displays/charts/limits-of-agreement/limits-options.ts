import { z } from 'zod';

export const limitsOptions = z.strictObject({
  intervals: z.boolean().default(true).describe('Shade the intervals of the mean difference and the limits.'),
});

export type LimitsOptions = z.output<typeof limitsOptions>;
