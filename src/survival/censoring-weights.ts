import { sortOrder } from '../math/order/sort-order.js';
import type { SurvivalColumns } from './survival-columns.js';

/** The chance of still being followed, estimated by Kaplan-Meier with censoring as the event. */
export interface CensoringCurve {
  /** Rows in ascending time. */
  readonly order: Int32Array;
  /** Distinct times, ascending. */
  readonly time: Float64Array;
  /** Chance of being followed beyond each time. */
  readonly followed: Float64Array;
  /** At risk of being censored at each time: those with the event there are not. */
  readonly atRisk: Float64Array;
  readonly censored: Float64Array;
  /** Step of each row's time. */
  readonly step: Int32Array;
}

/**
 * Estimates the censoring curve. Events precede censorings at equal times, so those with the event at a time are no
 * longer at risk of censoring there (as riskRegression and prodlim do). O(n log n).
 */
export function censoringCurve({ n, time, event }: SurvivalColumns): CensoringCurve {
  const order = sortOrder(time);
  const step = new Int32Array(n);
  const distinct: number[] = [];
  for (const row of order) {
    if (distinct.length === 0 || time[row]! !== distinct[distinct.length - 1]!) distinct.push(time[row]!);
    step[row] = distinct.length - 1;
  }
  const count = distinct.length;
  const censored = new Float64Array(count);
  const leaving = new Float64Array(count);
  for (let row = 0; row < n; row += 1) {
    leaving[step[row]!]! += 1;
    if (event[row] === 0) censored[step[row]!]! += 1;
  }
  const atRisk = new Float64Array(count);
  const followed = new Float64Array(count);
  let present = n;
  let product = 1;
  for (let index = 0; index < count; index += 1) {
    atRisk[index] = present - (leaving[index]! - censored[index]!);
    if (censored[index]! > 0) product *= 1 - censored[index]! / atRisk[index]!;
    followed[index] = product;
    present -= leaving[index]!;
  }
  return { order, time: Float64Array.from(distinct), followed, atRisk, censored, step };
}

/** Who counts at a horizon, and for how many. */
export interface HorizonWeights {
  /** 1 with the event by the horizon, 0 known to be free of it after the horizon, -1 censored before: not known. */
  readonly status: Int8Array;
  /** 1 / chance of being followed until status was known; 0 where it is not. */
  readonly weight: Float64Array;
  /** Last step of the censoring curve at or before the horizon; -1 when there is none. */
  readonly last: number;
  readonly cases: number;
  readonly controls: number;
}

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

/** Inverse-probability-of-censoring weights at a horizon (Graf et al. 1999; Uno et al. 2007). O(n). */
export function horizonWeights(
  { n, time, event }: SurvivalColumns,
  curve: CensoringCurve,
  horizon: number,
): HorizonWeights {
  const limit = horizon + timeTolerance;
  let last = -1;
  while (last + 1 < curve.time.length && curve.time[last + 1]! <= limit) last += 1;
  const status = new Int8Array(n).fill(-1);
  const weight = new Float64Array(n);
  let cases = 0;
  let controls = 0;
  const followedTo = last < 0 ? 1 : curve.followed[last]!;
  for (let row = 0; row < n; row += 1) {
    if (time[row]! > limit) {
      status[row] = 0;
      weight[row] = 1 / followedTo;
      controls += 1;
    } else if (event[row] === 1) {
      const before = curve.step[row]! - 1;
      status[row] = 1;
      weight[row] = 1 / (before < 0 ? 1 : curve.followed[before]!);
      cases += 1;
    }
  }
  return { status, weight, last, cases, controls };
}

/**
 * What each subject adds to a sum of weighted terms by having helped to estimate the weights: the derivative of the
 * sum by the subject's own multiplicity, through the censoring curve only.
 *
 * @param terms weight times value of each row, 0 where the row does not count.
 * One pass back (sums of the terms that use each step) and one forward: O(n).
 * Source: infinitesimal jackknife of the product-limit estimate; Blanche P, Dartigues J-F, Jacqmin-Gadda H. Stat Med
 * 2013;32:5381-5397 (the same idea for the area under the curve).
 */
export function weightInfluence(
  { n, event }: SurvivalColumns,
  curve: CensoringCurve,
  { status, last }: HorizonWeights,
  terms: Float64Array,
): Float64Array {
  const using = new Float64Array(last + 2);
  for (let row = 0; row < n; row += 1) {
    // The weight of a case uses the steps before its time, that of a control all steps up to the horizon.
    if (status[row] === 1 && curve.step[row]! > 0)
      using[Math.min(curve.step[row]! - 1, last)]! += terms[row]!;
    else if (status[row] === 0 && last >= 0) using[last]! += terms[row]!;
  }
  for (let step = last - 1; step >= 0; step -= 1) using[step]! += using[step + 1]!;
  const perCensoring = new Float64Array(last + 2);
  const untilStep = new Float64Array(last + 2);
  for (let step = 0; step <= last; step += 1) {
    const staying = curve.atRisk[step]! - curve.censored[step]!;
    const some = curve.censored[step]! > 0 && staying > 0;
    perCensoring[step] = some ? using[step]! / staying : 0;
    const perRisk = some ? (using[step]! * curve.censored[step]!) / (curve.atRisk[step]! * staying) : 0;
    untilStep[step + 1] = untilStep[step]! + perRisk;
  }
  const influence = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    const step = curve.step[row]!;
    const own = step <= last;
    // At risk of censoring up to the own time, there only if not with the event.
    const reach = own ? (event[row] === 1 ? step : step + 1) : last + 1;
    influence[row] = (own && event[row] === 0 ? perCensoring[step]! : 0) - untilStep[reach]!;
  }
  return influence;
}
