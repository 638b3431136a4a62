import type { DrawnCurve } from './drawn-curve.js';

export interface HoverSlice {
  readonly from: number;
  readonly to: number;
  readonly tip: Readonly<Record<string, string>>;
}

/** A step lasts from one time to the next; more than this many are gathered into equal slices. */
const mostSlices = 120;

/**
 * The pieces of the time axis between the steps of any curve. `say` tells what a curve shows from a time on.
 *
 * @param domain ends of the time axis.
 */
export function hoverSlices(
  curves: readonly DrawnCurve[],
  [start, end]: readonly [number, number],
  timeUnit: string,
  say: (curve: DrawnCurve['curve'], time: number) => string,
): readonly HoverSlice[] {
  const steps = [...new Set(curves.flatMap(({ curve }) => curve.time))]
    .filter((time) => time >= start && time < end)
    .sort((one, other) => one - other);
  const edges =
    steps.length <= mostSlices
      ? steps
      : Array.from({ length: mostSlices }, (_, index) => start + (index * (end - start)) / mostSlices);
  return edges.map((from, index) => {
    const tip: Record<string, string> = { title: `From ${Number(from.toPrecision(4))} ${timeUnit}` };
    for (const { name, curve } of curves) tip[name] = say(curve, from);
    return { from, to: edges[index + 1] ?? end, tip };
  });
}
