import { z } from 'zod';

const category = z
  .union([
    z.string(),
    z.strictObject({
      label: z.string().min(1).describe('Name of the category in tables.'),
      values: z.array(z.string()).min(1).describe('Values of the column that belong to it.'),
    }),
  ])
  .describe('A value of the column, or a category that joins several.');

/** One row of a table of characteristics, as a specification writes it. */
export const characteristic = z.union([
  z.string().min(1),
  z.strictObject({
    column: z.string().min(1).describe('Column with the value.'),
    label: z.string().min(1).optional().describe('Name in tables; the label of the column when omitted.'),
    unit: z.string().optional().describe('Unit of a number; the unit of the column when omitted.'),
    type: z
      .enum(['number', 'category'])
      .optional()
      .describe('How it is described; numbers are numbers and text is categories when omitted.'),
    categories: z
      .array(category)
      .min(1)
      .optional()
      .describe(
        'Categories in display order; when omitted those of the codelist, of the companion column with N, or the alphabet.',
      ),
  }),
]);

export type Characteristic = Exclude<z.output<typeof characteristic>, string>;
