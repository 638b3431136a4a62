import { z } from 'zod';
import type { WhereClause } from '../core/dataset.js';
import { type StatisticName, statisticLabels } from '../core/statistic-names.js';

/**
 * The schema of `analysis.yaml`: the one source of its TypeScript types, its validation and the JSON Schema that
 * editors use. Names of methods, endpoints, displays and dictionaries are checked by the planner, which knows the
 * registries.
 */

const identifier = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens, such as imv-or-death')
  .describe('Lower-case words joined by hyphens.');

/** A printed number stays text, so that its digits are known: YAML would turn 0.90 into 0.9. */
const printedFigure = z
  .string({ error: 'a printed figure must be quoted, such as "0.90", so that its digits are kept' })
  .regex(/^[-−+]?(\d+\.?\d*|\.\d+)$/, 'must be a printed number in quotes, such as "0.90"');

const printedP = z
  .string({ error: 'a printed p-value must be quoted, such as "0.02" or "<0.001"' })
  .regex(
    /^[<>≤≥]?\s*(\d+\.?\d*|\.\d+)(e-?\d+)?$/i,
    'must be a printed p-value in quotes, such as "0.02" or "<0.001"',
  );

const statisticName = z.enum(Object.keys(statisticLabels) as [StatisticName, ...StatisticName[]]);

const scalar = z.union([z.string(), z.number()]);

const comparators = ['EQ', 'NE', 'GT', 'GE', 'LT', 'LE', 'IN', 'NOTIN'] as const;

const condition = z.strictObject({
  dataset: z.string().optional().describe('As in CDISC ARS; must be the dataset named in `from` when given.'),
  variable: z.string().min(1).describe('Column of the dataset.'),
  comparator: z.enum(comparators),
  value: z
    .union([scalar, z.array(scalar).min(1)])
    .transform((value): readonly (string | number)[] => (Array.isArray(value) ? value : [value])),
});

/** Both the short form and the wrapped form of CDISC ARS (`condition:`, `compoundExpression:`) are read. */
export const whereSchema: z.ZodType<WhereClause, unknown> = z
  .lazy(() =>
    z.union([
      condition,
      z.strictObject({
        logicalOperator: z.enum(['AND', 'OR', 'NOT']),
        whereClauses: z.array(whereSchema).min(1),
      }),
      z.strictObject({ condition }).transform((wrapped) => wrapped.condition),
      z
        .strictObject({
          compoundExpression: z.strictObject({
            logicalOperator: z.enum(['AND', 'OR', 'NOT']),
            whereClauses: z.array(whereSchema).min(1),
          }),
        })
        .transform((wrapped) => wrapped.compoundExpression),
    ]),
  )
  .meta({ id: 'WhereClause', description: 'A condition on rows with the shape of a CDISC ARS WhereClause.' });

export const claimSchema = z
  .strictObject({
    id: identifier.describe('Names the claim within its analysis.'),
    statistic: statisticName.describe('Which statistic the figure is, from the one list of statistic names.'),
    term: z.string().optional().describe('Which covariate, subgroup, study or category.'),
    group: z.string().optional().describe('Which arm, for a statistic of one arm.'),
    value: printedFigure.optional().describe('The printed estimate, in quotes.'),
    interval: z
      .tuple([printedFigure, printedFigure])
      .optional()
      .describe('The printed lower and upper limit, in quotes.'),
    p: printedP.optional().describe('The printed p-value, in quotes, such as "0.02" or "<0.001".'),
    level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the printed interval.'),
    unit: z.enum(['percent']).optional().describe('percent: the printed figure is a proportion times 100.'),
    where: z.string().min(1).describe('Where it is printed: table, figure, page.'),
    source: identifier.optional().describe('Which of `sources`; the first when omitted.'),
    method: z.string().optional().describe('The published method, in words.'),
    differsBecause: z
      .string()
      .min(10)
      .optional()
      .describe('Why the published estimator is another one than the recomputed.'),
    notComputable: z
      .string()
      .min(10)
      .optional()
      .describe('What is missing, when it cannot be computed at all.'),
    beside: statisticName.optional().describe('The nearest computable statistic, shown beside.'),
    note: z.string().optional(),
  })
  .refine((claim) => claim.value !== undefined || claim.interval !== undefined || claim.p !== undefined, {
    error: 'a claim needs at least one printed figure: value, interval or p',
  })
  .refine((claim) => !(claim.differsBecause !== undefined && claim.notComputable !== undefined), {
    error: 'a claim has either differsBecause or notComputable, not both',
  });

const estimandSchema = z
  .strictObject({
    population: z.string().min(1),
    treatments: z.strictObject({ of: z.string().min(1), versus: z.string().min(1).optional() }),
    variable: z.string().min(1),
    intercurrentEvents: z
      .array(
        z.strictObject({
          event: z.string().min(1),
          strategy: z.enum([
            'treatment policy',
            'composite',
            'hypothetical',
            'while on treatment',
            'principal stratum',
          ]),
        }),
      )
      .default([]),
    summary: z.string().min(1).describe('The population-level summary, such as "risk ratio".'),
  })
  .meta({ description: 'The five attributes of an estimand, ICH E9(R1).' });

