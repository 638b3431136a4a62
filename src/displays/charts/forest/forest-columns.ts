import { statisticLabel } from '../../../core/statistic-names.js';
import { capitalise, formatEvents, formatNumber, formatP } from '../../format-number.js';
import { columnWidth } from '../../layout/layers.js';
import { wordsOf, wrapText } from '../../layout/wrap-text.js';
import { shownP } from '../../shown-p.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import type { ForestOptions } from './forest-options.js';
import type { ForestEstimate, ForestRow } from './forest-rows.js';
import { commonText, type DirectionLabels, effectHeading } from './forest-words.js';

/** A column of text: where it starts, how wide it is, what stands in it, by row. */
export interface TextColumn {
  readonly id: 'label' | 'of' | 'versus' | 'weight' | 'estimate' | 'p';
  readonly align: 'left' | 'right';
  readonly header: readonly string[];
  readonly x: number;
  readonly width: number;
  readonly cell: (row: ForestEstimate) => string;
}

export interface ForestColumns {
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly headerHeight: number;
  /** Where the last column ends. */
  readonly right: number;
  readonly columns: readonly TextColumn[];
  readonly labelWidth: number;
  /** Pixels where the axis starts and ends. */
  readonly plot: readonly [number, number];
}

interface ColumnDraft extends Omit<TextColumn, 'x' | 'width' | 'header'> {
  /** Each starts a line of its own. */
  readonly heading: readonly string[];
  readonly after: 'plot' | 'label';
}

const roomFor: Record<Variant, { gap: number; plotLeast: number; plotMost: number; labelLeast: number }> = {
  wide: { gap: 16, plotLeast: 165, plotMost: 320, labelLeast: 125 },
  narrow: { gap: 8, plotLeast: 88, plotMost: 150, labelLeast: 84 },
};

/**
 * Gives every column its measured width and the plot what is left. Where that is too little, columns leave in a fixed
 * order (percentages, p-values, counts); the data table under the figure always has them all.
 */
export function forestColumns(
  rows: readonly ForestRow[],
  variant: Variant,
  options: ForestOptions,
  direction: DirectionLabels | null,
): ForestColumns {
  const estimates = rows.filter((row) => row.type === 'estimate');
  const wishes =
    variant === 'narrow'
      ? [{ counts: false, percent: false, pValues: false, weights: false }]
      : [
          { counts: true, percent: options.percent, pValues: options.pValues, weights: options.weights },
          { counts: true, percent: false, pValues: options.pValues, weights: options.weights },
          { counts: true, percent: false, pValues: false, weights: options.weights },
          { counts: false, percent: false, pValues: false, weights: options.weights },
        ];
  for (const wish of wishes) {
    const placed = placeColumns(estimates, drafts(estimates, wish, options), rows, variant, direction);
    if (placed !== null) return placed;
  }
  return placeColumns(estimates, drafts(estimates, wishes.at(-1)!, options), rows, variant, direction, true)!;
}

function drafts(
  rows: readonly ForestEstimate[],
  wish: { counts: boolean; percent: boolean; pValues: boolean; weights: boolean },
  options: ForestOptions,
): readonly ColumnDraft[] {
  const list: ColumnDraft[] = [];
  const weighted = rows.some(({ row }) => row.weight !== undefined) && wish.weights;
  if (wish.counts && rows.some(({ row }) => row.counts !== undefined)) {
    const percent = wish.percent && !weighted;
    for (const side of ['of', 'versus'] as const) {
      const arm = commonText(rows.map(({ row, result }) => row[side] ?? result.context[side]));
      list.push({
        id: side,
        align: 'right',
        heading: [
          capitalise(arm ?? (side === 'of' ? 'treatment' : 'comparator')),
          percent ? 'n/N\u00a0(%)' : 'n/N',
        ],
        after: 'label',
        cell: ({ row }) => (row.counts === undefined ? '' : formatEvents(row.counts[side], percent)),
      });
    }
  }
  if (weighted) {
    list.push({
      id: 'weight',
      align: 'right',
      heading: ['Weight'],
      after: 'label',
      cell: ({ row }) => (row.weight === undefined ? '' : `${formatNumber(row.weight, 1)}%`),
    });
  }
  const mixed = commonText(rows.map(({ row }) => row.statistic)) === null;
  list.push({
    id: 'estimate',
    align: 'right',
    heading: effectHeading(rows),
    after: 'plot',
    cell: (row) =>
      mixed ? `${statisticLabel(row.row.statistic).abbreviation} ${row.printed.text}` : row.printed.text,
  });
  if (wish.pValues && rows.some(({ row }) => shownP(row) !== null)) {
    list.push({
      id: 'p',
      align: 'right',
      heading: ['p'],
      after: 'plot',
      cell: ({ row }) => {
        const p = shownP(row);
        return p === null ? '' : formatP(p, { smallest: options.smallestP });
      },
    });
  }
  return list;
}

