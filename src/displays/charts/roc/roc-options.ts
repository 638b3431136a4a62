import { z } from 'zod';

export const rocOptions = z.strictObject({
  cuts: z
    .array(z.number())
    .default([])
    .describe('Cuts to mark on the curve, in the unit of the marker; for one marker.'),
  area: z.boolean().default(true).describe('Print the area under each curve with its interval.'),
});

export type RocOptions = z.output<typeof rocOptions>;
