import type { Table } from '../../../core/display.js';
import { isEstimable } from '../../../core/estimable.js';
import type { SummaryRow } from '../../../core/result.js';
import { capitalise, formatLevel, formatP, formatPWithSign, formatSignificant } from '../../format-number.js';
import { effectName, formatEffect } from '../../natural-effect.js';
import { estimateRows, summaryRows } from '../../result-parts.js';
import { cellRow, type GridCell, type TippingGrid } from './tipping-grid.js';
import { axisText, lowerFirst } from './tipping-layout.js';

/** At most this many rows of a table along one axis; a longer axis is read at every second, third ... value. */
const mostRows = 25;

/** The marks of the figure in words, for beneath its legend. */
export function marksInWords({ base, part, classes }: TippingGrid): string {
  const sides = new Set(classes.map(({ side }) => side));
  return [
    sides.size > 1 ? `Heavy line: significance is gained or lost (p=${part.significance}).` : null,
    base === null ? null : `Frame: ${base.name}.`,
  ]
    .filter((note) => note !== null)
    .join(' ');
}

/** What the analysis starts from, where significance is lost, and how many of the assumptions keep it. */
export function tippingSummary(grid: TippingGrid): string {
  const { result, part, classes, classOf, places } = grid;
  const [first] = estimateRows(result);
  const significant = classOf.filter((index, from) => places[from]! >= 0 && classes[index]!.side !== 0);
  const sides = ([-1, 1] as const).flatMap((side) => {
    const count = significant.filter((index) => classes[index]!.side === side).length;
    const label = classes.find((one) => one.side === side)?.label.replace(/, p<.*/, '');
    return count === 0 || label === undefined ? [] : [`${lowerFirst(label)}: ${count}`];
  });
  const sentences = [
    first === undefined
      ? null
      : `${effectName(first)}, ${first.term ?? 'as analysed'}: ${formatEffect(first).text}${first.p === null ? '' : `, ${formatPWithSign(first.p)}`}.`,
    ...tippingRows(grid).map((row) => `${sayTippingPoint(row)}.`),
    `Of ${part.cells.length} pairs of assumptions, ${significant.length} give a significant difference${sides.length === 0 ? '' : ` (${sides.join('; ')})`}.`,
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

function tippingRows({ result }: TippingGrid): readonly SummaryRow[] {
  return summaryRows(result).filter(({ statistic }) => statistic === 'tipping-point');
}

/** `Shift above 0 in tocilizumab: significance is lost at 1.34 points`. */
function sayTippingPoint({ group, term, value, unit }: SummaryRow): string {
  const where = `${capitalise(term ?? 'assumption')}${group === null ? '' : ` in ${group}`}`;
  if (isEstimable(value)) {
    const text = Number.isInteger(value) ? axisText(value) : formatSignificant(value, 3);
    return `${where}: significance is lost at ${text}${unit === null ? '' : ` ${unit}`}`;
  }
  return value.notEstimable === 'not-reached'
    ? `${where}: significance is kept throughout`
    : `${where}: there is no significance to lose`;
}

export function tippingFootnotes(grid: TippingGrid): readonly string[] {
  const { result } = grid;
  const { variable } = result.context;
  const methods = [...new Set(estimateRows(result).map(({ intervalMethod }) => intervalMethod))];
  const missing = summaryRows(result).filter(({ statistic }) => statistic === 'missing');
  return [
    variable === null ? null : `Variable: ${variable}.`,
    `Numbers in cells: ${lowerFirst(effectName(cellRow(result, grid.part, grid.part.cells[0]!)))}. ${marksInWords(grid)}`,
    missing.length === 0
      ? null
      : `Missing: ${missing.map(({ group, value }) => `${group} ${isEstimable(value) ? value : '–'}`).join(', ')}.`,
    methods.length === 0 ? null : `Each cell: ${methods.join('; ')}.`,
  ].filter((note): note is string => note !== null && note !== '');
}

/** The named assumptions, then the grid along each axis through the base (or its first cell). */
export function tippingTable(title: string, grid: TippingGrid): Table {
  const { result, part, base } = grid;
  const rows: Table['rows'][number][] = estimateRows(result).map((row) => ({
    assumption: capitalise(row.term ?? 'as analysed'),
    x: '',
    y: '',
    effect: formatEffect(row).text,
    p: row.p === null ? '' : formatP(row.p, { smallest: 0.0001 }),
  }));
  const [firstCell] = part.cells;
  const origin = part.cells.find(({ x, y }) => x === base?.x && y === base.y) ?? firstCell!;
  const line = (assumption: string, cells: readonly GridCell[]): void => {
    const every = Math.ceil(cells.length / mostRows);
    const at = Math.max(
      0,
      cells.findIndex(({ x, y }) => x === origin.x && y === origin.y),
    );
    for (const [index, cell] of cells.entries()) {
      if ((index - at) % every !== 0 && index !== 0 && index !== cells.length - 1) continue;
      rows.push({
        assumption,
        x: axisText(cell.x),
        y: axisText(cell.y),
        effect: formatEffect(cellRow(result, part, cell)).text,
        p: formatP(cell.p, { smallest: 0.0001 }),
      });
    }
  };
  const along = (pick: 'x' | 'y', fixed: 'x' | 'y'): readonly GridCell[] =>
    part.cells.filter((cell) => cell[fixed] === origin[fixed]).sort((one, other) => one[pick] - other[pick]);
  const arms = cellRow(result, part, origin);
  if (grid.xs.length > 1) line(`${capitalise(arms.of ?? 'first arm')} varied`, along('x', 'y'));
  if (grid.ys.length > 1) line(`${capitalise(arms.versus ?? 'second arm')} varied`, along('y', 'x'));
  const level = formatLevel(part.level);
  return {
    title,
    columns: [
      { id: 'assumption', label: 'Assumption', align: 'left' },
      { id: 'x', label: part.xLabel, align: 'right' },
      { id: 'y', label: part.yLabel, align: 'right' },
      {
        id: 'effect',
        label: `${effectName(cellRow(result, part, part.cells[0]!))} (${level} CI)`,
        align: 'right',
      },
      { id: 'p', label: 'p', align: 'right' },
    ],
    rows,
    footnotes: [],
  };
}
