import type { Table } from '../../../core/display.js';
import type { Curve, CurvesPart, Result } from '../../../core/result.js';
import { curveAt, numbersAt } from '../../curves/curve-at-time.js';
import {
  capitalise,
  formatCount,
  formatLevel,
  formatNumber,
  formatTime,
  joinInterval,
} from '../../format-number.js';

/** Mean numbers of events are printed to two decimals, as rates are. */
const decimals = 2;

/** What a curve shows from a time on, for the pointer: mean, interval, number at risk. */
export function sayMeanCount(curve: Curve, time: number): string {
  const value = curveAt(curve, time);
  if (value === null) return 'no longer followed';
  const { lower, upper } = value;
  const interval =
    lower === null || upper === null
      ? ''
      : ` (${joinInterval(formatNumber(lower, decimals), formatNumber(upper, decimals))})`;
  const { atRisk } = numbersAt(curve, time);
  return `${formatNumber(value.estimate, decimals)}${interval}, ${formatCount(atRisk)} at risk`;
}

/** The means at the last tick that every arm reaches. */
export function meanCountSummary(part: CurvesPart, times: readonly number[], label: string): string {
  const reached = times.filter(
    (time) => time > 0 && part.curves.every((curve) => curveAt(curve, time) !== null),
  );
  const time = reached.at(-1);
  if (time === undefined) return `${label}: no time after 0 is reached by every arm.`;
  const values = part.curves.map((curve) => {
    const { estimate, lower, upper } = curveAt(curve, time)!;
    const interval =
      lower === null || upper === null
        ? ''
        : ` (${formatLevel(part.level)} CI ${joinInterval(formatNumber(lower, decimals), formatNumber(upper, decimals))})`;
    return `${curve.group ?? 'all'} ${formatNumber(estimate, decimals)}${interval}`;
  });
  return `${label} by ${formatTime(time, part.timeUnit)}: ${values.join('; ')}.`;
}

/** Event, interval, how the table counts, direction of benefit, and a cut axis. */
export function meanCountFootnotes(
  result: Result,
  part: CurvesPart,
  shown: { readonly bands: boolean; readonly riskTable: boolean; readonly cut: number | null },
): readonly string[] {
  const { variable } = result.context;
  const better = betterSide(result);
  return [
    variable === null ? null : `Variable: ${variable}.`,
    'A mean above 1 is possible: subjects stay at risk after an event until their follow-up ends.',
    better === null ? null : `${capitalise(better)} curves are better for patients.`,
    shown.bands ? `Bands: pointwise ${formatLevel(part.level)} intervals, ${part.intervalMethod}.` : null,
    shown.riskTable
      ? 'At risk: followed up to each time or longer. Events: all those of the arm before each time.'
      : null,
    shown.cut === null ? null : `The vertical axis ends at ${shown.cut}; what lies above it is cut.`,
  ].filter((note) => note !== null);
}

/** Which side of the figure is good for patients; null where the analysis does not say. */
export function betterSide({ context: { benefit } }: Result): 'lower' | 'higher' | null {
  return benefit;
}

/** For each arm and tick: numbers at risk, events so far, and the mean with its interval. */
export function meanCountTable(
  part: CurvesPart,
  times: readonly number[],
  title: string,
  label: string,
): Table {
  return {
    title,
    columns: [
      { id: 'arm', label: 'Arm', align: 'left' },
      { id: 'time', label: `Time (${part.timeUnit})`, align: 'right' },
      { id: 'atRisk', label: 'At risk', align: 'right' },
      { id: 'events', label: 'Events', align: 'right' },
      { id: 'mean', label, align: 'right' },
      { id: 'interval', label: `${formatLevel(part.level)} CI`, align: 'right' },
    ],
    rows: part.curves.flatMap((curve) =>
      times.map((time) => {
        const { atRisk, events } = numbersAt(curve, time);
        const at = curveAt(curve, time);
        return {
          arm: capitalise(curve.group ?? 'all'),
          time: String(time),
          atRisk: formatCount(atRisk),
          events: formatCount(events),
          mean: at === null ? 'beyond the last observation' : formatNumber(at.estimate, decimals),
          interval:
            at === null || at.lower === null || at.upper === null
              ? ''
              : joinInterval(formatNumber(at.lower, decimals), formatNumber(at.upper, decimals)),
        };
      }),
    ),
    footnotes: [
      'At risk: followed up to each time or longer. Events: all those of the arm before each time.',
    ],
  };
}
