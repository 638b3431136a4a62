import { minusSign } from '../../format-number.js';
import { columnWidth } from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import type { TippingGrid } from './tipping-grid.js';

/** Where bands and words stand, in pixels; y grows downwards while the values of y grow upwards. */
export interface TippingLayout {
  readonly variant: Variant;
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly yTitle: readonly string[];
  readonly xTitle: readonly string[];
  /** Bands that have a label. */
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

const tallest = { wide: 400, narrow: 300 } as const;
const cellHeights = { wide: [6, 44], narrow: [5, 32] } as const;

/** A value on an axis, with a typographic minus. */
export const axisText = (value: number): string => String(value).replace('-', minusSign);

/** A label within a sentence. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export function layOutTipping(
  { xs, ys, part, result }: Pick<TippingGrid, 'xs' | 'ys' | 'part' | 'result'>,
  variant: Variant,
): TippingLayout {
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const width = figureWidths[variant];
  const left = columnWidth(ys.map(axisText), fontSize) + 12;
  const right = width - 8;
  const yTitle = wrapText(titleWithSide(part.yLabel, { result }, '↑'), width, fontSize);
  const top = yTitle.length * lineHeight + 8;
  const [least, most] = cellHeights[variant];
  // Whole pixels: neighbours of one colour then meet without a seam.
  const cellHeight = Math.round(Math.min(most, Math.max(least, tallest[variant] / ys.length)));
  const cellWidth = (right - left) / xs.length;
  const bottom = top + cellHeight * ys.length;
  return {
    variant,
    fontSize,
    lineHeight,
    width,
    left,
    right,
    top,
    bottom,
    cellWidth,
    cellHeight,
    yTitle,
    xTitle: wrapText(titleWithSide(part.xLabel, { result }, '→'), width - left, fontSize),
    xTicks: labelledBands(xs, cellWidth, (value) => textWidth(axisText(value), fontSize) + 10),
    yTicks: labelledBands(ys, cellHeight, () => fontSize + 6),
  };
}

/** Every band, or every second, fifth, tenth ... counted from 0: the densest choice whose labels have room. */
function labelledBands(
  values: readonly number[],
  bandSize: number,
  room: (value: number) => number,
): readonly number[] {
  const anchor = Math.max(0, values.indexOf(0));
  const widest = Math.max(...values.map(room));
  let step = 1;
  for (let power = 1; step * bandSize < widest && step < values.length; power *= 10) {
    step = [2, 5, 10].map((factor) => factor * power).find((next) => next * bandSize >= widest) ?? 10 * power;
  }
  return values.map((_, band) => band).filter((band) => (band - anchor) % step === 0);
}

/** An axis title with the side on which patients are worse off, where the analysis says which. */
function titleWithSide(label: string, { result }: Pick<TippingGrid, 'result'>, arrow: string): string {
  const { benefit } = result.context;
  return benefit === null ? label : `${label}, ${benefit === 'lower' ? 'worse' : 'better'} ${arrow}`;
}
