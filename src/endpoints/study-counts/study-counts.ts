import { z } from 'zod';
import { requiredNumber, requiredText, textColumn } from '../dataset-columns.js';
import { distinctNames } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { noRows } from '../no-rows.js';

/** Two-arm counts of several studies, one row a study, for pooling. */
export const studyCounts = defineEndpoint({
  id: 'study-counts',
  label: 'Two-arm counts by study',
  summary: 'Events and n of both arms, one row a study, for meta-analysis.',
  gives: 'studies',
  dictionaries: ['study-counts'],
  options: z.strictObject({
    event: z.string().default('event').describe('What an event is, in words.'),
    moderators: distinctNames()
      .default([])
      .describe('Columns with a number a study, such as the year, for meta-regression.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    if (rows.length === 0) throw noRows(dataset);
    const subgroups = dataset.columns.has('SUBGROUP') ? textColumn(dataset, 'SUBGROUP') : null;
    const studies = Array.from(rows, (row) => {
      const subgroup = subgroups?.values[row];
      return {
        name: requiredText(dataset, 'STUDY', row),
        ...(subgroup === null || subgroup === undefined || subgroup === '' ? {} : { subgroup }),
        ...(options.moderators.length === 0
          ? {}
          : {
              moderators: Object.fromEntries(
                options.moderators.map((name) => [name, requiredNumber(dataset, name, row)]),
              ),
            }),
        type: 'counts' as const,
        of: { events: requiredNumber(dataset, 'OF_EVENTS', row), n: requiredNumber(dataset, 'OF_N', row) },
        versus: {
          events: requiredNumber(dataset, 'VERSUS_EVENTS', row),
          n: requiredNumber(dataset, 'VERSUS_N', row),
        },
      };
    });
    const of = compare?.of ?? 'treatment';
    const versus = compare?.versus ?? 'control';
    const sum = (side: 'of' | 'versus', key: 'events' | 'n') =>
      studies.reduce((total, row) => total + row[side][key], 0);
    return {
      data: { kind: 'studies', rows: studies, rowsAre: 'studies', of, versus },
      population: {
        label: `${studies.length} studies`,
        groups: [
          { name: of, n: sum('of', 'n'), events: sum('of', 'events') },
          { name: versus, n: sum('versus', 'n'), events: sum('versus', 'events') },
        ],
        exclusions: [],
      },
      notices: [],
    };
  },
});
