import { z } from 'zod';

export const kaplanMeierDisplayOptions = z.strictObject({
  show: z
    .enum(['survival', 'cumulative-incidence'])
    .default('survival')
    .describe(
      'The share still free of the event, or one minus it. Incidence with competing events is drawn as it is.',
    ),
  eventFreeLabel: z
    .string()
    .nullable()
    .default(null)
    .describe('Title of the vertical axis; null says "Event-free" or "With event".'),
  times: z
    .array(z.number().nonnegative())
    .min(2)
    .nullable()
    .default(null)
    .describe('Times of the axis ticks and of the table under the axis; null chooses them.'),
  range: z
    .tuple([z.number().min(0).max(1), z.number().min(0).max(1)])
    .refine(([low, high]) => low < high, 'the first must be below the second')
    .default([0, 1])
    .describe('Ends of the vertical axis as proportions; a cut axis is named in a footnote.'),
  bands: z.boolean().default(true).describe('Shade the pointwise intervals.'),
  censorMarks: z
    .enum(['auto', 'show', 'hide'])
    .default('auto')
    .describe('Marks where subjects were censored; auto leaves them out in arms of more than 500.'),
});

export type KaplanMeierDisplayOptions = z.output<typeof kaplanMeierDisplayOptions>;
