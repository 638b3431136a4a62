import { type Estimable, mapEstimable, notEstimable } from '../../core/estimable.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { checkLevel } from '../survival-columns.js';
import type { CoxRows } from './cox-rows.js';
import type { CoxModel } from './fit-cox-model.js';
import { noFit } from './martingale-residuals.js';
import { RankedSet } from './score-ranks.js';

/** Sums over comparable pairs of case weights, or counts of pairs without weights. */
export interface Concordance {
  /** Share of comparable pairs in which the subject with the earlier event has the higher predicted hazard. */
  readonly concordance: Estimable;
  readonly concordant: number;
  readonly discordant: number;
  /** Pairs with the same prediction, which count half. */
  readonly tied: number;
  /** Of the concordance, from the infinitesimal jackknife; by cluster where the model has clusters. */
  readonly standardError: Estimable;
  /** Wald limits, kept within 0 and 1. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
}

/**
 * How well a fitted model orders subjects: of two subjects of one stratum, one with an event while the other was at
 * risk, how often the first was predicted the higher hazard. 0.5 is chance, 1 is perfect (Harrell's C).
 *
 * Conventions as R: a subject censored at the time of the event is comparable, two events at one time are not; tied
 * predictions count half; strata add their pairs; the standard error is the infinitesimal jackknife (the change in the
 * ratio per unit of each row's weight, times that weight, squared and added up, within clusters first where the fit
 * has them), the fitted coefficients taken as known. `no-events` when no pair is comparable. Throws a `MethodError`
 * without estimates. A tree over the ranks of predictions counts pairs: O(n log n).
 * Source: Harrell FE et al. JAMA 1982;247:2543-2546; Efron B. The Jackknife, the Bootstrap and Other Resampling Plans.
 * SIAM 1982, chapter 6. Oracle: test/oracles/cox/residuals.json and concordance.json.
 */
export function coxConcordance(model: CoxModel, options: { readonly level?: number } = {}): Concordance {
  requireOptions('cox', options, {
    level: 'number',
  });
  const { level = 0.95 } = options;
  checkLevel('cox', level);
  const { rows, maximum, cluster } = model;
  if (maximum === null || maximum.status !== 'converged') throw noFit(model);
  const ranked = new RankedSet(linearPredictor(rows, maximum.beta));
  const partners = {
    concordant: new Float64Array(rows.n),
    discordant: new Float64Array(rows.n),
    tied: new Float64Array(rows.n),
  };
  const { concordant, discordant, tied } = countAsEvents(rows, ranked, partners);
  const pairs = concordant + discordant + tied;
  if (!(pairs > 0)) {
    const none = notEstimable('no-events');
    const interval = { standardError: none, lower: none, upper: none, level };
    return { concordance: none, concordant, discordant, tied, ...interval };
  }
  countAsLater(rows, ranked, partners);
  const concordance = (concordant + tied / 2) / pairs;
  const changes = new Float64Array(cluster === null ? rows.n : cluster.count);
  for (let place = 0; place < rows.n; place += 1) {
    const own = partners.concordant[place]! + partners.tied[place]! / 2;
    const all = partners.concordant[place]! + partners.discordant[place]! + partners.tied[place]!;
    const target = cluster === null ? place : cluster.codes[rows.source[place]!]!;
    changes[target]! += (weightOf(rows, place) * (own - concordance * all)) / pairs;
  }
  const standardError = Math.sqrt(changes.reduce((sum, change) => sum + change * change, 0));
  const margin = criticalZ(level) * standardError;
  const limit = (value: number): Estimable =>
    mapEstimable(standardError > 0 ? value : notEstimable('no-variation'), (own) =>
      Math.min(1, Math.max(0, own)),
    );
  return {
    concordance,
    concordant,
    discordant,
    tied,
    standardError,
    lower: limit(concordance - margin),
    upper: limit(concordance + margin),
    level,
  };
}

const weightOf = ({ weight }: CoxRows, place: number): number => (weight === null ? 1 : weight[place]!);

function linearPredictor(rows: CoxRows, beta: Float64Array): Float64Array {
  const { n, columnCount: p, x, strataRows, center, scale, offset } = rows;
  const score = new Float64Array(n);
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    for (let place = strataRows[stratum]!; place < strataRows[stratum + 1]!; place += 1) {
      let value = offset === null ? 0 : offset[place]!;
      for (let column = 0; column < p; column += 1) {
        value += (x[place * p + column]! + center[stratum]![column]! / scale[column]!) * beta[column]!;
      }
      score[place] = value;
    }
  }
  return score;
}

