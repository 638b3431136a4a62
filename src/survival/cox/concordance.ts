import { type Estimable, notEstimable } from '../../core/estimable.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { noFit } from './cox-residuals.js';
import type { CoxModel } from './fit-cox-model.js';

/** Sums over comparable pairs of case weights, or counts of pairs without weights. */
export interface Concordance {
  /** Share of comparable pairs in which the subject with the earlier event has the higher predicted hazard. */
  readonly concordance: Estimable;
  readonly concordant: number;
  readonly discordant: number;
  /** Pairs with the same prediction, which count half. */
  readonly tied: number;
}

/**
 * How well a fitted model orders subjects: of two subjects of one stratum, one with an event while the other was at
 * risk, how often the first was predicted the higher hazard. 0.5 is chance, 1 is perfect (Harrell's C).
 *
 * Conventions as R: a subject censored at the time of the event is comparable, two events at one time are not; tied
 * predictions count half. `no-events` when no pair is comparable. Throws a `MethodError` without estimates.
 * A tree over the ranks of predictions counts pairs: O(n log n).
 * Source: Harrell FE et al. JAMA 1982;247:2543-2546. Oracle: test/oracles/cox/residuals.json.
 */
export function coxConcordance(model: CoxModel): Concordance {
  const { rows, maximum } = model;
  if (maximum === null || maximum.status !== 'converged') throw noFit(model);
  const { n, columnCount: p, x, event, weight, strataRows, strataTimes, firstRow, endRow, eventTime } = rows;
  const { entry, entryOrder, center, scale, offset } = rows;
  const score = new Float64Array(n);
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    for (let place = strataRows[stratum]!; place < strataRows[stratum + 1]!; place += 1) {
      let value = offset === null ? 0 : offset[place]!;
      for (let column = 0; column < p; column += 1) {
        value +=
          (x[place * p + column]! + center[stratum]![column]! / scale[column]!) * maximum.beta[column]!;
      }
      score[place] = value;
    }
  }
  const { rank, count } = rankScores(score);
  const tree = new Float64Array(count + 1);
  const change = (place: number, sign: number) => {
    const share = sign * (weight === null ? 1 : weight[place]!);
    for (let node = rank[place]! + 1; node <= count; node += node & -node) tree[node]! += share;
  };
  const below = (limit: number) => {
    let sum = 0;
    for (let node = limit; node > 0; node -= node & -node) sum += tree[node]!;
    return sum;
  };
  let concordant = 0;
  let discordant = 0;
  let tied = 0;
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    tree.fill(0);
    let place = strataRows[stratum + 1]! - 1;
    let entered = place;
    for (let step = strataTimes[stratum + 1]! - 1; step >= strataTimes[stratum]!; step -= 1) {
      const [start, end] = [firstRow[step]!, endRow[step]!];
      for (; place >= start; place -= 1) if (place >= end || event[place] === 0) change(place, 1);
      while (entry !== null && entryOrder !== null && entered >= strataRows[stratum]!) {
        const other = entryOrder[entered]!;
        if (entry[other]! < eventTime[step]!) break;
        change(other, -1);
        entered -= 1;
      }
      const all = below(count);
      for (let row = start; row < end; row += 1) {
        if (event[row] !== 1) continue;
        const share = weight === null ? 1 : weight[row]!;
        const lower = below(rank[row]!);
        const upTo = below(rank[row]! + 1);
        concordant += share * lower;
        tied += share * (upTo - lower);
        discordant += share * (all - upTo);
      }
      for (let row = start; row < end; row += 1) if (event[row] === 1) change(row, 1);
    }
  }
  const pairs = concordant + discordant + tied;
  return {
    concordance: pairs > 0 ? (concordant + tied / 2) / pairs : notEstimable('no-events'),
    concordant,
    discordant,
    tied,
  };
}

/** Dense ranks from 0; scores that differ by rounding only are equal. */
function rankScores(score: Float64Array): { readonly rank: Int32Array; readonly count: number } {
  const order = sortOrder(score);
  const rank = new Int32Array(score.length);
  let count = 0;
  let previous = Number.NaN;
  for (const place of order) {
    const value = score[place]!;
    if (!(Math.abs(value - previous) <= 1e-12 * Math.max(1, Math.abs(value)))) {
      count += 1;
      previous = value;
    }
    rank[place] = count - 1;
  }
  return { rank, count };
}
