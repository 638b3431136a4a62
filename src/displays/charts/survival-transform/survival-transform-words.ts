import type { Table } from '../../../core/display.js';
import type { Curve, CurvesPart, Result } from '../../../core/result.js';
import { curveAt, hasLateEntry, numbersAt } from '../../curves/curve-at-time.js';
import { riskTableFootnote } from '../../curves/risk-table.js';
import {
  capitalise,
  formatCount,
  formatLevel,
  formatNumber,
  formatPercent,
  formatTime,
  joinInterval,
  minusSign,
} from '../../format-number.js';
import type { SurvivalScale, SurvivalTransformOptions } from './survival-transform-options.js';
import { transformPoint } from './transformed-curve.js';

/** What the vertical axis measures, with its formula. */
export const scaleTitles: Record<SurvivalScale, string> = {
  'cumulative-hazard': `Cumulative hazard, ${minusSign}log S(t)`,
  'log-log': `log(${minusSign}log S(t))`,
};

const scaleNames: Record<SurvivalScale, string> = {
  'cumulative-hazard': 'Cumulative hazard',
  'log-log': scaleTitles['log-log'],
};

const printValue = (value: number): string =>
  Number.isFinite(value) ? formatNumber(value, 2) : value < 0 ? `${minusSign}∞` : '∞';

interface PrintedValue {
  readonly value: string;
  readonly interval: string | null;
}

/** The transformed curve at a time as printed; null after the last time observed. */
function printedAt(curve: Curve, time: number, scale: SurvivalScale): PrintedValue | null {
  const at = curveAt(curve, time);
  if (at === null) return null;
  const { estimate, lower, upper } = transformPoint(at, scale);
  if (!Number.isFinite(estimate)) return { value: printValue(estimate), interval: null };
  const interval =
    lower === null || upper === null ? null : joinInterval(printValue(lower), printValue(upper));
  return { value: printValue(estimate), interval };
}

/** What a curve shows from a time on, for the pointer: the value, the share it stands for, the number at risk. */
export function sayTransformed(curve: Curve, time: number, scale: SurvivalScale): string {
  const printed = printedAt(curve, time, scale);
  if (printed === null) return 'no longer followed';
  const interval = printed.interval === null ? '' : ` (${printed.interval})`;
  const share = formatPercent(curveAt(curve, time)!.estimate);
  return `${printed.value}${interval}, event-free ${share}, ${formatCount(numbersAt(curve, time).atRisk)} at risk`;
}

/** Each arm at the first and the last tick that all arms reach with an event. */
export function transformSummary(part: CurvesPart, times: readonly number[], scale: SurvivalScale): string {
  const reached = times.filter((time) =>
    part.curves.every((curve) => {
      const at = curveAt(curve, time);
      return at !== null && at.estimate < 1 && at.estimate > 0;
    }),
  );
  const ends = [...new Set([reached[0], reached.at(-1)])].filter((time) => time !== undefined);
  if (ends.length === 0) return `${scaleNames[scale]} of ${part.curves.map(nameOf).join(' and ')}.`;
  const sentences = (scale === 'log-log' ? ends : ends.slice(-1)).map((time) => {
    const values = part.curves.map((curve) => {
      const { value, interval } = printedAt(curve, time, scale)!;
      const limits = interval === null ? '' : ` (${formatLevel(part.level)} CI ${interval})`;
      return `${nameOf(curve)} ${value}${limits}`;
    });
    return `${scaleNames[scale]} at ${formatTime(time, part.timeUnit)}: ${values.join('; ')}.`;
  });
  return sentences.join(' ');
}

const nameOf = ({ group }: Curve): string => group ?? 'all';

/** How the scale is made and read, the interval, and how the table counts. */
export function transformFootnotes(
  result: Result,
  part: CurvesPart,
  options: SurvivalTransformOptions & { readonly bandsShown: boolean; readonly bandsCut: boolean },
): readonly string[] {
  const { variable } = result.context;
  const reading =
    options.scale === 'log-log'
      ? `Where hazards are proportional, the curves stand a constant vertical distance apart, the logarithm of the hazard ratio; where the times follow Weibull distributions, they are straight.`
      : 'Where hazards are proportional, one curve is a constant multiple of the other; where a hazard is constant, its curve is straight.';
  return [
    variable === null ? null : `Variable: ${variable}.`,
    `S(t): the estimated share free of the event. ${reading}`,
    options.bandsShown
      ? `Bands: pointwise ${formatLevel(part.level)} intervals, ${part.intervalMethod}, on the scale shown${options.bandsCut ? ', cut at the ends of the axis' : ''}.`
      : null,
    options.scale === 'log-log' ? 'Each curve starts at its first event.' : null,
    part.curves.some(({ estimate }) => estimate.at(-1) === 0)
      ? 'A curve ends where nobody is left without the event: its value there is infinite.'
      : null,
    options.riskTable ? riskTableFootnote(part.curves) : null,
  ].filter((note) => note !== null);
}

/** For each arm and tick: numbers at risk, the share free of the event, and its transform. */
export function transformTable(
  part: CurvesPart,
  times: readonly number[],
  title: string,
  scale: SurvivalScale,
): Table {
  return {
    title,
    columns: [
      { id: 'arm', label: 'Arm', align: 'left' },
      { id: 'time', label: `Time (${part.timeUnit})`, align: 'right' },
      { id: 'atRisk', label: 'At risk', align: 'right' },
      { id: 'events', label: 'Events', align: 'right' },
      { id: 'eventFree', label: 'Event-free', align: 'right' },
      { id: 'value', label: scaleNames[scale], align: 'right' },
      { id: 'interval', label: `${formatLevel(part.level)} CI`, align: 'right' },
    ],
    rows: part.curves.flatMap((curve) =>
      times.map((time) => {
        const { atRisk, events } = numbersAt(curve, time);
        const printed = printedAt(curve, time, scale);
        return {
          arm: capitalise(nameOf(curve)),
          time: String(time),
          atRisk: formatCount(atRisk),
          events: formatCount(events),
          eventFree: printed === null ? '' : formatPercent(curveAt(curve, time)!.estimate),
          value: printed?.value ?? 'beyond the last observation',
          interval: printed?.interval ?? '',
        };
      }),
    ),
    footnotes: [
      part.curves.some(hasLateEntry)
        ? 'At risk: just before each time; subjects enter after the origin, so numbers can rise.'
        : 'At risk: just before each time. Events: cumulative, before each time.',
    ],
  };
}
