import { isEstimable } from '../../../core/estimable.js';
import type { EstimateRow, GridPart, Result } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { goodSide } from '../../effect-direction.js';
import { formatP } from '../../format-number.js';
import { estimateRows, partsOf } from '../../result-parts.js';
import { colours } from '../../style/palette.js';

export type GridCell = GridPart['cells'][number];

/** What the colour of a cell says: whom the effect favours, and how small p is. */
export interface CellClass {
  readonly label: string;
  readonly colour: string;
  /** -1 and 1 on either side of no difference where significant; 0 where not. */
  readonly side: -1 | 0 | 1;
}

/** The grid with its cells in rows of bands, and the cell that stands for missing at random. */
export interface TippingGrid {
  readonly result: Result;
  readonly part: GridPart;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Position of the cell in `part.cells` by `yBand * xs.length + xBand`; -1 for a gap. */
  readonly places: readonly number[];
  readonly classes: readonly CellClass[];
  /** Index into `classes` of each cell, in the same order as `places`. */
  readonly classOf: readonly number[];
  /** The first cell whose numbers are those of the first estimate: the assumption that the analysis starts from. */
  readonly base: { readonly x: number; readonly y: number; readonly name: string } | null;
}

/** Three steps for each side, strongest first. Apart in every common form of colour blindness, and in lightness. */
const sideColours = {
  of: ['#124e86', '#6ea8d3', '#c3dbee'],
  versus: ['#8c2f04', '#e08a4a', '#f6d3b1'],
} as const;

/** Reads the grid of a result, or null when it has none with cells. */
export function tippingGrid(result: Result): TippingGrid | null {
  const part = partsOf(result, 'grid').find(({ cells }) => cells.length > 0);
  if (part === undefined) return null;
  const sorted = (pick: (cell: GridCell) => number): readonly number[] =>
    [...new Set(part.cells.map(pick))].sort((one, other) => one - other);
  const xs = sorted(({ x }) => x);
  const ys = sorted(({ y }) => y);
  const places = new Array<number>(xs.length * ys.length).fill(-1);
  const bandOfX = new Map(xs.map((value, band) => [value, band]));
  const bandOfY = new Map(ys.map((value, band) => [value, band]));
  for (const [index, { x, y }] of part.cells.entries()) {
    places[bandOfY.get(y)! * xs.length + bandOfX.get(x)!] = index;
  }
  const all = cellClasses(result, part);
  const used = places.map((place) => (place < 0 ? all.length - 1 : classIndex(part, part.cells[place]!)));
  const present = all.map((_, index) => index).filter((index) => used.includes(index));
  return {
    result,
    part,
    xs,
    ys,
    places,
    classes: present.map((index) => all[index]!),
    classOf: used.map((index) => present.indexOf(index)),
    base: baseCell(result, part),
  };
}

/** A cell as a row of estimates, so that it is printed as every other effect is. */
export function cellRow(result: Result, part: GridPart, cell: GridCell): EstimateRow {
  const pattern = estimateRows(result).find(({ statistic }) => statistic === part.statistic);
  return {
    statistic: part.statistic,
    term: null,
    role: 'comparison',
    of: pattern?.of ?? result.context.of,
    versus: pattern?.versus ?? result.context.versus,
    scale: statisticLabel(part.statistic).scale,
    estimate: cell.estimate,
    standardError: { notEstimable: 'not-applicable' },
    lower: cell.lower,
    upper: cell.upper,
    level: part.level,
    p: cell.p,
    reference: { distribution: 'normal' },
    intervalMethod: pattern?.intervalMethod ?? '',
    ...(pattern?.unit === undefined ? {} : { unit: pattern.unit }),
  };
}

/** Upper ends of the steps of p: 0.001, 0.01 and the significance level, which is the last. */
function steps({ significance }: GridPart): readonly number[] {
  return [...[0.001, 0.01].filter((step) => step < significance), significance];
}

function classIndex(part: GridPart, { estimate, p }: GridCell): number {
  const ends = steps(part);
  const neutral = ends.length;
  if (!isEstimable(estimate) || !isEstimable(p)) return 2 * ends.length + 1;
  if (p >= part.significance) return neutral;
  const step = ends.findIndex((end) => p < end);
  // Below no difference: strongest first; above: strongest last, as on an axis.
  return estimate < 0 ? step : 2 * ends.length - step;
}

function cellClasses(result: Result, part: GridPart): readonly CellClass[] {
  const ends = steps(part);
  const row = cellRow(result, part, part.cells[0]!);
  const of = row.of ?? 'treatment';
  const versus = row.versus ?? 'comparator';
  const good = goodSide(row, result);
  const favours = (side: 'below' | 'above'): string =>
    good === null
      ? `${side === 'below' ? 'Lower' : 'Higher'} with ${of}`
      : `Favours ${good === side ? of : versus}`;
  const palette = (side: 'below' | 'above') =>
    sideColours[(good ?? 'below') === side ? 'of' : 'versus'].slice(-ends.length);
  const significant = (side: 'below' | 'above'): readonly CellClass[] =>
    ends.map((end, step) => ({
      label: `${favours(side)}, p<${formatStep(end)}`,
      colour: palette(side)[step]!,
      side: side === 'below' ? -1 : 1,
    }));
  return [
    ...significant('below'),
    { label: `Not significant, p≥${formatStep(part.significance)}`, colour: colours.grid, side: 0 },
    ...[...significant('above')].reverse(),
    { label: 'Not estimable', colour: colours.rule, side: 0 },
  ];
}

const formatStep = (p: number): string => (p >= 0.001 ? String(p) : formatP(p));

function baseCell(result: Result, part: GridPart): TippingGrid['base'] {
  const [first] = estimateRows(result);
  if (first === undefined || first.statistic !== part.statistic) return null;
  const found = part.cells.find(
    ({ estimate, lower, upper, p }) =>
      isEstimable(estimate) &&
      estimate === first.estimate &&
      lower === first.lower &&
      upper === first.upper &&
      p === first.p,
  );
  return found === undefined ? null : { x: found.x, y: found.y, name: first.term ?? 'as analysed' };
}
