import { z } from 'zod';
import {
  type DisplayDefinition,
  defineDisplay,
  type Table,
  type TableColumn,
} from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import { type Estimable, isEstimable } from '../../../core/estimable.js';
import type { EstimateRow, Result, SummaryRow } from '../../../core/result.js';
import type { StatisticName } from '../../../core/statistic-names.js';
import {
  type AdverseEventLine,
  adverseEventLines,
  anyAdverseEvent,
  sentenceCase,
} from '../../adverse-event-rows.js';
import {
  capitaliseLabel,
  formatCount,
  formatLevel,
  formatNumber,
  formatPercent,
  joinInterval,
  toPercent,
} from '../../format-number.js';
import { countCell, type FindValue, groupColumns, indented, rowFinder } from '../group-columns.js';

const options = z.strictObject({
  events: z.boolean().default(true).describe('Whether a column of each arm counts events, beside subjects.'),
  rates: z
    .enum(['none', 'events', 'incidence'])
    .default('none')
    .describe('A column of each arm with events, or subjects with an event, per exposure.'),
  differences: z
    .boolean()
    .default(false)
    .describe('Whether columns show the risk difference of each arm from the reference.'),
  total: z.boolean().default(false).describe('Whether the last columns show all arms together.'),
  sentenceCase: z
    .boolean()
    .default(false)
    .describe('Whether names in capital letters are printed in small ones; abbreviations lose theirs too.'),
  percentDecimals: z.number().int().min(0).max(3).default(1).describe('Decimals of percentages.'),
});
type AdverseEventTableOptions = z.output<typeof options>;

/**
 * The table of adverse events of a study report: any event, then each system organ class with its preferred terms,
 * subjects with percentages and events by arm.
 *
 * @throws PlanError `display/no-rows` when the result counts no adverse events.
 */
export const adverseEventTableDisplay: DisplayDefinition<typeof options, Table> = defineDisplay({
  id: 'adverse-event-table',
  label: 'Table of adverse events',
  summary: 'Subjects with adverse events by system organ class and preferred term in each arm.',
  needs: ['summary'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) =>
    adverseEventTable(title ?? result!.context.title, result!, chosen),
});

type Cells = { readonly [columnId: string]: string };

interface BodyColumn {
  readonly column: TableColumn;
  readonly cell: (term: string | null) => string;
}

function adverseEventTable(title: string, result: Result, chosen: AdverseEventTableOptions): Table {
  const { lines, rows, differences } = adverseEventLines(result);
  if (lines.length === 0) {
    throw new PlanError({
      code: 'display/no-rows',
      where: 'adverse-event-table',
      what: `"${result.analysis}" counts no adverse events`,
      fix: 'Use the method adverse-event-summary.',
    });
  }
  const find = rowFinder(rows);
  const body = [
    ...armColumns(result, rows, find, chosen),
    ...(chosen.differences ? differenceColumns(differences) : []),
  ];
  const cells = (term: string | null): Cells =>
    Object.fromEntries(body.map(({ column, cell }) => [column.id, cell(term)]));
  const nested = lines.some(({ bodySystem }) => bodySystem !== null);
  // Deeper than any event, so that a severity of a class is not taken for one of its terms.
  const severityDepth = nested ? 2 : 1;
  return {
    title,
    columns: [
      {
        id: 'event',
        label: nested ? 'System organ class / preferred term' : 'Adverse event',
        align: 'left',
      },
      ...body.map(({ column }) => column),
    ],
    rows: lines.flatMap((line): Cells[] => [
      { ...cells(line.term), event: nameOf(line, chosen.sentenceCase) },
      ...line.severities.map(({ term, label }) => ({
        ...cells(term),
        event: indented(capitaliseLabel(chosen.sentenceCase ? sentenceCase(label) : label), severityDepth),
      })),
    ]),
    footnotes: notes(result, lines, rows, differences, chosen),
  };
}

const depthOf = ({ bodySystem }: AdverseEventLine): number => (bodySystem === null ? 0 : 1);

function nameOf(line: AdverseEventLine, small: boolean): string {
  const { term } = line;
  if (term === null) return anyAdverseEvent;
  return indented(capitaliseLabel(small ? sentenceCase(term) : term), depthOf(line));
}

