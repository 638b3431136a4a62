import { type Estimable, notEstimable } from '../../core/estimable.js';
import { countUpTo } from '../../math/order/count-up-to.js';
import type { KaplanMeierCurve } from './kaplan-meier.js';

/**
 * The curve at one wanted time. At risk, events before and censored before add up to the subjects (without late
 * entry), so the columns of an at-risk table can be checked by adding.
 */
export interface SurvivalAtTime {
  readonly time: number;
  readonly survival: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** At risk just before the time. */
  readonly atRisk: number;
  readonly eventsBefore: number;
  readonly censoredBefore: number;
  /** Events up to and at the time. */
  readonly eventsThrough: number;
  readonly censoredThrough: number;
  /** Whether nobody was observed as long as this. */
  readonly beyondLastObservation: boolean;
}

interface Conventions {
  /** Ascending entry times of the group, and their weights; null without late entry or weights. */
  readonly entries: Float64Array | null;
  readonly entryWeights: Float64Array | null;
  readonly beyondLastObservation: 'carry-forward' | 'not-estimable';
}

/** Times within this gap of an observed time mean that time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

/**
 * Reads survival with its interval, and the numbers at risk, off a curve at one time.
 *
 * After the last time observed: `carry-forward` keeps the last survival, as R's `summary(fit, times, extend = TRUE)`;
 * `not-estimable` gives `beyond-last-observation`, as SAS, unless survival has reached 0, which holds for good.
 * Oracle: test/oracles/kaplan-meier.
 */
export function survivalAtTime(
  curve: Omit<KaplanMeierCurve, 'median' | 'quantiles' | 'at' | 'band'>,
  time: number,
  conventions: Conventions,
): SurvivalAtTime {
  const reached = countUpTo(curve.time, time + timeTolerance);
  const passed = countBefore(curve.time, time - timeTolerance);
  const last = curve.time[curve.time.length - 1];
  const beyondLastObservation = last === undefined || time > last + timeTolerance;
  const counts = {
    time,
    atRisk: atRiskBefore(curve, passed, time, conventions),
    eventsBefore: sum(curve.events, passed),
    censoredBefore: sum(curve.censored, passed),
    eventsThrough: sum(curve.events, reached),
    censoredThrough: sum(curve.censored, reached),
    beyondLastObservation,
  };
  const survival = reached === 0 ? 1 : curve.survival[reached - 1]!;
  if (last === undefined) return { ...counts, ...without('empty-group') };
  if (beyondLastObservation && survival > 0 && conventions.beyondLastObservation === 'not-estimable') {
    return { ...counts, ...without('beyond-last-observation') };
  }
  if (reached === 0) return { ...counts, survival, standardError: 0, lower: 1, upper: 1 };
  const step = reached - 1;
  const estimable = (value: number | null | undefined): Estimable => value ?? notEstimable('no-variation');
  return {
    ...counts,
    survival,
    standardError: estimable(curve.standardError[step]),
    lower: estimable(curve.lower[step]),
    upper: estimable(curve.upper[step]),
  };
}

function without(reason: 'empty-group' | 'beyond-last-observation') {
  const nothing = notEstimable(reason);
  return { survival: nothing, standardError: nothing, lower: nothing, upper: nothing };
}

/** How many of the ascending times are below `limit`: a large time less a small tolerance is that time itself. */
function countBefore(times: ArrayLike<number>, limit: number): number {
  let count = countUpTo(times, limit);
  while (count > 0 && times[count - 1]! === limit) count -= 1;
  return count;
}

function sum(values: readonly number[], count: number): number {
  let total = 0;
  for (let index = 0; index < count; index += 1) total += values[index]!;
  return total;
}

function atRiskBefore(
  curve: { readonly events: readonly number[]; readonly censored: readonly number[] },
  passed: number,
  time: number,
  { entries, entryWeights }: Conventions,
): number {
  let atRisk = 0;
  for (let step = passed; step < curve.events.length; step += 1) {
    atRisk += curve.events[step]! + curve.censored[step]!;
  }
  if (entries === null) return atRisk;
  // At the origin those who enter there count; later only those who entered before.
  const entered = time === 0 ? countUpTo(entries, 0) : countBefore(entries, time - timeTolerance);
  for (let index = entered; index < entries.length; index += 1) {
    atRisk -= entryWeights === null ? 1 : entryWeights[index]!;
  }
  return atRisk;
}
