import { type Estimable, isEstimable, mapEstimable } from '../core/estimable.js';
import type { EstimateRow } from '../core/result.js';
import { type StatisticName, statisticLabel } from '../core/statistic-names.js';
import { formatNumber, formatRatio, formatSignificant, joinInterval, toPercent } from './format-number.js';

/** An effect as a reader knows it: ratios as ratios, differences of proportions in percentage points. */
export interface NaturalEffect {
  readonly estimate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** The one place where a logarithm becomes a ratio and a proportion becomes percentage points. */
export function naturalEffect(row: EstimateRow): NaturalEffect {
  const transform = naturalTransform(row);
  return {
    estimate: mapEstimable(row.estimate, transform),
    lower: mapEstimable(row.lower, transform),
    upper: mapEstimable(row.upper, transform),
  };
}

function naturalTransform(row: EstimateRow): (value: number) => number {
  if (row.scale === 'log') return Math.exp;
  return isProportionDifference(row.statistic) ? toPercent : (value) => value;
}

/** A difference of proportions, whose value of no difference is 0; a probability such as P(X>Y) stays as it is. */
function isProportionDifference(statistic: StatisticName): boolean {
  const { unit, noDifference } = statisticLabel(statistic);
  return unit === 'proportion' && noDifference === 0;
}

/** The printed unit of an effect: percentage points for risk differences, the unit of the outcome for others. */
export function effectUnit({ statistic, unit }: Pick<EstimateRow, 'statistic' | 'unit'>): string | null {
  return isProportionDifference(statistic) ? 'percentage points' : (unit ?? null);
}

/** `Risk ratio`, or with its unit `Risk difference, percentage points`. */
export function effectName(row: Pick<EstimateRow, 'statistic' | 'unit'>): string {
  const unit = effectUnit(row);
  const { label } = statisticLabel(row.statistic);
  return unit === null ? label : `${label}, ${unit}`;
}

/** One limit or estimate of an effect on its natural scale, as printed. */
export function formatEffectValue(value: Estimable, statistic: StatisticName, decimals?: number): string {
  const { scale, unit } = statisticLabel(statistic);
  if (scale === 'log') return formatRatio(value, decimals);
  if (decimals !== undefined) return formatNumber(value, decimals);
  if (isProportionDifference(statistic)) return formatNumber(value, 1);
  if (unit === 'rate') return formatSignificant(value);
  return formatNumber(value, 2);
}

export interface PrintedEffect {
  readonly estimate: string;
  /** `0.77–0.92`; null when neither limit exists. */
  readonly interval: string | null;
  /** `0.84 (0.77–0.92)`, or `not estimable`. */
  readonly text: string;
}

/** An effect and its interval as printed. */
export function formatEffect(row: EstimateRow, decimals?: number): PrintedEffect {
  const { estimate, lower, upper } = naturalEffect(row);
  const places = decimals ?? finerDecimals(row);
  const print = (value: Estimable): string => formatEffectValue(value, row.statistic, places);
  const interval =
    isEstimable(lower) || isEstimable(upper)
      ? (oneSided(lower, upper, print) ?? joinInterval(print(lower), print(upper)))
      : null;
  if (!isEstimable(estimate) && interval === null) {
    return { estimate: print(estimate), interval, text: 'not estimable' };
  }
  // A prediction interval is centred on the pool, which has its own row: its estimate would only repeat it.
  const shown = isEstimable(estimate) && row.role !== 'prediction' ? print(estimate) : null;
  const text = shown === null ? interval! : interval === null ? shown : `${shown} (${interval})`;
  return { estimate: shown ?? (isEstimable(estimate) ? '' : print(estimate)), interval, text };
}

/** `0.26 or more`: an interval that is open on one side by design, not for want of data. */
function oneSided(lower: Estimable, upper: Estimable, print: (value: Estimable) => string): string | null {
  const open = (limit: Estimable) => !isEstimable(limit) && limit.notEstimable === 'not-applicable';
  if (open(upper) && isEstimable(lower)) return `${print(lower)} or more`;
  return open(lower) && isEstimable(upper) ? `${print(upper)} or less` : null;
}

/** Decimals of a difference so small that two would print its interval as a point; undefined where the rule holds. */
function finerDecimals({ statistic, standardError }: EstimateRow): number | undefined {
  const { scale, unit } = statisticLabel(statistic);
  if (scale === 'log' || unit === 'rate' || isProportionDifference(statistic)) return undefined;
  if (!isEstimable(standardError) || !(standardError > 0 && standardError < 0.01)) return undefined;
  return Math.min(8, Math.ceil(-Math.log10(standardError)));
}
