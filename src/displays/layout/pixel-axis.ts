import { colours } from '../style/palette.js';
import { textWidth } from '../style/text-width.js';
import { regularTicks } from './axis-ticks.js';
import { type Layer, lineLayer, roundPixel, textLayer } from './layers.js';

/** A straight scale from data to pixels. */
export interface PixelScale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

/** The pixel of a value; values beyond the domain stay at its ends. */
export function placeOn({ domain: [low, high], range: [from, to] }: PixelScale, value: number): number {
  const share = (Math.min(Math.max(value, low), high) - low) / (high - low);
  return roundPixel(from + share * (to - from));
}

interface AxisLook {
  readonly scale: PixelScale;
  readonly ticks: readonly number[];
  readonly print: (tick: number) => string;
  readonly fontSize: number;
  /** Where lines across the plot end, in pixels; none when null. */
  readonly grid: number | null;
}

/** An axis under a plot: line, ticks whose labels have room, and a title in the middle. */
export function axisBelow(
  { scale, ticks, print, fontSize, grid }: AxisLook,
  y: number,
  title: readonly string[],
): readonly Layer[] {
  const place = (tick: number): number => placeOn(scale, tick);
  const [from, to] = scale.range;
  const shown = regularTicks(ticks, 0, { place, width: (tick) => textWidth(print(tick), fontSize) });
  const line = Math.round(fontSize * 1.3);
  return [
    ...(grid === null
      ? []
      : [
          lineLayer(
            shown.map((tick) => ({ x: place(tick), x2: place(tick), y: grid, y2: y })),
            { colour: colours.grid },
          ),
        ]),
    lineLayer(
      [
        { x: from, x2: to, y, y2: y },
        ...shown.map((tick) => ({ x: place(tick), x2: place(tick), y, y2: y + 5 })),
      ],
      { colour: colours.axis },
    ),
    textLayer(
      [
        ...shown.map((tick) => ({ x: place(tick), y: y + 7 + fontSize / 2, text: print(tick) })),
        ...title.map((text, index) => ({
          x: (from + to) / 2,
          y: y + 10 + fontSize + line * (index + 0.5),
          text,
        })),
      ],
      { align: 'center', fontSize },
    ),
  ];
}

/** An axis left of a plot, with lines across it. */
export function axisLeft({ scale, ticks, print, fontSize, grid }: AxisLook, x: number): readonly Layer[] {
  const place = (tick: number): number => placeOn(scale, tick);
  const [from, to] = scale.range;
  return [
    ...(grid === null
      ? []
      : [
          lineLayer(
            ticks.map((tick) => ({ x, x2: grid, y: place(tick), y2: place(tick) })),
            { colour: colours.grid },
          ),
        ]),
    lineLayer(
      [
        { x, x2: x, y: from, y2: to },
        ...ticks.map((tick) => ({ x: x - 5, x2: x, y: place(tick), y2: place(tick) })),
      ],
      {
        colour: colours.axis,
      },
    ),
    textLayer(
      ticks.map((tick) => ({ x: x - 8, y: place(tick), text: print(tick) })),
      { align: 'right', fontSize },
    ),
  ];
}

/** Height that `axisBelow` takes under its line with `lines` lines of title. */
export function axisBelowHeight(fontSize: number, lines: number): number {
  return 10 + fontSize + Math.round(fontSize * 1.3) * lines + 4;
}
