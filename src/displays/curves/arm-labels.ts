import { type Layer, textLayer } from '../layout/layers.js';
import { widestLine, wrapText } from '../layout/wrap-text.js';
import { armColour } from '../style/palette.js';
import { textWidth } from '../style/text-width.js';
import type { DrawnCurve } from './drawn-curve.js';
import { lineSample } from './risk-table.js';

const mostLabelWidth = 120;

/** Names at the ends of the curves. */
export interface EndLabels {
  readonly width: number;
  readonly layers: (at: {
    readonly x: number;
    readonly y: (estimate: number) => number;
    readonly height: number;
  }) => readonly Layer[];
}

/** Labels at the right end are the better key, if every curve goes on to near the end of the axis; else null. */
export function endLabels(
  curves: readonly DrawnCurve[],
  end: number,
  fontSize: number,
  lineHeight: number,
): EndLabels | null {
  if (curves.length < 2 || curves.some(({ points }) => (points.at(-1)?.time ?? 0) < 0.9 * end)) return null;
  const labels = curves.map(({ name, points }, arm) => ({
    arm,
    lines: wrapText(name, mostLabelWidth, fontSize, 'bold'),
    estimate: points.at(-1)!.estimate,
  }));
  return {
    width: Math.ceil(Math.max(...labels.map(({ lines }) => widestLine(lines, fontSize, 'bold')))) + 10,
    layers: ({ x, y, height }) => {
      const heights = labels.map(({ lines }) => lines.length * lineHeight);
      const centres = spread(
        labels.map(({ estimate }) => y(estimate)),
        heights,
        height,
      );
      return labels.map(({ arm, lines }, index) =>
        textLayer(
          lines.map((text, line) => ({
            x: x + 8,
            y: centres[index]! + (line - (lines.length - 1) / 2) * lineHeight,
            text,
          })),
          { weight: 'bold', colour: armColour(arm) },
        ),
      );
    },
  };
}

/** Moves labels apart just enough that none covers another, in their order from top to bottom. */
export function spread(
  centres: readonly number[],
  heights: readonly number[],
  bottom: number,
): readonly number[] {
  const order = centres.map((_, index) => index).sort((one, other) => centres[one]! - centres[other]!);
  const placed = [...centres];
  for (let round = 0; round < 20; round += 1) {
    for (let place = 1; place < order.length; place += 1) {
      const [above, below] = [order[place - 1]!, order[place]!];
      const overlap = placed[above]! + heights[above]! / 2 - (placed[below]! - heights[below]! / 2);
      if (overlap <= 0) continue;
      placed[above] = placed[above]! - overlap / 2;
      placed[below] = placed[below]! + overlap / 2;
    }
    for (const index of order) {
      placed[index] = Math.min(Math.max(placed[index]!, heights[index]! / 2), bottom - heights[index]! / 2);
    }
  }
  return placed;
}

/** A legend in rows that end at `bottom` (a negative y, above the plot). `rise` is its height. */
export function legendAbove(
  curves: readonly DrawnCurve[],
  width: number,
  left: number,
  bottom: number,
  fontSize: number,
  lineHeight: number,
): { readonly rise: number; readonly layers: readonly Layer[] } {
  const sample = 26;
  const items: { arm: number; name: string; x: number; row: number }[] = [];
  let x = 0;
  let row = 0;
  curves.forEach(({ name }, arm) => {
    const own = sample + 6 + textWidth(name, fontSize);
    if (x > 0 && x + own > width) {
      x = 0;
      row += 1;
    }
    items.push({ arm, name, x, row });
    x += own + 20;
  });
  const rise = (row + 1) * lineHeight + 4;
  const yOf = (itemRow: number): number => bottom - rise + (itemRow + 0.5) * lineHeight;
  return {
    rise,
    layers: items.flatMap(({ arm, name, x: start, row: itemRow }) => [
      lineSample(left + start, yOf(itemRow), arm, sample),
      textLayer([{ x: left + start + sample + 6, y: yOf(itemRow), text: name }]),
    ]),
  };
}
