import { z } from 'zod';
import { column, numberColumn, textColumn } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows, groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';

/** A yes/no outcome of subjects, counted by arm, with a stated rule for missing values. */
export const responder = defineEndpoint({
  id: 'responder',
  label: 'Responders by arm (subject-level)',
  summary: 'Subjects whose value is one of the responder values, counted by arm.',
  gives: 'binary',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    value: z.string().default('AVALC').describe('Column that tells response.'),
    respondsIf: z
      .array(z.union([z.string(), z.number()]))
      .default(['Y'])
      .describe('Values that count as response.'),
    missing: z
      .enum(['non-responder', 'exclude'])
      .default('non-responder')
      .describe(
        'non-responder: missing counts as no response (non-responder imputation); exclude: left out.',
      ),
    event: z.string().default('response').describe('What a response is, in words.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const source = column(dataset, options.value);
    const isText = source.type === 'text' || source.type === 'flag';
    const valueAt = isText
      ? (row: number) => textColumn(dataset, options.value).values[row] || null
      : (row: number) => {
          const numbers = numberColumn(dataset, options.value);
          return numbers.missing[row] ? null : numbers.values[row]!;
        };
    let grouped = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
    if (options.missing === 'exclude') {
      grouped = excludeRows(grouped, `${options.value} missing`, (row) => valueAt(row) !== null);
    }
    const responds = new Set<string | number>(
      isText ? options.respondsIf.map(String) : options.respondsIf.map(Number),
    );
    const arms = grouped.group.levels.map((name) => ({ name, n: 0, events: 0 }));
    let imputed = 0;
    grouped.rows.forEach((row, index) => {
      const arm = arms[grouped.group.codes[index]!]!;
      const value = valueAt(row);
      arm.n += 1;
      if (value === null) imputed += 1;
      else if (responds.has(value)) arm.events += 1;
    });
    return {
      data: { kind: 'binary', arms, reference: grouped.reference, eventLabel: options.event },
      population: { label: dataset.name, groups: arms, exclusions: grouped.exclusions },
      notices:
        imputed > 0
          ? [
              {
                code: 'non-responder-imputation',
                severity: 'information',
                message: `${imputed} ${imputed === 1 ? 'subject without a value counts as a non-responder' : 'subjects without a value count as non-responders'}.`,
              },
            ]
          : [],
    };
  },
});
