import { z } from 'zod';
import { numberColumn } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows, groupRows } from '../group-rows.js';
import { adjustment, adjustmentOptions, excludeUnadjusted } from '../subject-adjustment.js';
import { clusterOption, clusters, excludeUnclustered } from '../subject-cluster.js';
import { subjectOptions } from '../subject-options.js';

/** A measured value of each subject with its baseline and covariates, for regression. */
export const subjectValue = defineEndpoint({
  id: 'subject-value',
  label: 'Values of subjects with covariates (subject-level)',
  summary: 'A measured value of each subject with its baseline, covariates and strata, for regression.',
  gives: 'subject-outcome',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    value: z.string().default('AVAL').describe('Column with the value.'),
    baseline: z
      .string()
      .optional()
      .describe('Column with the value before treatment; it becomes the first covariate.'),
    unit: z.string().optional().describe('Unit of the value; the dictionary of the column when omitted.'),
    outcome: z.string().optional().describe('What the value is, in words; its column unless given.'),
    ...adjustmentOptions,
    ...clusterOption,
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const source = numberColumn(dataset, options.value);
    const { baseline } = options;
    if (baseline !== undefined) numberColumn(dataset, baseline);
    const covariates = [...new Set([...(baseline === undefined ? [] : [baseline]), ...options.covariates])];
    const terms = { arm: options.arm, covariates, strata: options.strata };
    const valued = excludeRows(
      groupRows(dataset, rows, options.arm, compare, options.arms, options.reference),
      `${options.value} missing`,
      (row) => !source.missing[row],
    );
    const grouped = excludeUnclustered(dataset, excludeUnadjusted(dataset, valued, terms), options);
    const outcome = Float64Array.from(grouped.rows, (row) => source.values[row]!);
    return {
      data: {
        kind: 'subject-outcome',
        outcomeIs: 'number',
        outcome,
        exposure: new Float64Array(outcome.length).fill(1),
        group: grouped.group,
        reference: grouped.reference,
        ...adjustment(dataset, grouped.rows, terms, grouped),
        ...clusters(dataset, grouped.rows, options),
        outcomeLabel: options.outcome ?? options.value,
        unit: options.unit ?? source.unit,
      },
      population: {
        label: dataset.name,
        groups: grouped.group.levels.map((name, level) => ({
          name,
          n: grouped.group.codes.reduce((sum, code) => sum + (code === level ? 1 : 0), 0),
          events: null,
        })),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
