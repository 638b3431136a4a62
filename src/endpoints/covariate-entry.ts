import { z } from 'zod';

const columnEntry = z.strictObject({
  column: z.string().describe('Column to adjust for.'),
  reference: z
    .union([z.string(), z.number()])
    .optional()
    .describe('Makes the column a factor: each other value is compared with this one.'),
  spline: z
    .strictObject({
      df: z
        .int()
        .positive()
        .optional()
        .describe('Columns of the spline, with its knots at quantiles. Give `df` or `knots`.'),
      knots: z.array(z.number()).min(1).optional().describe('Interior knots, ascending.'),
      boundary: z
        .tuple([z.number(), z.number()])
        .optional()
        .describe('The curve is straight beyond these two; the range of the values unless given.'),
    })
    .optional()
    .describe('Lets the effect follow a natural cubic spline (R: ns) in place of a straight line.'),
});

const interactionEntry = z.strictObject({
  interaction: z
    .tuple([z.string(), z.string()])
    .describe('Two columns whose effects may depend on each other: covariates, strata, or the arm.'),
});

/** One covariate of a plan: a column, a column with its coding, or an interaction of two. */
export const covariateEntry = z.union([columnEntry, interactionEntry, z.string()]);

export type CovariateEntry = z.output<typeof covariateEntry>;
export type ColumnEntry = z.output<typeof columnEntry>;
export type InteractionEntry = z.output<typeof interactionEntry>;

export const isInteraction = (entry: CovariateEntry): entry is InteractionEntry =>
  typeof entry === 'object' && 'interaction' in entry;

/** A bare name is a column without a stated coding. */
export const asColumn = (entry: string | ColumnEntry): ColumnEntry =>
  typeof entry === 'string' ? { column: entry } : entry;