const subgroupVariable = z.strictObject({
  column: z.string().min(1).describe('Column whose values are the subgroups.'),
  label: z
    .string()
    .min(1)
    .optional()
    .describe('What it is called in figures; the label of the column unless given.'),
  levels: z
    .array(scalar)
    .min(2)
    .optional()
    .describe('Values in the order of the figure; those that occur, sorted, unless given.'),
  cuts: z
    .array(z.number())
    .min(1)
    .optional()
    .describe(
      'For a number: where a subgroup ends and the next begins. [65, 75] gives below 65, 65 to below 75, 75 and above.',
    ),
});

const subgroupsSchema = z
  .strictObject({
    by: z
      .array(
        z.union([
          z
            .string()
            .min(1)
            .transform((column) => ({ column })),
          subgroupVariable,
        ]),
      )
      .min(1)
      .describe('Columns, or columns with an order of levels or cuts.'),
    from: z
      .string()
      .optional()
      .describe(
        'The dataset of the columns, such as ADSL; unless given that of the subjects, else the analysed one.',
      ),
    subject: z.string().default('USUBJID').describe('Column that names the subject, in all datasets.'),
    statistic: statisticName
      .optional()
      .describe('Which effect is repeated in the subgroups; the first of the method unless given.'),
    term: z.string().optional().describe('Which one, where a method gives several, such as a visit.'),
  })
  .meta({
    description:
      'The analysis repeated in every level of variables of the subjects, with tests for interaction.',
  });

const displayRequest = z.strictObject({
  id: identifier,
  title: z.string().optional(),
  options: z.record(z.string(), z.unknown()).default({}),
});

export const analysisSchema = z.strictObject({
  id: identifier,
  title: z.string().min(1),
  estimand: estimandSchema.optional(),
  endpoint: z
    .looseObject({
      id: identifier.describe('An endpoint: `il6r endpoints` lists them.'),
      from: z.string().min(1).describe('A name under `data`.'),
      where: whereSchema.optional(),
      subjects: z
        .strictObject({
          from: z.string().min(1).describe('A name under `data`, such as that of ADSL.'),
          where: whereSchema.optional(),
        })
        .optional()
        .describe('Who is at risk, for an endpoint that reads its subjects from a second dataset.'),
    })
    .describe('Which rows become which outcome. Other keys are options of the endpoint.'),
  compare: z
    .strictObject({ of: z.string().min(1), versus: z.string().min(1) })
    .optional()
    .describe('The arms as named in the data. Omit for one-arm analyses.'),
  benefit: z
    .enum(['lower', 'higher'])
    .optional()
    .describe(
      'Which side is good for the patient: lower or higher values; of a time to an event, a lower or higher rate of it.',
    ),
  method: identifier.describe('A method: `il6r methods` lists them.'),
  options: z.record(z.string(), z.unknown()).default({}).describe('Options of the method.'),
  subgroups: subgroupsSchema.optional(),
  displays: z
    .array(
      z.union([
        identifier.transform((id) => ({ id, options: {} as Record<string, unknown> })),
        displayRequest,
      ]),
    )
    .default([]),
  claims: z.array(claimSchema).default([]),
});

export const studySchema = z.strictObject({
  study: z.string().min(1).describe('Printed name of the study.'),
  title: z.string().min(1),
  drug: z.string().min(1),
  sources: z
    .array(
      z.strictObject({
        id: identifier,
        citation: z.string().min(1),
        doi: z
          .string()
          .regex(/^10\.\d{4,9}\/\S+$/, 'must be a DOI such as 10.1016/S0140-6736(21)00676-0')
          .optional(),
      }),
    )
    .min(1),
  invented: z
    .boolean()
    .default(false)
    .describe('true: the data are invented, for a demonstration; its claims are counted apart.'),
  notes: z.array(z.string().min(1)).default([]),
  data: z.record(
    identifier,
    z.strictObject({
      file: z.string().min(1).describe('Path inside the study folder.'),
      dictionary: z.string().min(1).describe('A dictionary id, or a YAML file inside the study folder.'),
      format: identifier
        .optional()
        .describe('A file format, when the file name does not tell: `il6r formats`.'),
      options: z
        .record(z.string(), z.unknown())
        .default({})
        .describe('Options of the format, such as `member` of a SAS transport file.'),
    }),
  ),
  analyses: z.array(analysisSchema).min(1),
  displays: z
    .array(
      z.strictObject({
        id: identifier,
        title: z.string().min(1),
        analyses: z.array(identifier).min(1),
        options: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .default([])
    .describe('Displays over several analyses, such as one forest plot of all of them.'),
});

export type StudySpec = z.output<typeof studySchema>;
export type AnalysisSpec = z.output<typeof analysisSchema>;
export type SubgroupsSpec = z.output<typeof subgroupsSchema>;
export type ClaimSpec = z.output<typeof claimSchema>;
