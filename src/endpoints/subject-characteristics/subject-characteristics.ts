import { z } from 'zod';
import type { SubjectVariablesData } from '../../core/analysis-data.js';
import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { column, numberColumn, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';
import { categoryLevels } from './category-levels.js';
import { type Characteristic, characteristic } from './characteristic-options.js';

type Variable = SubjectVariablesData['variables'][number];

/** Characteristics of each subject at baseline, from a dataset with one row a subject such as ADSL. */
export const subjectCharacteristics = defineEndpoint({
  id: 'subject-characteristics',
  label: 'Characteristics of subjects (one row a subject)',
  summary: 'Age, sex, disease history and other characteristics of each subject with its arm, from ADSL.',
  gives: 'subject-variables',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    arm: z.string().default('TRT01P').describe('Column that holds the treatment arm.'),
    subject: z
      .string()
      .default('USUBJID')
      .describe('Column that names the subject; a subject with two rows is an error.'),
    variables: z
      .array(characteristic)
      .min(1)
      .describe('Characteristics in display order: columns, or columns with label, unit and categories.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    requireOneRowEach(dataset, rows, options.subject);
    const grouped = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
    return {
      data: {
        kind: 'subject-variables',
        group: grouped.group,
        reference: grouped.reference,
        variables: options.variables.map((one) =>
          readVariable(dataset, grouped.rows, typeof one === 'string' ? { column: one } : one),
        ),
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

function readVariable(dataset: Dataset, rows: Int32Array, wanted: Characteristic): Variable {
  const source = column(dataset, wanted.column);
  const base = { name: wanted.column, label: wanted.label ?? source.label };
  const isNumber = source.type === 'integer' || source.type === 'decimal';
  const type =
    wanted.type ??
    (isNumber && wanted.categories === undefined && source.codelist === null ? 'number' : 'category');
  if (type === 'category') return { type, ...base, ...categoryLevels(dataset, rows, wanted) };
  const { values, missing, unit } = numberColumn(dataset, wanted.column);
  return {
    type,
    ...base,
    unit: wanted.unit ?? unit,
    values: Float64Array.from(rows, (row) => (missing[row] ? Number.NaN : values[row]!)),
  };
}

function requireOneRowEach(dataset: Dataset, rows: Int32Array, name: string): void {
  const seen = new Map<unknown, number>();
  const { values } = column(dataset, name);
  for (const row of rows) {
    const before = seen.get(values[row]);
    if (before !== undefined) {
      throw new DataError({
        code: 'data/subject-twice',
        where: whereRow(dataset, row),
        what: `${name} names the same subject as ${whereRow(dataset, before)}`,
        expected: 'one row a subject',
        fix: 'Make the where clause select one row of each subject.',
      });
    }
    seen.set(values[row], row);
  }
}
