import { z } from 'zod';
import { column } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { noRows } from '../no-rows.js';
import { hasValues } from '../subject-covariates.js';

/** Two yes/no findings of the same subjects, from two columns of one row a subject. */
export const pairedResponder = defineEndpoint({
  id: 'paired-responder',
  label: 'Two responses of the same subjects (subject-level)',
  summary: 'Two yes-or-no findings of each subject, such as response at two visits, counted in pairs.',
  gives: 'paired-binary',
  dictionaries: [],
  options: z.strictObject({
    first: z.string().describe('Column with the first finding.'),
    second: z.string().describe('Column with the second finding.'),
    firstName: z
      .string()
      .optional()
      .describe('What the first finding is, in words; its column unless given.'),
    secondName: z
      .string()
      .optional()
      .describe('What the second finding is, in words; its column unless given.'),
    respondsIf: z
      .array(z.union([z.string(), z.number()]))
      .default(['Y'])
      .describe('Values that count as response, in either column.'),
    missing: z
      .enum(['exclude', 'non-responder'])
      .default('exclude')
      .describe(
        'exclude: subjects without both findings are left out; non-responder: missing is no response.',
      ),
  }),
  derive: ({ dataset, rows }, options) => {
    if (rows.length === 0) throw noRows(dataset);
    const wanted = new Set(options.respondsIf.map(String));
    const responds = (name: string, row: number) =>
      hasValues(dataset, [name], row) && wanted.has(String(column(dataset, name).values[row]));
    const complete = rows.filter((row) => hasValues(dataset, [options.first, options.second], row));
    const kept = options.missing === 'exclude' ? complete : rows;
    let [both, firstOnly, secondOnly, neither] = [0, 0, 0, 0];
    for (const row of kept) {
      const first = responds(options.first, row);
      const second = responds(options.second, row);
      if (first && second) both += 1;
      else if (first) firstOnly += 1;
      else if (second) secondOnly += 1;
      else neither += 1;
    }
    const first = options.firstName ?? options.first;
    const second = options.secondName ?? options.second;
    const incomplete = rows.length - complete.length;
    return {
      data: { kind: 'paired-binary', both, firstOnly, secondOnly, neither, first, second },
      population: {
        label: dataset.name,
        groups: [
          { name: first, n: kept.length, events: both + firstOnly },
          { name: second, n: kept.length, events: both + secondOnly },
        ],
        exclusions:
          kept.length < rows.length ? [{ reason: 'one of the two findings missing', n: incomplete }] : [],
      },
      notices:
        options.missing === 'non-responder' && incomplete > 0
          ? [
              {
                code: 'non-responder-imputation',
                severity: 'information',
                message: `${incomplete} ${incomplete === 1 ? 'subject' : 'subjects'} without both findings: a missing one counts as no response.`,
              },
            ]
          : [],
    };
  },
});
