import type { Table, TableColumn } from '../../../core/display.js';
import { capitalise, formatEvents, formatLevel, formatNumber, formatP } from '../../format-number.js';
import { effectName } from '../../natural-effect.js';
import { shownP } from '../../shown-p.js';
import type { ForestOptions } from './forest-options.js';
import type { ForestEstimate, ForestRow } from './forest-rows.js';
import { commonText } from './forest-words.js';

/** The numbers of the plot, with every column that a narrow plot leaves out. */
export function forestTable(rows: readonly ForestRow[], title: string, options: ForestOptions): Table {
  const estimates = rows.filter((row) => row.type === 'estimate');
  const grouped = rows.some((row) => row.type === 'heading');
  const counts = estimates.some(({ row }) => row.counts !== undefined);
  const weights = estimates.some(({ row }) => row.weight !== undefined);
  const arm = (side: 'of' | 'versus', otherwise: string): string =>
    commonText(estimates.map(({ row, result }) => row[side] ?? result.context[side])) ?? otherwise;
  const column = (id: string, label: string, align: TableColumn['align'] = 'right'): TableColumn => ({
    id,
    label,
    align,
  });
  const name = commonText(estimates.map(({ row }) => effectName(row)));
  const level = commonText(estimates.map(({ row }) => formatLevel(row.level)));
  return {
    title,
    columns: [
      ...(grouped ? [column('group', 'Analysis', 'left')] : []),
      column('label', grouped ? 'Row' : 'Outcome, study or subgroup', 'left'),
      ...(counts
        ? [
            column('of', `${capitalise(arm('of', 'treatment'))}, n/N (%)`),
            column('versus', `${capitalise(arm('versus', 'comparator'))}, n/N (%)`),
          ]
        : []),
      ...(weights ? [column('weight', 'Weight')] : []),
      ...(name === null ? [column('statistic', 'Effect', 'left')] : []),
      column('estimate', name ?? 'Estimate'),
      column('interval', level === null ? 'Interval' : `${level} CI`),
      column('p', 'p'),
    ],
    rows: estimates.map((row) => tableRow(row, options)),
    footnotes: rows.flatMap((row) => {
      if (row.type === 'note') return [row.text];
      return row.type === 'heading' && row.interaction !== null
        ? [`${row.label}. ${row.interaction.full}`]
        : [];
    }),
  };
}

function tableRow({ label, group, row, printed }: ForestEstimate, options: ForestOptions) {
  const p = shownP(row);
  return {
    group: group ?? '',
    label,
    of: row.counts === undefined ? '' : formatEvents(row.counts.of, true),
    versus: row.counts === undefined ? '' : formatEvents(row.counts.versus, true),
    weight: row.weight === undefined ? '' : `${formatNumber(row.weight, 1)}%`,
    statistic: effectName(row),
    estimate: printed.estimate,
    interval: printed.interval ?? '',
    p: p === null ? '' : formatP(p, { smallest: options.smallestP }),
  };
}
