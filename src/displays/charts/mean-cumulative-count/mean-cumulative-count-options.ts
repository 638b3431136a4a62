import { z } from 'zod';

export const meanCumulativeCountOptions = z.strictObject({
  valueLabel: z
    .string()
    .nullable()
    .default(null)
    .describe('Title of the vertical axis; null says "Mean number of events per subject".'),
  times: z
    .array(z.number().nonnegative())
    .min(2)
    .nullable()
    .default(null)
    .describe('Times of the axis ticks and of the table under the axis; null chooses them.'),
  maximum: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('Upper end of the vertical axis, for figures side by side; null fits curves and bands.'),
  bands: z.boolean().default(true).describe('Shade the pointwise intervals.'),
  riskTable: z
    .boolean()
    .default(true)
    .describe('Show the numbers at risk and the events so far under the axis.'),
});

export type MeanCumulativeCountOptions = z.output<typeof meanCumulativeCountOptions>;
