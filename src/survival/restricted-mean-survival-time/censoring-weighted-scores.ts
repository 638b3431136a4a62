import type { Factor } from '../../core/analysis-data.js';
import { rowsByLevel } from '../product-limit.js';
import { type SurvivalColumns, timeOrder } from '../survival-columns.js';

/**
 * What comes first when an event and a censoring share a time. `after-events`: the event, as Kaplan-Meier has it; a model
 * of arms alone then gives the areas under the arms' curves. `before-events`: the censoring, which is what a plain
 * Kaplan-Meier curve of the censoring times, read at the time itself, amounts to.
 */
export const censoringTieRules = ['after-events', 'before-events'] as const;
export type CensoringTieRule = (typeof censoringTieRules)[number];

/** Weights by the inverse probability of remaining uncensored, and what estimating it adds to each subject's score. */
export interface CensoringWeights {
  /** Time up to the event or tau. */
  readonly restricted: Float64Array;
  /** 0 where it is not known, else one over the probability that it was seen. */
  readonly weight: Float64Array;
  /**
   * Adds to `scores` (row-major, `columns` a row: weight times residual times columns of the model) what comes of
   * estimating the censoring distributions.
   */
  readonly addCensoring: (scores: Float64Array, columns: number) => Float64Array;
}

/** Distinct times below tau of one arm, with the rows at each. */
interface ArmClock {
  readonly rows: Int32Array;
  /** First row of each time, and one past the last. */
  readonly first: Int32Array;
  /** Subjects at risk of censoring, and those censored. */
  readonly atRisk: Float64Array;
  readonly censored: Float64Array;
}

/**
 * Inverse-probability-of-censoring weights for times restricted to tau, with a Kaplan-Meier estimate of censoring in each
 * arm. Case weights count subjects. O(n log n) once, then O(n columns).
 *
 * The part of censoring in a score is, for a subject censored at u, q(u) / R(u) less the sum over censorings v up to the
 * end of its own time at risk of q(v) c(v) / R(v)^2, where q(v) adds the scores of those who come after v, and c and R
 * count those censored and at risk of it. Source: Tian L, Zhao L, Wei LJ. Biostatistics 2014;15:222-233, section 2.
 */
export function censoringWeights(
  columns: SurvivalColumns,
  arms: Factor,
  tau: number,
  ties: CensoringTieRule,
): CensoringWeights {
  const { n, time, event, weight: counts } = columns;
  const restricted = time.map((value) => Math.min(value, tau));
  const weight = new Float64Array(n);
  const afterEvents = ties === 'after-events';
  const countOf = (row: number) => (counts === null ? 1 : counts[row]!);
  const clocks = rowsByLevel(timeOrder(columns), arms).map((rows): ArmClock => {
    const first: number[] = [];
    let place = 0;
    let total = 0;
    for (const row of rows) total += countOf(row);
    const atRisk: number[] = [];
    const censored: number[] = [];
    let remaining = 1;
    while (place < rows.length && time[rows[place]!]! < tau) {
      const now = time[rows[place]!]!;
      first.push(place);
      let deaths = 0;
      let losses = 0;
      let end = place;
      for (; end < rows.length && time[rows[end]!] === now; end += 1) {
        if (event[rows[end]!] === 1) deaths += countOf(rows[end]!);
        else losses += countOf(rows[end]!);
      }
      const risk = afterEvents ? total - deaths : total;
      const next = losses > 0 ? (remaining * (risk - losses)) / risk : remaining;
      for (; place < end; place += 1) {
        if (event[rows[place]!] === 1) weight[rows[place]!] = 1 / (afterEvents ? remaining : next);
      }
      remaining = next;
      total -= deaths + losses;
      atRisk.push(risk);
      censored.push(losses);
    }
    first.push(place);
    for (; place < rows.length; place += 1) weight[rows[place]!] = 1 / remaining;
    return {
      rows,
      first: Int32Array.from(first),
      atRisk: Float64Array.from(atRisk),
      censored: Float64Array.from(censored),
    };
  });

  const addCensoring = (scores: Float64Array, p: number): Float64Array => {
    const result = scores.slice();
    for (const { rows, first, atRisk, censored } of clocks) {
      const steps = atRisk.length;
      const later = new Float64Array(steps * p);
      const tail = new Float64Array(p);
      const addRow = (row: number) => {
        for (let k = 0; k < p; k += 1) tail[k]! += countOf(row) * scores[row * p + k]!;
      };
      for (let place = first[steps]!; place < rows.length; place += 1) addRow(rows[place]!);
      for (let step = steps - 1; step >= 0; step -= 1) {
        if (afterEvents) later.set(tail, step * p);
        for (let place = first[step]!; place < first[step + 1]!; place += 1) addRow(rows[place]!);
        if (!afterEvents) later.set(tail, step * p);
      }
      const paid = new Float64Array(p);
      const before = new Float64Array(p);
      for (let step = 0; step < steps; step += 1) {
        before.set(paid);
        if (censored[step]! > 0) {
          for (let k = 0; k < p; k += 1) {
            paid[k]! += (later[step * p + k]! * censored[step]!) / (atRisk[step]! * atRisk[step]!);
          }
        }
        for (let place = first[step]!; place < first[step + 1]!; place += 1) {
          const row = rows[place]!;
          const isEvent = event[row] === 1;
          const own = isEvent && afterEvents ? before : paid;
          for (let k = 0; k < p; k += 1) {
            result[row * p + k]! += (isEvent ? 0 : later[step * p + k]! / atRisk[step]!) - own[k]!;
          }
        }
      }
      for (let place = first[steps]!; place < rows.length; place += 1) {
        for (let k = 0; k < p; k += 1) result[rows[place]! * p + k]! -= paid[k]!;
      }
    }
    return result;
  };
  return { restricted, weight, addCensoring };
}
