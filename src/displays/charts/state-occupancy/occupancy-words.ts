import type { Table } from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import { curveAt } from '../../curves/curve-at-time.js';
import { formatCount, formatLevel, formatPercent, formatTime, joinInterval } from '../../format-number.js';
import { type Occupancy, observedAt, sharesAt } from './occupancy-arms.js';

/** The shares at the last tick that every arm reaches. */
export function occupancySummary({ part, labels, arms }: Occupancy, times: readonly number[]): string {
  const time = times.filter((tick) => tick > 0 && arms.every((arm) => sharesAt(arm, tick) !== null)).at(-1);
  if (time === undefined) return 'No time after 0 is reached by every arm.';
  const each = arms.map((arm) => {
    const shares = sharesAt(arm, time)!;
    return `${arm.name}: ${labels.map((label, state) => `${label} ${formatPercent(shares[state]!)}`).join(', ')}`;
  });
  return `Shares of states at ${formatTime(time, part.timeUnit)}. ${each.join('; ')}.`;
}

/** For each arm, tick and state: the share with its interval. */
export function occupancyTable(
  { part, labels, arms }: Occupancy,
  times: readonly number[],
  title: string,
): Table {
  return {
    title,
    columns: [
      { id: 'arm', label: 'Arm', align: 'left' },
      { id: 'time', label: `Time (${part.timeUnit})`, align: 'right' },
      { id: 'observed', label: 'Under observation', align: 'right' },
      { id: 'state', label: 'State', align: 'left' },
      { id: 'share', label: 'Share', align: 'right' },
      { id: 'interval', label: `${formatLevel(part.level)} CI`, align: 'right' },
    ],
    rows: arms.flatMap((arm) =>
      times.flatMap((time) =>
        arm.curves.map((curve, state) => {
          const at = curveAt(curve, time);
          return {
            arm: arm.name,
            time: String(time),
            observed: formatCount(observedAt(arm, time)),
            state: labels[state]!,
            share: at === null ? 'beyond the last observation' : formatPercent(at.estimate),
            interval:
              at === null || at.lower === null || at.upper === null
                ? ''
                : joinInterval(formatPercent(at.lower), formatPercent(at.upper)),
          };
        }),
      ),
    ),
    footnotes: [`Intervals: pointwise, ${part.intervalMethod}.`],
  };
}

/** Variable, how to read the areas, and who is counted beneath. */
export function occupancyFootnotes(
  result: Result,
  { labels, ends: [first, last] }: Occupancy,
  riskTable: boolean,
): readonly string[] {
  const { variable, benefit } = result.context;
  const better =
    benefit === null ? '' : ` The outcome is better towards ${benefit === 'lower' ? first : last}.`;
  return [
    variable === null ? null : `Variable: ${variable}.`,
    `The height of an area is the share of subjects in that state; ${labels[0]} is at the bottom and ${labels.at(-1)} at the top.${better}`,
    riskTable ? 'Under observation: subjects counted in any state just before each time.' : null,
  ].filter((note) => note !== null);
}
