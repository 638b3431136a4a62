import { formatCount, formatPercent, joinInterval } from '../../format-number.js';
import { curveAt, numbersAt } from './curve-at-time.js';
import { type DrawnCurve, turnOver } from './drawn-curve.js';

export interface HoverSlice {
  readonly from: number;
  readonly to: number;
  readonly tip: Readonly<Record<string, string>>;
}

/** A step lasts from one time to the next; more than this many are gathered into equal slices. */
const mostSlices = 120;

/** The pieces of the time axis between the steps of any curve, each with the values of every arm in it. */
export function hoverSlices(
  curves: readonly DrawnCurve[],
  end: number,
  timeUnit: string,
  turned: boolean,
): readonly HoverSlice[] {
  const steps = [...new Set(curves.flatMap(({ points }) => points.map(({ time }) => time)))]
    .filter((time) => time < end)
    .sort((one, other) => one - other);
  const edges =
    steps.length <= mostSlices
      ? steps
      : Array.from({ length: mostSlices }, (_, index) => (index * end) / mostSlices);
  return edges.map((from, index) => {
    const tip: Record<string, string> = { title: `From ${Number(from.toPrecision(4))} ${timeUnit}` };
    for (const { name, curve } of curves) tip[name] = sayAt(curve, from, turned);
    return { from, to: edges[index + 1] ?? end, tip };
  });
}

function sayAt(curve: DrawnCurve['curve'], time: number, turned: boolean): string {
  const value = curveAt(curve, time);
  if (value === null) return 'no longer followed';
  const { estimate, lower, upper } = turned ? turnOver(value) : value;
  const interval =
    lower === null || upper === null ? '' : ` (${joinInterval(formatPercent(lower), formatPercent(upper))})`;
  return `${formatPercent(estimate)}${interval}, ${formatCount(numbersAt(curve, time).atRisk)} at risk`;
}
