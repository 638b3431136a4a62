import type { CurvesPart, Result, SummaryRow } from '../../../core/result.js';
import { curveAt } from '../../curves/curve-at-time.js';
import { hasCensorMarks } from '../../curves/curve-layers.js';
import { type DrawnCurve, turnOver } from '../../curves/drawn-curve.js';
import { riskTableFootnote } from '../../curves/risk-table.js';
import { formatLevel, formatPercent, formatTime, joinInterval } from '../../format-number.js';
import { formatSummaryValue } from '../../format-summary-value.js';
import { summaryRows } from '../../result-parts.js';
import type { KaplanMeierDisplayOptions } from './kaplan-meier-options.js';
import { type ShownQuantity, shownQuantity } from './shown-quantity.js';
import type { TimeOrigin } from './time-origin.js';

/** The last tick that every arm reaches, what each curve says there, and the medians. */
export function curvesSummary(
  result: Result,
  part: CurvesPart,
  times: readonly number[],
  { label, turned }: ShownQuantity,
  { after }: TimeOrigin,
): string {
  const reached = times.filter(
    (time) => time > 0 && part.curves.every((curve) => curveAt(curve, time) !== null),
  );
  const time = reached.at(-1);
  const values = part.curves.map((curve) => {
    const at = time === undefined ? null : curveAt(curve, time);
    if (at === null) return null;
    const { estimate, lower, upper } = turned ? turnOver(at) : at;
    const interval =
      lower === null || upper === null
        ? ''
        : ` (${formatLevel(part.level)} CI ${joinInterval(formatPercent(lower), formatPercent(upper))})`;
    return `${curve.group ?? 'all'} ${formatPercent(estimate)}${interval}`;
  });
  const medians = summaryRows(result).filter(({ statistic }) => statistic === 'median-survival');
  return [
    time === undefined
      ? null
      : `${label} at ${formatTime(time, part.timeUnit)}${after}: ${values.join('; ')}.`,
    medians.length === 0
      ? null
      : `Median time to event${after}: ${medians.map((row) => sayMedian(row, part)).join('; ')}.`,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

function sayMedian(row: SummaryRow, part: CurvesPart): string {
  const arm = row.group === null ? '' : `${row.group} `;
  if (typeof row.value !== 'number') return `${arm}${formatSummaryValue(row.value, row)}`;
  const limits = row.interval;
  const print = (value: SummaryRow['value']): string => formatSummaryValue(value, { ...row, unit: null });
  const interval =
    limits === undefined
      ? ''
      : ` (${formatLevel(limits.level)} CI ${joinInterval(print(limits.lower), print(limits.upper))})`;
  return `${arm}${print(row.value)} ${part.timeUnit}${interval}`;
}

/** Event, interval and transform, censor marks, how the table counts, and a cut axis. */
export function curvesFootnotes(
  result: Result,
  part: CurvesPart,
  curves: readonly DrawnCurve[],
  options: KaplanMeierDisplayOptions,
): readonly string[] {
  const { variable } = result.context;
  const [low, high] = options.range;
  return [
    variable === null ? null : `Variable: ${variable}.`,
    sayBetter(result, part, options),
    options.bands && hasLimits(part)
      ? `Bands: pointwise ${formatLevel(part.level)} intervals, ${part.intervalMethod}.`
      : null,
    hasCensorMarks(curves, options.censorMarks) ? 'Vertical marks: censored.' : null,
    riskTableFootnote(part.curves),
    low > 0 || high < 1
      ? `The vertical axis shows ${formatPercent(low, 0)} to ${formatPercent(high, 0)} only.`
      : null,
  ].filter((note) => note !== null);
}

/** Which side of the figure is good for patients: where events are bad, more of them free of one, or fewer with one. */
function sayBetter(
  { context: { benefit } }: Result,
  part: CurvesPart,
  options: KaplanMeierDisplayOptions,
): string | null {
  if (benefit === null) return null;
  const eventFree = part.quantity === 'survival' && !shownQuantity(part, options).turned;
  return `${(benefit === 'lower') === eventFree ? 'Higher' : 'Lower'} curves are better for patients.`;
}

/** Whether the curves have intervals: those between visits have none. */
function hasLimits({ curves }: CurvesPart): boolean {
  return curves.some(({ lower }) => lower.some((limit) => limit !== null));
}
