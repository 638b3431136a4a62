import type { Factor } from '../../core/analysis-data.js';
import {
  generalisedQuadraticForm,
  type QuadraticForm,
} from '../../math/linear-algebra/generalised-quadratic-form.js';
import { sortOrder } from '../../math/order/sort-order.js';
import type { CompetingColumns } from '../competing-columns.js';
import { rowsByLevel } from '../product-limit.js';

/**
 * Gray's statistic for equality of the cumulative incidence of one cause across groups, added over strata.
 *
 * Each group's risk set is enlarged by those who had a competing event: R = Y (1 - F(t-)) / S(t-). The score is the
 * sum of weight times observed less expected; its variance is that of the Aalen-Johansen estimates under equal
 * incidence of the cause, with h = Y / S(t-) and the pooled increment events / sum of h. Tied events shrink the
 * increments' variances by 1 - (d - 1) / (Y - 1), with the number at risk of cause 1 projected from all groups: this
 * makes the statistic that of the R package cmprsk for tied data too.
 *
 * @param rho weight (1 - pooled incidence)^rho. Cost O(n log n + event times x groups^3).
 * Source: Gray RJ. Ann Stat 1988;16:1141-1154, section 3. Oracle: test/oracles/cumulative-incidence.
 */
export function grayTest(
  columns: CompetingColumns,
  group: Factor,
  strata: Factor,
  cause: number,
  rho: number,
): QuadraticForm {
  const size = group.levels.length;
  const score = new Float64Array(size);
  const variance = new Float64Array(size * size);
  for (const rows of rowsByLevel(sortOrder(columns.time), strata)) {
    addStratum(countEvents(columns, rows, group, cause), size, rho, score, variance);
  }
  return generalisedQuadraticForm(score, variance);
}

/** Row-major counts, one row an event time of any cause and one column a group. */
interface Counts {
  readonly steps: number;
  readonly atRisk: Float64Array;
  readonly own: Float64Array;
  readonly other: Float64Array;
}

function countEvents(
  { time, event, weight }: CompetingColumns,
  rows: Int32Array,
  group: Factor,
  cause: number,
): Counts {
  const size = group.levels.length;
  const risk = new Float64Array(size);
  for (const row of rows) risk[group.codes[row]!]! += weight === null ? 1 : weight[row]!;
  const atRisk: number[] = [];
  const own: number[] = [];
  const other: number[] = [];
  let steps = 0;
  for (let index = 0; index < rows.length; ) {
    const now = time[rows[index]!]!;
    const mine = new Float64Array(size);
    const rest = new Float64Array(size);
    const gone = new Float64Array(size);
    let any = false;
    while (index < rows.length && time[rows[index]!]! === now) {
      const row = rows[index]!;
      const code = group.codes[row]!;
      const copies = weight === null ? 1 : weight[row]!;
      gone[code]! += copies;
      if (event[row] !== 0) any = true;
      if (event[row] === cause) mine[code]! += copies;
      else if (event[row] !== 0) rest[code]! += copies;
      index += 1;
    }
    if (any) {
      steps += 1;
      atRisk.push(...risk);
      own.push(...mine);
      other.push(...rest);
    }
    for (let code = 0; code < size; code += 1) risk[code]! -= gone[code]!;
  }
  return {
    steps,
    atRisk: Float64Array.from(atRisk),
    own: Float64Array.from(own),
    other: Float64Array.from(other),
  };
}