function armColumns(
  result: Result,
  rows: readonly SummaryRow[],
  find: FindValue,
  { events, rates, total, percentDecimals }: AdverseEventTableOptions,
): readonly BodyColumn[] {
  const { groups, columns, idOf } = groupColumns(result, rows, total);
  const rate = rates === 'events' ? 'rate' : 'exposure-adjusted-incidence';
  const decimals = rateDecimals(rows, rate);
  return groups.flatMap((group, index): BodyColumn[] => {
    const { label } = columns[index]!;
    const id = idOf(group);
    const value = (term: string | null, statistic: StatisticName) => find(group, term, statistic)?.value;
    return [
      {
        column: { id, label: `${label} n\u00a0(%)`, align: 'right' },
        cell: (term) => {
          const count = value(term, 'subjects-with-events');
          return count === undefined ? '' : countCell(count, value(term, 'proportion'), percentDecimals);
        },
      },
      ...(events
        ? [
            {
              column: { id: `${id}events`, label: 'Events', align: 'right' as const },
              cell: (term: string | null) => {
                const count = value(term, 'events');
                return count === undefined ? '' : formatCount(count);
              },
            },
          ]
        : []),
      ...(rates === 'none'
        ? []
        : [
            {
              column: {
                id: `${id}rate`,
                label: rates === 'events' ? 'Event rate' : 'Incidence',
                align: 'right' as const,
              },
              cell: (term: string | null) => rateCell(find(group, term, rate), decimals),
            },
          ]),
    ];
  });
}

function rateCell(row: SummaryRow | undefined, decimals: number): string {
  if (row === undefined) return '';
  const text = formatNumber(row.value, decimals);
  const { interval } = row;
  if (interval === undefined || !isEstimable(row.value)) return text;
  const print = (limit: Estimable): string => formatNumber(limit, decimals);
  return `${text} (${joinInterval(print(interval.lower), print(interval.upper))})`;
}

/** One decimal where rates reach tens, and more where they are smaller: all cells have the same. */
function rateDecimals(rows: readonly SummaryRow[], statistic: StatisticName): number {
  const most = rows.reduce(
    (highest, row) =>
      row.statistic === statistic && isEstimable(row.value) ? Math.max(highest, row.value) : highest,
    0,
  );
  return most >= 10 || most === 0 ? 1 : Math.min(6, 1 - Math.floor(Math.log10(most)) + 1);
}

function differenceColumns(rows: readonly EstimateRow[]): readonly BodyColumn[] {
  const contrasts = [...new Set(rows.map(({ of }) => of))];
  return contrasts.map((of, index) => {
    const own = new Map(rows.filter((row) => row.of === of).map((row) => [row.term, row]));
    const first = [...own.values()][0]!;
    return {
      column: {
        id: `difference${index}`,
        label: `Risk difference, ${contrasts.length === 1 ? '' : `${of} v ${first.versus}, `}percentage points (${formatLevel(first.level)} CI)`,
        align: 'right',
      },
      cell: (term) => {
        const row = own.get(term);
        if (row === undefined) return '';
        const points = (value: Estimable): string =>
          isEstimable(value) ? formatNumber(toPercent(value), 1) : formatNumber(value, 1);
        if (!isEstimable(row.estimate)) return points(row.estimate);
        return `${points(row.estimate)} (${joinInterval(points(row.lower), points(row.upper))})`;
      },
    };
  });
}

function notes(
  result: Result,
  lines: readonly AdverseEventLine[],
  rows: readonly SummaryRow[],
  differences: readonly EstimateRow[],
  { rates, differences: shown }: AdverseEventTableOptions,
): readonly string[] {
  const wanted = rates === 'events' ? 'rate' : 'exposure-adjusted-incidence';
  const rate = rates === 'none' ? undefined : rows.find(({ statistic }) => statistic === wanted);
  const threshold = result.options['threshold'];
  return [
    'A subject counts once in each row. Percentages are of all subjects of the arm.',
    lines.some(({ severities }) => severities.length > 0)
      ? 'Indented severities: subjects by the worst severity that they had in the row.'
      : null,
    rate === undefined
      ? null
      : `${rates === 'events' ? 'Event rate: events' : 'Incidence: subjects with an event'} ${rate.unit ?? ''}, over all subjects of the arm${rate.interval === undefined ? '' : ` (${formatLevel(rate.interval.level)} CI, ${rate.interval.method})`}.`,
    shown && differences[0] !== undefined ? `Risk differences: ${differences[0].intervalMethod}.` : null,
    typeof threshold === 'number' && threshold > 0
      ? `Shown: events of at least ${formatPercent(threshold, Number.isInteger(toPercent(threshold)) ? 0 : 1)} of the subjects of an arm.`
      : null,
  ].filter((note) => note !== null);
}
