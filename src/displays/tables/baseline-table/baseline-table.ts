import type { Table, TableColumn } from '../../../core/display.js';
import { isEstimable } from '../../../core/estimable.js';
import type { EstimateRow, Result, SummaryRow } from '../../../core/result.js';
import {
  capitaliseLabel,
  formatCount,
  formatLevel,
  formatNumber,
  joinInterval,
} from '../../format-number.js';
import { estimateRows, summaryRows } from '../../result-parts.js';
import { countCell, groupColumns, indented, rowFinder } from '../group-columns.js';
import { decimalsNote, numberLine, quartileNote } from '../number-cells.js';
import type { BaselineTableOptions } from './baseline-table-options.js';

type Cells = { readonly [columnId: string]: string };

/** Characteristics as rows, arms as columns: a heading for each characteristic, its lines indented beneath. */
export function baselineTable(title: string, result: Result, options: BaselineTableOptions): Table {
  const rows = summaryRows(result).filter(({ heading }) => heading !== undefined);
  const { groups, columns, idOf } = groupColumns(result, rows, options.total);
  const find = rowFinder(rows);
  const differences = options.differences ? differenceColumns(estimateRows(result)) : [];
  const byHeading = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const known = byHeading.get(row.heading!);
    if (known === undefined) byHeading.set(row.heading!, [row]);
    else known.push(row);
  }
  const cells = (text: (group: string | null) => string): Cells =>
    Object.fromEntries(groups.map((group) => [idOf(group), text(group)]));
  const empty = cells(() => '');
  const noDifference = Object.fromEntries(differences.map(({ column }) => [column.id, '']));
  const lines: Cells[] = [];
  const notEmpty = (label: string): number =>
    groups.reduce((sum, group) => {
      const value = find(group, label, 'missing')?.value;
      return sum + (value !== undefined && isEstimable(value) ? value : 0);
    }, 0);
  for (const [label, own] of byHeading) {
    const isNumber = own.some(({ statistic }) => statistic === 'mean');
    const unit = own.find(({ unit: of }) => of !== null)?.unit ?? null;
    const heading = capitaliseLabel(label);
    lines.push({
      ...empty,
      ...Object.fromEntries(differences.map(({ column, textOf }) => [column.id, textOf(label)])),
      characteristic: isNumber ? (unit === null ? heading : `${heading}, ${unit}`) : `${heading}, n (%)`,
    });
    const add = (name: string, text: (group: string | null) => string): void => {
      lines.push({ ...noDifference, ...cells(text), characteristic: indented(name) });
    };
    if (isNumber) {
      const decimals = options.decimals[label] ?? decimalsOf(own);
      for (const line of options.numbers) {
        add(numberLine[line].label, (group) =>
          numberLine[line].cell((statistic) => find(group, label, statistic)?.value, decimals),
        );
      }
    } else {
      for (const term of new Set(
        own.filter(({ statistic }) => statistic === 'count').map((row) => row.term!),
      )) {
        add(capitaliseLabel(term.slice(label.length + 2)), (group) => {
          const count = find(group, term, 'count')?.value;
          return count === undefined
            ? ''
            : countCell(count, find(group, term, 'proportion')?.value, options.percentDecimals);
        });
      }
    }
    if (options.missing === 'always' || (options.missing === 'when-any' && notEmpty(label) > 0)) {
      add('Missing', (group) => formatCount(find(group, label, 'missing')?.value ?? 0));
    }
  }
  return {
    title,
    columns: [
      { id: 'characteristic', label: 'Characteristic', align: 'left' },
      ...columns,
      ...differences.map(({ column }) => column),
    ],
    rows: lines,
    footnotes: notes(result, rows, options),
  };
}

function decimalsOf(rows: readonly SummaryRow[]): number {
  const value = rows.find(({ statistic }) => statistic === 'decimal-places')?.value;
  return value !== undefined && isEstimable(value) ? value : 1;
}

interface DifferenceColumn {
  readonly column: TableColumn;
  readonly textOf: (label: string) => string;
}

/** A column for each contrast of arms. */
function differenceColumns(rows: readonly EstimateRow[]): readonly DifferenceColumn[] {
  const own = rows.filter(({ statistic }) => statistic === 'standardised-difference');
  const contrasts = [...new Set(own.map(({ of }) => of ?? ''))];
  return contrasts.map((of, index) => {
    const ofContrast = new Map(own.filter((row) => (row.of ?? '') === of).map((row) => [row.term, row]));
    const first = [...ofContrast.values()][0]!;
    const name = contrasts.length === 1 ? '' : `, ${first.of} v ${first.versus}`;
    return {
      column: {
        id: `difference${index}`,
        label: `Standardised difference${name} (${formatLevel(first.level)} CI)`,
        align: 'right',
      },
      textOf: (label) => {
        const row = ofContrast.get(label);
        if (row === undefined) return '';
        if (!isEstimable(row.estimate)) return formatNumber(row.estimate, 2);
        const interval = joinInterval(formatNumber(row.lower, 2), formatNumber(row.upper, 2));
        return `${formatNumber(row.estimate, 2)} (${interval})`;
      },
    };
  });
}

function notes(
  result: Result,
  rows: readonly SummaryRow[],
  options: BaselineTableOptions,
): readonly string[] {
  const hasNumbers = rows.some(({ statistic }) => statistic === 'mean');
  const hasCategories = rows.some(({ statistic }) => statistic === 'count');
  const denominator = result.options['percentOf'];
  return [
    hasCategories && denominator !== undefined
      ? `Percentages are of ${denominator === 'all' ? 'all subjects of the column' : 'subjects with a value'}.`
      : null,
    hasNumbers ? decimalsNote : null,
    hasNumbers ? quartileNote(result.options) : null,
    hasNumbers && options.numbers.includes('geometric')
      ? 'CV: geometric coefficient of variation. A dash: not all values are positive.'
      : null,
    options.differences
      ? 'Standardised differences of numbers keep their sign; those of categories are distances (Yang and Dalton 2012).'
      : null,
  ].filter((note) => note !== null);
}
