import { colours } from '../style/palette.js';
import { textWidth } from '../style/text-width.js';
import { regularTicks } from './axis-ticks.js';
import { type Layer, type PlacedText, pixel, roundPixel, textLayer } from './layers.js';
import { wrapText } from './wrap-text.js';

export interface CategoryLegend {
  readonly layers: readonly Layer[];
  readonly height: number;
}

const swatch = 12;

/** One swatch a category in reading order, or, where there are many, one strip with as many names as have room. */
export function categoryLegend(
  categories: readonly string[],
  palette: readonly string[],
  place: {
    readonly width: number;
    readonly top: number;
    readonly fontSize: number;
    readonly lineHeight: number;
  },
): CategoryLegend {
  return categories.length > 12
    ? stripLegend(categories, palette, place)
    : listLegend(categories, palette, place);
}

type Place = Parameters<typeof categoryLegend>[2];

function listLegend(categories: readonly string[], palette: readonly string[], place: Place): CategoryLegend {
  const { width, top, fontSize, lineHeight } = place;
  const room = width - swatch - 6;
  const items = categories.map((category) => wrapText(category, room, fontSize));
  const texts: PlacedText[] = [];
  const boxes: { x: number; y: number; colour: string }[] = [];
  let x = 0;
  let y = top;
  let rowLines = 1;
  items.forEach((lines, index) => {
    const own = swatch + 6 + Math.max(...lines.map((line) => textWidth(line, fontSize)));
    if (x > 0 && x + own > width) {
      x = 0;
      y += rowLines * lineHeight + 3;
      rowLines = 1;
    }
    boxes.push({ x, y: y + (lineHeight - swatch) / 2, colour: palette[index]! });
    lines.forEach((text, line) => {
      texts.push({ x: x + swatch + 6, y: y + (line + 0.5) * lineHeight, text });
    });
    rowLines = Math.max(rowLines, lines.length);
    x += own + 18;
  });
  return { layers: [boxLayer(boxes, swatch), textLayer(texts)], height: y - top + rowLines * lineHeight };
}

function stripLegend(
  categories: readonly string[],
  palette: readonly string[],
  place: Place,
): CategoryLegend {
  const { width, top, fontSize, lineHeight } = place;
  const first = textWidth(categories[0]!, fontSize);
  const last = textWidth(categories.at(-1)!, fontSize);
  const inset = Math.max(0, Math.max(first, last) / 2 - 6);
  const box = (width - 2 * inset) / categories.length;
  const centre = (index: number): number => inset + (index + 0.5) * box;
  const named = regularTicks(
    categories.map((_, index) => index),
    0,
    { place: centre, width: (index) => textWidth(categories[index]!, fontSize) },
  );
  return {
    layers: [
      boxLayer(
        palette.map((colour, index) => ({ x: inset + index * box, y: top, colour })),
        box,
      ),
      textLayer(
        named.map((index) => ({
          x: centre(index),
          y: top + swatch + 3 + lineHeight / 2,
          text: categories[index]!,
        })),
        { align: 'center' },
      ),
    ],
    height: swatch + 4 + lineHeight,
  };
}

function boxLayer(boxes: readonly { x: number; y: number; colour: string }[], width: number): Layer {
  return {
    data: {
      values: boxes.map(({ x, y, colour }) => ({
        x: roundPixel(x),
        x2: roundPixel(x + width),
        y: roundPixel(y),
        y2: roundPixel(y + swatch),
        colour,
      })),
    },
    mark: { type: 'rect', stroke: colours.seam, strokeWidth: 0.5 },
    encoding: {
      x: pixel('x'),
      x2: { field: 'x2' },
      y: pixel('y'),
      y2: { field: 'y2' },
      fill: { field: 'colour', type: 'nominal', scale: null, legend: null },
    },
  };
}
