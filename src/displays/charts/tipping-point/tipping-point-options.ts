import { z } from 'zod';

export const tippingPointOptions = z.strictObject({
  values: z
    .enum(['auto', 'show', 'hide'])
    .default('auto')
    .describe('Print the effect in each cell: where it has room (auto), always, or never.'),
});

export type TippingPointOptions = z.output<typeof tippingPointOptions>;