/** Weight of the other member of each row's pairs, by outcome of the pair. */
interface Partners {
  readonly concordant: Float64Array;
  readonly discordant: Float64Array;
  readonly tied: Float64Array;
}

/** From the last time to the first: each event against those at risk then. Returns the weighted pairs. */
function countAsEvents(rows: CoxRows, ranked: RankedSet, partners: Partners) {
  const { event, strataRows, strataTimes, firstRow, endRow, eventTime, entry, entryOrder } = rows;
  const total = { concordant: 0, discordant: 0, tied: 0 };
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    ranked.clear();
    let place = strataRows[stratum + 1]! - 1;
    let entered = place;
    for (let step = strataTimes[stratum + 1]! - 1; step >= strataTimes[stratum]!; step -= 1) {
      const [start, end] = [firstRow[step]!, endRow[step]!];
      for (; place >= start; place -= 1) {
        if (place >= end || event[place] === 0) ranked.add(place, weightOf(rows, place));
      }
      while (entry !== null && entryOrder !== null && entered >= strataRows[stratum]!) {
        const other = entryOrder[entered]!;
        if (entry[other]! < eventTime[step]!) break;
        ranked.add(other, -weightOf(rows, other));
        entered -= 1;
      }
      for (let row = start; row < end; row += 1) {
        if (event[row] !== 1) continue;
        const { lower, equal, higher } = ranked.compare(row);
        const share = weightOf(rows, row);
        partners.concordant[row] = lower;
        partners.tied[row] = equal;
        partners.discordant[row] = higher;
        total.concordant += share * lower;
        total.tied += share * equal;
        total.discordant += share * higher;
      }
      for (let row = start; row < end; row += 1) {
        if (event[row] === 1) ranked.add(row, weightOf(rows, row));
      }
    }
  }
  return total;
}

/** From the first time to the last: each row against the events that it was at risk at and did not have. */
function countAsLater(rows: CoxRows, ranked: RankedSet, partners: Partners): void {
  const { event, strataRows, strataTimes, firstRow, endRow, deathCount, eventTime, entry, entryOrder } = rows;
  const meet = (row: number, sign: 1 | -1): void => {
    const { lower, equal, higher } = ranked.compare(row);
    partners.concordant[row]! += sign * higher;
    partners.tied[row]! += sign * equal;
    partners.discordant[row]! += sign * lower;
  };
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    ranked.clear();
    const stop = strataRows[stratum + 1]!;
    let place = strataRows[stratum]!;
    let entered = place;
    /** Events before a late entry are no pairs of that row. */
    const enterBefore = (time: number): void => {
      if (entry === null || entryOrder === null) return;
      for (; entered < stop && entry[entryOrder[entered]!]! < time; entered += 1) {
        meet(entryOrder[entered]!, -1);
      }
    };
    for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
      const start = firstRow[step]!;
      const events = start + deathCount[step]!;
      for (; place < start; place += 1) meet(place, 1);
      enterBefore(eventTime[step]!);
      for (; place < events; place += 1) meet(place, 1);
      for (let row = start; row < events; row += 1) ranked.add(row, weightOf(rows, row));
      for (; place < endRow[step]!; place += 1) if (event[place] === 0) meet(place, 1);
    }
    for (; place < stop; place += 1) meet(place, 1);
    enterBefore(Number.POSITIVE_INFINITY);
  }
}