function placeColumns(
  estimates: readonly ForestEstimate[],
  list: readonly ColumnDraft[],
  rows: readonly ForestRow[],
  variant: Variant,
  direction: DirectionLabels | null,
  force = false,
): ForestColumns | null {
  const fontSize = fontSizes[variant];
  const { gap, plotLeast, plotMost, labelLeast } = roomFor[variant];
  const measured = list.map((draft) => ({ draft, ...headAndWidth(draft, estimates, fontSize) }));
  const others = measured.reduce((sum, { width }) => sum + width + gap, 0);
  const free = figureWidths[variant] - others - gap;
  const labels = rows.filter((row) => row.type !== 'note').map((row) => printedLabel(row, direction));
  const natural = columnWidth(labels, fontSize, 'bold');
  if (free < labelLeast + plotLeast && !force) return null;
  const wanted = Math.max(Math.min(Math.max(natural, labelLeast), free - plotLeast), leastOfAll);
  const plotWidth = Math.min(free - wanted, plotMost);
  // What the plot does not need goes to the labels.
  const labelWidth = free - plotWidth;
  let x = labelWidth;
  const columns: TextColumn[] = [];
  let plot: readonly [number, number] = [0, 0];
  const place = (after: ColumnDraft['after']): void => {
    for (const { draft, header, width } of measured) {
      if (draft.after !== after) continue;
      columns.push({ id: draft.id, align: draft.align, cell: draft.cell, header, x: x + gap, width });
      x += gap + width;
    }
  };
  place('label');
  plot = [x + gap + 4, x + gap + plotWidth - 4];
  x += gap + plotWidth;
  place('plot');
  const lineHeight = Math.round(fontSize * 1.25);
  const headerHeight = Math.max(...columns.map(({ header }) => header.length)) * lineHeight + 8;
  return { fontSize, lineHeight, headerHeight, right: x, columns, labelWidth, plot };
}

/** Below this a label column would hold no word at all. */
const leastOfAll = 48;

/** A header may make its column wider than its cells, but not by much: then it breaks at spaces. */
const headerMost = 84;

function headAndWidth(
  draft: ColumnDraft,
  rows: readonly ForestEstimate[],
  fontSize: number,
): { header: readonly string[]; width: number } {
  const cells = Math.max(
    ...rows.map((row) =>
      columnWidth([draft.cell(row)], fontSize, row.shape === 'diamond' ? 'bold' : 'normal'),
    ),
  );
  const whole = columnWidth(draft.heading, fontSize, 'bold');
  const words = columnWidth(draft.heading.flatMap(wordsOf), fontSize, 'bold');
  const width = Math.max(cells, words, Math.min(whole, headerMost));
  return { header: draft.heading.flatMap((line) => wrapText(line, width, fontSize, 'bold')), width };
}

export const indentWidth = 10;

/** A label as it stands in the plot: indented under a heading, with a dagger where its good direction differs. */
export function printedLabel(row: ForestRow, direction: DirectionLabels | null): string {
  if (row.type === 'note') return row.text;
  if (row.type === 'heading') return row.label;
  return direction?.flagged.has(row) ? `${row.label}\u00a0†` : row.label;
}
