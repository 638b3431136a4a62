import type { VegaLiteSpec } from '../../../core/display.js';
import { formatPWithSign } from '../../format-number.js';
import { categoryLegend } from '../../layout/category-legend.js';
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
import { effectName, formatEffect, formatEffectValue, naturalEffect } from '../../natural-effect.js';
import { textColourOn } from '../../style/category-ramp.js';
import { colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import type { Variant } from '../../style/theme.js';
import { cellRow, type TippingGrid } from './tipping-grid.js';
import { axisText, layOutTipping, lowerFirst, type TippingLayout } from './tipping-layout.js';
import type { TippingPointOptions } from './tipping-point-options.js';

/** Up to this many cells each tell their numbers under the pointer; beyond it, equal neighbours are drawn as one. */
const mostHovered = 900;

/** The heat map of one width: cells, boundary of significance, frame of the base, axes and legend. */
export function tippingSpec(
  grid: TippingGrid,
  variant: Variant,
  options: TippingPointOptions,
  marks: string,
  description: string,
): VegaLiteSpec {
  const layout = layOutTipping(grid, variant);
  const { left, width, bottom, fontSize, lineHeight, xTitle } = layout;
  const under = bottom + 10 + fontSize + xTitle.length * lineHeight + 12;
  const legend = categoryLegend(
    grid.classes.map(({ label }) => label),
    grid.classes.map(({ colour }) => colour),
    { width, top: under, fontSize, lineHeight },
  );
  const values = valueLayers(grid, layout, options);
  const numbers =
    values.length === 0
      ? ''
      : `Numbers: ${lowerFirst(effectName(cellRow(grid.result, grid.part, grid.part.cells[0]!)))}. `;
  const notes = wrapText(`${numbers}${marks}`, width, fontSize);
  const noteTop = under + legend.height + 5;
  const layers = [
    cellLayer(grid, layout),
    ...values,
    ...boundaryLayers(grid, layout),
    ...baseLayers(grid, layout),
    ...axisLayers(grid, layout),
    ...legend.layers,
    textLayer(
      notes.map((text, line) => ({ x: 0, y: noteTop + (line + 0.5) * lineHeight, text })),
      { colour: colours.muted },
    ),
  ];
  const frame = {
    variant,
    width,
    height: Math.ceil(noteTop + notes.length * lineHeight + 4),
    padding: { left: Math.max(0, 4 - left), right: 0, top: 0, bottom: 0 },
  };
  return figureSpec(frame, description, withRows(layers));
}

function cellLayer(
  { result, part, xs, ys, places, classes, classOf }: TippingGrid,
  layout: TippingLayout,
): Layer {
  const { left, bottom, cellWidth, cellHeight } = layout;
  const hover = places.length <= mostHovered;
  // Where a page scales the figure, neighbours would show a hair of paper between them; later cells cover the overlap.
  const overlap = hover ? 0 : 0.75;
  const values: { [field: string]: string | number }[] = [];
  for (let yBand = 0; yBand < ys.length; yBand += 1) {
    for (let xBand = 0; xBand < xs.length; ) {
      const from = yBand * xs.length + xBand;
      let end = xBand + 1;
      while (!hover && end < xs.length && classOf[yBand * xs.length + end] === classOf[from]) end += 1;
      const place = places[from]!;
      if (place >= 0) {
        const cell = part.cells[place]!;
        const row = cellRow(result, part, cell);
        values.push({
          x: roundPixel(left + xBand * cellWidth),
          x2: roundPixel(left + end * cellWidth + (end < xs.length ? overlap : 0)),
          y: roundPixel(bottom - (yBand + 1) * cellHeight - (yBand + 1 < ys.length ? overlap : 0)),
          y2: roundPixel(bottom - yBand * cellHeight),
          colour: classes[classOf[from]!]!.colour,
          ...(hover
            ? {
                tip: `${part.xLabel}: ${axisText(cell.x)}; ${part.yLabel}: ${axisText(cell.y)}: ${formatEffect(row).text}, ${formatPWithSign(cell.p)}`,
              }
            : {}),
        });
      }
      xBand = end;
    }
  }
  return {
    data: { values },
    mark: { type: 'rect', ...(hover ? { stroke: colours.seam, strokeWidth: 0.5 } : {}) },
    encoding: {
      x: pixel('x'),
      x2: { field: 'x2' },
      y: pixel('y'),
      y2: { field: 'y2' },
      fill: { field: 'colour', type: 'nominal', scale: null, legend: null },
      ...(hover ? { tooltip: { field: 'tip', type: 'nominal' } } : {}),
    },
  };
}

/** The effect in each cell, where it has room; one layer for each colour of text. */
function valueLayers(
  { result, part, xs, places, classes, classOf }: TippingGrid,
  { left, bottom, cellWidth, cellHeight, fontSize }: TippingLayout,
  options: TippingPointOptions,
): readonly Layer[] {
  if (options.values === 'hide') return [];
  const byColour = new Map<string, PlacedText[]>();
  let widest = 0;
  for (const [from, place] of places.entries()) {
    if (place < 0) continue;
    const row = cellRow(result, part, part.cells[place]!);
    const { estimate } = naturalEffect(row);
    const text = typeof estimate === 'number' ? formatEffectValue(estimate, part.statistic) : '–';
    widest = Math.max(widest, textWidth(text, fontSize));
    const fill = classes[classOf[from]!]!.colour;
    // The greys turn dark on a dark page, and the ink with them light; the colours stay, and so must their text.
    const colour = fill === colours.grid || fill === colours.rule ? colours.ink : textColourOn(fill);
    const band = from % xs.length;
    const list = byColour.get(colour) ?? [];
    list.push({
      x: left + (band + 0.5) * cellWidth,
      y: bottom - ((from - band) / xs.length + 0.5) * cellHeight,
      text,
    });
    byColour.set(colour, list);
  }
  const room = widest + 6 <= cellWidth && fontSize + 4 <= cellHeight;
  if (options.values === 'auto' && !room) return [];
  return [...byColour].map(([colour, texts]) => textLayer(texts, { align: 'center', colour }));
}

/** Heavy lines between neighbours of which one is significant and the other is not, or that favour different arms. */
function boundaryLayers(
  { xs, ys, classes, classOf }: TippingGrid,
  { left, bottom, cellWidth, cellHeight }: TippingLayout,
): readonly Layer[] {
  const side = (xBand: number, yBand: number): number => classes[classOf[yBand * xs.length + xBand]!]!.side;
  const lines: PlacedLine[] = [];
  for (let yBand = 0; yBand < ys.length; yBand += 1) {
    for (let xBand = 0; xBand < xs.length; xBand += 1) {
      const x = left + (xBand + 1) * cellWidth;
      const y = bottom - (yBand + 1) * cellHeight;
      if (xBand + 1 < xs.length && side(xBand, yBand) !== side(xBand + 1, yBand)) {
        lines.push({ x, y: y - 1, x2: x, y2: y + cellHeight + 1 });
      }
      if (yBand + 1 < ys.length && side(xBand, yBand) !== side(xBand, yBand + 1)) {
        lines.push({ x: x - cellWidth - 1, y, x2: x + 1, y2: y });
      }
    }
  }
  // A pale seam on either side keeps the line apart from dark cells.
  return [
    lineLayer(lines, { colour: colours.paper, width: 4.5 }),
    lineLayer(lines, { colour: colours.ink, width: 2.5 }),
  ];
}

/** A frame about the assumption that the analysis starts from, with a pale edge that keeps it apart from dark cells. */
function baseLayers(
  { base, xs, ys }: TippingGrid,
  { left, bottom, cellWidth, cellHeight }: TippingLayout,
): readonly Layer[] {
  if (base === null) return [];
  const x = left + (xs.indexOf(base.x) + 0.5) * cellWidth;
  const y = bottom - (ys.indexOf(base.y) + 0.5) * cellHeight;
  const across = Math.max(5, cellWidth / 2 - 4);
  const down = Math.max(5, cellHeight / 2 - 4);
  const frame = (stroke: string, strokeWidth: number): Layer => ({
    data: {
      values: [
        {
          x: roundPixel(x - across),
          x2: roundPixel(x + across),
          y: roundPixel(y - down),
          y2: roundPixel(y + down),
        },
      ],
    },
    mark: { type: 'rect', filled: false, stroke, strokeWidth },
    encoding: { x: pixel('x'), x2: { field: 'x2' }, y: pixel('y'), y2: { field: 'y2' } },
  });
  return [frame(colours.paper, 4), frame(colours.ink, 1.8)];
}

function axisLayers({ xs, ys }: TippingGrid, layout: TippingLayout): readonly Layer[] {
  const { left, right, top, bottom, cellWidth, cellHeight, fontSize, lineHeight } = layout;
  const lines: PlacedLine[] = [
    { x: left, y: bottom, x2: right, y2: bottom },
    { x: left, y: top, x2: left, y2: bottom },
    { x: left, y: top, x2: right, y2: top },
    { x: right, y: top, x2: right, y2: bottom },
  ];
  const xTexts: PlacedText[] = [];
  const yTexts: PlacedText[] = [];
  for (const band of layout.xTicks) {
    const x = left + (band + 0.5) * cellWidth;
    lines.push({ x, y: bottom, x2: x, y2: bottom + 5 });
    xTexts.push({ x, y: bottom + 9 + fontSize / 2, text: axisText(xs[band]!) });
  }
  for (const band of layout.yTicks) {
    const y = bottom - (band + 0.5) * cellHeight;
    lines.push({ x: left - 5, y, x2: left, y2: y });
    yTexts.push({ x: left - 9, y, text: axisText(ys[band]!) });
  }
  layout.xTitle.forEach((text, line) => {
    xTexts.push({ x: (left + right) / 2, y: bottom + 13 + fontSize + (line + 0.5) * lineHeight, text });
  });
  return [
    lineLayer(lines, { colour: colours.axis }),
    textLayer(xTexts, { align: 'center' }),
    textLayer(yTexts, { align: 'right' }),
    textLayer(layout.yTitle.map((text, line) => ({ x: 0, y: (line + 0.5) * lineHeight, text }))),
  ];
}