function addStratum(
  counts: Counts,
  size: number,
  rho: number,
  score: Float64Array,
  variance: Float64Array,
): void {
  const { steps, atRisk, own, other } = counts;
  const before = new Float64Array(steps * size); // survival of each group just before each time
  const after = new Float64Array(steps * size);
  const enlarged = new Float64Array(steps * size); // h
  const pooled = new Float64Array(steps); // increment of the pooled incidence
  const remaining = new Float64Array(steps); // 1 - pooled incidence after each time
  const share = new Float64Array(steps * size); // h of a group over h of all
  const weight = new Float64Array(steps);
  const total = new Float64Array(steps);
  const survival = new Float64Array(size).fill(1);
  const free = new Float64Array(size).fill(1); // 1 - incidence of each group
  let left = 1;
  for (let step = 0; step < steps; step += 1) {
    let events = 0;
    let risk = 0;
    for (let code = 0; code < size; code += 1) {
      const cell = step * size + code;
      const people = atRisk[cell]!;
      before[cell] = survival[code]!;
      enlarged[cell] = people > 0 ? people / survival[code]! : 0;
      total[step]! += enlarged[cell]!;
      risk += enlarged[cell]! * free[code]!;
      events += own[cell]!;
    }
    weight[step] = rho === 0 ? 1 : left ** rho;
    pooled[step] = events / total[step]!;
    for (let code = 0; code < size; code += 1) {
      const cell = step * size + code;
      const people = atRisk[cell]!;
      share[cell] = enlarged[cell]! / total[step]!;
      score[code]! += weight[step]! * (own[cell]! - (enlarged[cell]! * free[code]! * events) / risk);
      if (people > 0) {
        free[code]! -= (survival[code]! * own[cell]!) / people;
        const survivors = people - own[cell]! - other[cell]!;
        survival[code] = survivors === 0 ? 0 : (survival[code]! * survivors) / people;
      }
      after[cell] = survival[code]!;
    }
    remaining[step] = left - pooled[step]!;
    left = remaining[step]!;
  }
  for (let code = 0; code < size; code += 1) {
    addGroupVariance(
      code,
      size,
      counts,
      { before, after, enlarged, pooled, remaining, share, weight, total },
      variance,
    );
  }
}

interface Pooled {
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly enlarged: Float64Array;
  readonly pooled: Float64Array;
  readonly remaining: Float64Array;
  readonly share: Float64Array;
  readonly weight: Float64Array;
  readonly total: Float64Array;
}

/** What the events of one group add to the covariance of all scores, from the last event time to the first. */
function addGroupVariance(
  own: number,
  size: number,
  counts: Counts,
  sums: Pooled,
  variance: Float64Array,
): void {
  const { before, after, enlarged, pooled, remaining, share, weight, total } = sums;
  const toCome = new Float64Array(size); // c(end) - c(t) of Gray's paper
  const direct = new Float64Array(size);
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  for (let step = counts.steps - 1; step >= 0; step -= 1) {
    const cell = step * size + own;
    const people = counts.atRisk[cell]!;
    if (people === 0) continue;
    const ratio = after[cell]! > 0 ? remaining[step]! / after[cell]! : 0;
    for (let code = 0; code < size; code += 1) {
      const expected = share[step * size + code]!;
      direct[code] = weight[step]! * enlarged[cell]! * ((code === own ? 1 : 0) - expected);
      first[code] = direct[code]! + (1 - ratio) * toCome[code]!;
      second[code] = -ratio * toCome[code]!;
    }
    let events = 0;
    for (let code = 0; code < size; code += 1) events += counts.own[step * size + code]!;
    const others = counts.other[cell]!;
    const firstSpread = (tieFactor(events, total[step]! * before[cell]!) * pooled[step]!) / enlarged[cell]!;
    const secondSpread = (tieFactor(others, people) * before[cell]! * others) / (people * enlarged[cell]!);
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        variance[row * size + column]! +=
          first[row]! * first[column]! * firstSpread + second[row]! * second[column]! * secondSpread;
      }
    }
    const hazard = pooled[step]! / (remaining[step]! + pooled[step]!);
    for (let code = 0; code < size; code += 1) toCome[code]! += direct[code]! * hazard;
  }
}

function tieFactor(events: number, risk: number): number {
  return events > 1 && risk > 1 ? 1 - (events - 1) / (risk - 1) : 1;
}
