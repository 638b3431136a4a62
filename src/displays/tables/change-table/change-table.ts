import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Table } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import type { Result, SummaryRow } from '../../../core/result.js';
import { capitaliseLabel } from '../../format-number.js';
import { summaryRows } from '../../result-parts.js';
import { groupColumns, rowFinder } from '../group-columns.js';
import { decimalsNote, numberLine, quartileNote } from '../number-cells.js';

const quantities = ['value', 'baseline', 'change', 'percent change'] as const;

const options = z.strictObject({
  show: z
    .array(z.enum(quantities))
    .min(1)
    .default(['value', 'change'])
    .describe('What is shown at each visit, in this order.'),
  numbers: z
    .array(z.enum(['n', 'mean-sd', 'mean-se', 'median-quartiles', 'range']))
    .min(1)
    .default(['n', 'mean-sd', 'median-quartiles', 'range'])
    .describe('Which lines each of them gets, in this order.'),
  visits: z
    .array(z.string())
    .min(1)
    .nullable()
    .default(null)
    .describe('Which visits are shown, in this order; null shows all. Baseline always stands first.'),
  total: z.boolean().default(false).describe('Whether a last column shows all arms together.'),
  decimals: z
    .number()
    .int()
    .min(0)
    .max(6)
    .nullable()
    .default(null)
    .describe('Decimals of the data, where not those of the values.'),
});
type ChangeTableOptions = z.output<typeof options>;

/**
 * The table of a measurement over time of a study report: baseline, then at each visit the value and its change, with
 * number, mean, median and extremes by arm.
 *
 * @throws PlanError `display/no-rows` when the result describes no visit, `display/unknown-visit` for another visit.
 */
export const changeTableDisplay: DisplayDefinition<typeof options, Table> = defineDisplay({
  id: 'change-table',
  label: 'Table of changes from baseline',
  summary: 'A measurement at baseline and at each visit with its change from baseline, by arm.',
  needs: ['summary'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => changeTable(title ?? result!.context.title, result!, chosen),
});

const words: Readonly<Record<(typeof quantities)[number], string>> = {
  value: 'Value',
  baseline: 'Baseline of the same subjects',
  change: 'Change',
  'percent change': 'Percent change',
};

function changeTable(title: string, result: Result, chosen: ChangeTableOptions): Table {
  const rows = summaryRows(result).filter(({ heading }) => heading !== undefined);
  const { groups, columns, idOf } = groupColumns(result, rows, chosen.total);
  const find = rowFinder(rows);
  const blocks = chosenBlocks(result, rows, chosen);
  const known = rows.find(({ statistic }) => statistic === 'decimal-places')?.value;
  const decimals = chosen.decimals ?? (known !== undefined && isEstimable(known) ? known : 1);
  return {
    title,
    columns: [
      { id: 'visit', label: 'Visit', align: 'left' },
      { id: 'quantity', label: 'Measure', align: 'left' },
      { id: 'line', label: 'Statistic', align: 'left' },
      ...columns,
    ],
    rows: blocks.flatMap(({ visit, term, quantity }) =>
      chosen.numbers.map((name, place) => ({
        visit: capitaliseLabel(visit),
        quantity: place === 0 ? quantity : '',
        line: numberLine[name].label,
        ...Object.fromEntries(
          groups.map((group) => [
            idOf(group),
            numberLine[name].cell(
              (statistic) => find(group, term, statistic)?.value,
              // Percentages of any data are read to a tenth.
              term.endsWith(': percent change') ? 0 : decimals,
            ),
          ]),
        ),
      })),
    ),
    footnotes: [
      'Observed values. Change: value at the visit less baseline, of subjects with both.',
      decimalsNote,
      quartileNote(result.options),
      chosen.show.includes('percent change') ? 'Percent changes have one decimal in their means.' : null,
    ].filter((note) => note !== null),
  };
}

interface Block {
  readonly visit: string;
  readonly term: string;
  readonly quantity: string;
}

function chosenBlocks(
  result: Result,
  rows: readonly SummaryRow[],
  { show, visits }: ChangeTableOptions,
): readonly Block[] {
  const terms = new Map<string, Set<string>>();
  for (const { heading, term, statistic } of rows) {
    if (statistic !== 'mean' || term === null) continue;
    const own = terms.get(heading!) ?? new Set<string>();
    terms.set(heading!, own.add(term));
  }
  const named = [...terms.keys()].filter((visit) => !terms.get(visit)!.has(visit));
  const unknown = visits?.find((visit) => !named.includes(visit));
  if (unknown !== undefined) {
    throw new PlanError({
      code: 'display/unknown-visit',
      where: 'change-table, option "visits"',
      what: `"${result.analysis}" has no visit "${unknown}"`,
      expected: `one of ${named.join(', ')}`,
    });
  }
  const before = [...terms.keys()].filter((visit) => terms.get(visit)!.has(visit));
  const blocks = [
    ...before.map((visit) => ({ visit, term: visit, quantity: words.value })),
    ...(visits ?? named).flatMap((visit) =>
      show
        .map((quantity) => ({ visit, term: `${visit}: ${quantity}`, quantity: words[quantity] }))
        .filter(({ term }) => terms.get(visit)!.has(term)),
    ),
  ];
  if (blocks.length > 0) return blocks;
  throw new PlanError({
    code: 'display/no-rows',
    where: 'change-table',
    what: `"${result.analysis}" describes no visit`,
    fix: 'Use the method change-from-baseline.',
  });
}
