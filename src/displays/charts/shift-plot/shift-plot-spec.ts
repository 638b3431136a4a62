import type { VegaLiteSpec } from '../../../core/display.js';
import { capitaliseLabel, formatCount } from '../../format-number.js';
import { figureSpec } from '../../layout/figure-spec.js';
import {
  type Layer,
  lineLayer,
  type PlacedLine,
  type PlacedText,
  pixel,
  roundPixel,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import type { ShiftBlock } from '../../shift-blocks.js';
import { armColour, colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';

interface Bubble {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
  readonly higher: boolean;
  /** Whether the count fits inside. */
  readonly inside: boolean;
  readonly tip: { readonly [key: string]: string };
}

/** Panels of one parameter stand beside each other, an arm each; parameters stand below each other. */
export function shiftPlotSpec(
  blocks: readonly ShiftBlock[],
  parameters: readonly string[],
  description: string,
  variant: Variant,
): VegaLiteSpec {
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.25);
  const width = figureWidths[variant];
  const arms = [...new Set(blocks.map(({ group }) => group))];
  const categories = [...new Set(blocks.flatMap(({ before, after }) => [...after, ...before]))];
  const nameWidth = Math.min(
    variant === 'wide' ? 120 : 84,
    Math.ceil(Math.max(...categories.map((name) => textWidth(capitaliseLabel(name), fontSize)))),
  );
  const perRow = variant === 'wide' ? Math.min(arms.length, 3) : 1;
  const gap = 24;
  const left = nameWidth + 26;
  const cell = Math.min(
    variant === 'wide' ? 74 : 62,
    Math.floor((width - left * perRow - gap * (perRow - 1)) / perRow / categories.length),
  );
  const side = cell * categories.length;
  const most = Math.max(1, ...blocks.flatMap(countsOf));
  const lines: PlacedLine[] = [];
  const diagonal: PlacedLine[] = [];
  const names: PlacedText[] = [];
  const below: PlacedText[] = [];
  const heads: PlacedText[] = [];
  const titles: PlacedText[] = [];
  const bubbles: Bubble[] = [];
  let top = 0;
  for (const parameter of parameters) {
    heads.push({ x: 0, y: top + lineHeight / 2, text: capitaliseLabel(parameter) });
    top += lineHeight + 4;
    const own = blocks.filter((block) => block.parameter === parameter);
    for (let start = 0; start < own.length; start += perRow) {
      const row = own.slice(start, start + perRow);
      const titleLines = row.map((block, column) => {
        const toNext = side + gap + left - textWidth('↑ After', fontSize) - 20;
        const room = column === row.length - 1 ? width - left - column * (side + left + gap) : toNext;
        const text = `${capitaliseLabel(block.group ?? 'all')} (n\u00a0=\u00a0${formatCount(block.n)})`;
        return wrapText(text, Math.max(room, side), fontSize);
      });
      const titleHeight = Math.max(...titleLines.map((own) => own.length)) * lineHeight;
      const foot = top + titleHeight + 6 + side;
      let deepest = 1;
      row.forEach((block, column) => {
        const from = left + column * (side + left + gap);
        const own = titleLines[column]!;
        titles.push(
          ...own.map((text, line) => ({
            x: from,
            y: top + titleHeight - (own.length - line - 0.5) * lineHeight,
            text,
          })),
        );
        for (let step = 0; step <= categories.length; step += 1) {
          const at = step * cell;
          lines.push(
            { x: from + at, x2: from + at, y: foot - side, y2: foot },
            { x: from, x2: from + side, y: foot - at, y2: foot - at },
          );
        }
        categories.forEach((category, index) => {
          const at = index * cell;
          diagonal.push({ x: from + at, x2: from + at + cell, y: foot - at, y2: foot - at - cell });
          const text = capitaliseLabel(category);
          names.push(
            ...centred(
              wrapText(text, nameWidth, fontSize),
              from - 8,
              foot - (index + 0.5) * cell,
              lineHeight,
            ),
          );
          const under = wrapText(text, cell - 4, fontSize);
          deepest = Math.max(deepest, under.length);
          below.push(
            ...under.map((line, row) => ({
              x: from + (index + 0.5) * cell,
              y: foot + 4 + (row + 0.5) * lineHeight,
              text: line,
            })),
          );
        });
        bubbles.push(...bubblesOf(block, categories, from, foot, cell, most, fontSize));
      });
      for (let column = 0; column < Math.min(perRow, own.length - start); column += 1) {
        const from = left + column * (side + left + gap);
        below.push({
          x: from + side / 2,
          y: foot + 4 + (deepest + 0.5) * lineHeight,
          text: 'Before →',
        });
        names.push({ x: from - 8, y: foot - side - lineHeight / 2 - 6, text: '↑ After' });
      }
      top = foot + 4 + (deepest + 1) * lineHeight + 14;
    }
  }
  const layers = withRows([
    sameLayer(diagonal),
    lineLayer(lines, { colour: colours.rule }),
    textLayer(heads, { weight: 'bold' }),
    textLayer(titles),
    textLayer(names, { align: 'right', colour: colours.muted }),
    textLayer(below, { align: 'center', colour: colours.muted }),
    bubbleLayer(
      bubbles.filter(({ higher }) => !higher),
      false,
    ),
    bubbleLayer(
      bubbles.filter(({ higher }) => higher),
      true,
    ),
    textLayer(
      bubbles.filter(({ inside }) => inside),
      { align: 'center' },
    ),
    textLayer(
      bubbles
        .filter(({ inside }) => !inside)
        .map(({ x, y, size, text }) => ({ x: x + Math.sqrt(size / Math.PI) + 3, y, text })),
    ),
  ]);
  return figureSpec(
    { variant, width, height: Math.ceil(top), padding: { left: 0, right: 0, top: 2, bottom: 0 } },
    description,
    layers,
  );
}

function centred(texts: readonly string[], x: number, y: number, lineHeight: number): readonly PlacedText[] {
  return texts.map((text, row) => ({ x, y: y + (row - (texts.length - 1) / 2) * lineHeight, text }));
}

const countsOf = ({ before, after, cell }: ShiftBlock): readonly number[] =>
  before.flatMap((from) => after.map((to) => cell(from, to).count));

function bubblesOf(
  block: ShiftBlock,
  categories: readonly string[],
  from: number,
  foot: number,
  cell: number,
  most: number,
  fontSize: number,
): readonly Bubble[] {
  return block.before.flatMap((before) =>
    block.after.flatMap((after): Bubble[] => {
      const { count } = block.cell(before, after);
      if (count === 0) return [];
      const column = categories.indexOf(before);
      const row = categories.indexOf(after);
      const radius = Math.max(2.5, (cell / 2 - 3) * Math.sqrt(count / most));
      const text = formatCount(count);
      return [
        {
          x: roundPixel(from + (column + 0.5) * cell),
          y: roundPixel(foot - (row + 0.5) * cell),
          size: Math.round(Math.PI * radius * radius),
          text,
          higher: row > column,
          inside: 2 * radius > textWidth(text, fontSize) + 8,
          tip: {
            title: `${block.parameter}, ${block.group ?? 'all'}`,
            Before: before,
            After: after,
            Subjects: text,
          },
        },
      ];
    }),
  );
}

/** Shades the cells whose categories are the same before and after. */
function sameLayer(cells: readonly PlacedLine[]): Layer {
  return {
    data: { values: cells },
    mark: { type: 'rect', fill: colours.grid, fillOpacity: 0.55 },
    encoding: { x: pixel('x'), x2: { field: 'x2' }, y: pixel('y'), y2: { field: 'y2' } },
  };
}

/** Pale where the category stayed or fell, in a firmer colour with an outline where it rose. */
function bubbleLayer(bubbles: readonly Bubble[], higher: boolean): Layer {
  return {
    data: { values: bubbles.map(({ x, y, size, tip }) => ({ x, y, size, tip })) },
    mark: {
      type: 'point',
      filled: true,
      shape: 'circle',
      opacity: 1,
      fill: higher ? armColour(1) : colours.axis,
      fillOpacity: higher ? 0.45 : 0.22,
      stroke: higher ? armColour(1) : colours.axis,
      strokeWidth: 1,
    },
    encoding: {
      x: pixel('x'),
      y: pixel('y'),
      size: { field: 'size', type: 'quantitative', scale: null, legend: null },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}
