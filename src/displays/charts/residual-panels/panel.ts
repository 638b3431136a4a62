import type { PointsPart } from '../../../core/result.js';
import { capitaliseLabel } from '../../format-number.js';
import { type AxisTicks, linearTicks } from '../../layout/axis-ticks.js';

/** Points drawn in one panel. */
export const mostPoints = 5000;

export type Series = PointsPart['series'][number];

/** One series with the axes that its panel has. */
export interface Panel {
  readonly series: Series;
  /** The name of the series as it is printed. */
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The same for all panels of a part, so that they can be read against each other. */
  readonly x: AxisTicks;
  readonly y: AxisTicks;
}

/** The panels of a part that have a point to draw. */
export function panelsOf({ series, xLabel, yLabel }: PointsPart, smooth: boolean): readonly Panel[] {
  const shown = series
    .filter(({ x }) => x.length > 0)
    .map((each) => (smooth ? each : { ...each, smooth: null }));
  const across = extent(shown.map((each) => each.x));
  return shown.map((each) => {
    const reference = each.referenceLine === null ? [] : [each.referenceLine];
    // The band may be cut: at the ends of a smooth it is so wide that it would flatten everything else.
    const [low, high] = extent([each.y, each.smooth?.y ?? [], reference]);
    return {
      series: each,
      title: capitaliseLabel(each.name),
      xLabel,
      yLabel,
      x: linearTicks(...across, 6),
      y: linearTicks(low, high, 4),
    };
  });
}

/** Smallest and largest of some lists; in a loop, because residuals may be too many for the arguments of a call. */
function extent(lists: readonly (readonly number[])[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
