import { exponential } from '../../math/special/exponential.js';
import { addOuterProducts, addWeightedSums, mirrorLowerTriangle } from '../weighted-sums.js';
import type { CoxRows } from './cox-rows.js';

/** How tied event times enter the hazards. */
export type CoxTies = 'efron' | 'breslow';

/** The log partial likelihood at some coefficients, with first and negative second derivatives (row-major). */
export interface PartialLikelihood {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

/** What one sweep over the risk sets leaves behind, for residuals, variances and predicted curves. */
export interface RiskSweep {
  /** Hazard ratio of each sorted place against the centre of its stratum, times exp(-shift); no case weight. */
  readonly relativeRisk: Float64Array;
  readonly shift: number;
  /** Increment of the cumulative hazard at each event time (per unit of `relativeRisk`). */
  readonly hazard: Float64Array;
  /** What a subject with the event at that time contributes: less than `hazard` under Efron's rule. */
  readonly ownHazard: Float64Array;
  /** Cumulative hazard by slot. */
  readonly cumulativeHazard: Float64Array;
}

/**
 * Sums over the terms l = 0, 1, ... of an event time, one term a tied event under Efron's rule and one in all under
 * Breslow's. With fractions f = l / events and the share s of the case weight, D = 1 - f x (tied events' part of the
 * risk set) is what remains of the risk set.
 */
export interface TieSums {
  /** Case weight of the events. */
  weight: number;
  /** Number of terms, and the part of the risk set that tied events are, 0 where they are not told apart. */
  terms: number;
  part: number;
  /** Sums of s / D and of f s / D. */
  first0: number;
  first1: number;
  /** Sums of s / D^2, f s / D^2 and f^2 s / D^2. */
  second0: number;
  second1: number;
  second2: number;
}

/**
 * Called at each event time, last first: total relative risk of the risk set; mean of x over it; the tied events' sum
 * of risk times x over the same total; sums over ties. The mean that term l compares with is (mean - f tied) / D.
 */
export type RiskSetVisitor = (
  step: number,
  total: number,
  mean: Float64Array,
  tied: Float64Array,
  ties: Readonly<TieSums>,
) => void;

/** exp of numbers up to this stays finite in sums over any number of subjects. */
const largestExponent = 500;
/** Factors of at least 1 / events multiplied up before one logarithm is taken of all. */
const factorsPerLogarithm = 16;
/** Rows that stay in the processor's cache for two passes. */
const rowsTogether = 2048;
/** Means of x kept until their outer products are taken together. */
const meansTogether = 128;

/**
 * The log partial likelihood of a Cox model as a function of the coefficients of standardised columns.
 *
 * One sweep from the last time to the first adds subjects to the risk set and, with late entry, takes out those not
 * yet entered; nothing is allocated for a risk set. The second sweep uses that the compensator of a subject is its
 * relative risk times the cumulative hazard, so the gradient is a sum over subjects of martingale residual times x,
 * and the information needs one outer product a subject and at most three an event time: O(n p^2) in all, and the
 * cost of Efron's rule does not grow with the number of ties.
 *
 * Conventions. Efron's rule with case weights uses the mean weight of the tied events, as R and SAS. Exponents are
 * shifted so that none overflows. Sums of a counting process are carried in double-double arithmetic, so that a
 * subject who leaves the risk set leaves no rounding error behind.
 *
 * Source: Cox DR. J R Stat Soc B 1972;34:187-220; Efron B. J Am Stat Assoc 1977;72:557-565; Breslow N. Biometrics
 * 1974;30:89-99. Oracle: test/oracles/cox.
 */
export class CoxPartialLikelihood {
  readonly #rows: CoxRows;
  readonly #ties: CoxTies;
  readonly #residual: Float64Array;
  readonly #risk: Float64Array;
  /** Relative risk times case weight; the same array as `#risk` without weights. */
  readonly #size: Float64Array;
  readonly #expected: Float64Array;
  readonly #hazard: Float64Array;
  readonly #ownHazard: Float64Array;
  readonly #cumulative: Float64Array;
  /** Case weight of the events of each event time, and sum over all events of weight times x. */
  readonly #deathWeight: Float64Array;
  readonly #eventSum: Float64Array;
  readonly #eventOffset: number;
  /** Means whose outer products, times their weight, are still to be taken off the information. */
  readonly #means: Float64Array;
  readonly #meanWeights = new Float64Array(meansTogether);
  #meanCount = 0;

  constructor(rows: CoxRows, ties: CoxTies) {
    const { n, columnCount: p, weight, eventTime, strataTimes } = rows;
    this.#rows = rows;
    this.#ties = ties;
    this.#residual = new Float64Array(n);
    this.#risk = new Float64Array(n);
    this.#size = weight === null ? this.#risk : new Float64Array(n);
    this.#expected = new Float64Array(n);
    this.#hazard = new Float64Array(eventTime.length);
    this.#ownHazard = new Float64Array(eventTime.length);
    this.#cumulative = new Float64Array(eventTime.length + strataTimes.length - 1);
    this.#means = new Float64Array(meansTogether * p);
    const shares = weight ?? new Float64Array(n).fill(1);
    const sums = new Float64Array(p + 1);
    this.#deathWeight = new Float64Array(eventTime.length);
    for (let step = 0; step < eventTime.length; step += 1) {
      const start = rows.firstRow[step]!;
      const before = sums[0]!;
      addWeightedSums(rows.x, p, shares, start, start + rows.deathCount[step]!, sums);
      this.#deathWeight[step] = weight === null ? rows.deathCount[step]! : sums[0]! - before;
    }
    this.#eventSum = sums.slice(1);
    this.#eventOffset = 0;
    if (rows.offset !== null) {
      for (let place = 0; place < n; place += 1) {
        if (rows.event[place] === 1) this.#eventOffset += shares[place]! * rows.offset[place]!;
      }
    }
  }

  evaluate(beta: Float64Array): PartialLikelihood {
    const { n, columnCount: p, x } = this.#rows;
    const information = new Float64Array(p * p);
    const shift = this.#relativeRisks(beta);
    const logLikelihood = this.#sweep(beta, shift, information, null);
    const ownHazard = this.#ownCumulative();
    const gradient = new Float64Array(p + 1);
    for (let start = 0; start < n; start += rowsTogether) {
      const end = Math.min(n, start + rowsTogether);
      this.#fillSubjects(start, end, ownHazard);
      addWeightedSums(x, p, this.#residual, start, end, gradient);
      addOuterProducts(x, p, this.#expected, start, end, information);
    }
    mirrorLowerTriangle(information, p);
    return { logLikelihood, gradient: gradient.slice(1), information };
  }

  /**
   * Sweeps once and keeps the hazards. With `visit`, each event time also gives the means of its risk set that
   * residuals and variances need.
   */
  sweep(beta: Float64Array, visit: RiskSetVisitor | null = null): RiskSweep {
    const shift = this.#relativeRisks(beta);
    this.#sweep(beta, shift, null, visit);
    return {
      relativeRisk: this.#risk,
      shift,
      hazard: this.#hazard,
      ownHazard: this.#ownHazard,
      cumulativeHazard: this.#cumulative,
    };
  }

  /** Fills the relative risks and returns the shift of their exponents: 0 unless some would overflow. */
  #relativeRisks(beta: Float64Array): number {
    const { n, weight } = this.#rows;
    const largest = this.#exponentials(beta, 0);
    const shift = largest > largestExponent ? largest - largestExponent : 0;
    if (shift > 0) this.#exponentials(beta, shift);
    if (weight !== null) {
      for (let place = 0; place < n; place += 1) this.#size[place] = weight[place]! * this.#risk[place]!;
    }
    return shift;
  }

  /** exp(linear predictor - shift) of each place; returns the largest linear predictor. */
  #exponentials(beta: Float64Array, shift: number): number {
    const { n, columnCount: p, x, offset } = this.#rows;
    const risk = this.#risk;
    const paired = p - (p % 2);
    let largest = Number.NEGATIVE_INFINITY;
    for (let place = 0, at = 0; place < n; place += 1, at += p) {
      // Two sums that do not wait for each other.
      let value = paired < p ? x[at + paired]! * beta[paired]! : 0;
      let other = 0;
      for (let column = 0; column < paired; column += 2) {
        value += x[at + column]! * beta[column]!;
        other += x[at + column + 1]! * beta[column + 1]!;
      }
      value += other;
      if (offset !== null) value += offset[place]!;
      if (value > largest) largest = value;
      risk[place] = exponential(value - shift);
    }
    return largest;
  }

  /** Fills the hazards, returns the log likelihood and takes the outer products of means off `information`. */
  #sweep(
    beta: Float64Array,
    shift: number,
    information: Float64Array | null,
    visit: RiskSetVisitor | null,
  ): number {
    const rows = this.#rows;
    const { x, firstRow, deathCount, strataRows, strataTimes, entryOrder } = rows;
    const size = this.#size;
    const efron = this.#ties === 'efron';
    const p = information !== null || visit !== null ? rows.columnCount : 0;
    // Sums over the risk set and over the tied events: total at index 0, then one a column; `low` holds what rounds off.
    const sum = new Float64Array(p + 1);
    const low = new Float64Array(p + 1);
    const tied = new Float64Array(p + 1);
    const mean = new Float64Array(p);
    const tiedMean = new Float64Array(p);
    const ties: TieSums = {
      weight: 0,
      terms: 1,
      part: 0,
      first0: 0,
      first1: 0,
      second0: 0,
      second1: 0,
      second2: 0,
    };
    let logLikelihood = 0;
    let events = 0;
    this.#meanCount = 0;
    for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
      let done = strataRows[stratum + 1]!;
      let entered = done - 1;
      sum.fill(0);
      low.fill(0);
      for (let step = strataTimes[stratum + 1]! - 1; step >= strataTimes[stratum]!; step -= 1) {
        const start = firstRow[step]!;
        const deaths = deathCount[step]!;
        // Only Efron's rule needs the tied events apart.
        const apart = efron && deaths > 1;
        if (apart) tied.fill(0);
        if (entryOrder === null) {
          addWeightedSums(x, p, size, apart ? start + deaths : start, done, sum);
          if (apart) {
            addWeightedSums(x, p, size, start, start + deaths, tied);
            for (let column = 0; column <= p; column += 1) sum[column]! += tied[column]!;
          }
        } else {
          if (apart) addWeightedSums(x, p, size, start, start + deaths, tied);
          for (let place = start; place < done; place += 1) this.#addRow(place, 1, sum, low, p);
          entered = this.#takeOutNotEntered(step, entered, strataRows[stratum]!, sum, low, p);
        }
        done = start;
        const total = sum[0]! + low[0]!;
        // Relative risks so far apart that the sum underflows: these coefficients are no candidate.
        if (!(total > 0)) return Number.NEGATIVE_INFINITY;
        const inverse = 1 / total;
        ties.weight = this.#deathWeight[step]!;
        events += ties.weight;
        logLikelihood -= ties.weight * Math.log(total);
        ties.terms = apart ? deaths : 1;
        ties.part = apart ? tied[0]! * inverse : 0;
        if (apart) logLikelihood -= addTies(ties);
        else {
          ties.first0 = ties.weight;
          ties.second0 = ties.weight;
          ties.first1 = 0;
          ties.second1 = 0;
          ties.second2 = 0;
        }
        this.#hazard[step] = ties.first0 * inverse;
        this.#ownHazard[step] = (ties.first0 - ties.first1) * inverse;
        for (let column = 0; column < p; column += 1) {
          mean[column] = (sum[column + 1]! + low[column + 1]!) * inverse;
          tiedMean[column] = apart ? tied[column + 1]! * inverse : 0;
        }
        if (information !== null) this.#takeOff(information, mean, tiedMean, ties);
        if (visit !== null) visit(step, total, mean, tiedMean, ties);
      }
    }
    if (information !== null) this.#flushMeans(information);
    this.#accumulate();
    for (let column = 0; column < beta.length; column += 1) {
      logLikelihood += beta[column]! * this.#eventSum[column]!;
    }
    return logLikelihood + this.#eventOffset - events * shift;
  }

  /** Takes the outer products of the means of one event time off the lower triangle of the information. */
  #takeOff(information: Float64Array, mean: Float64Array, tied: Float64Array, ties: TieSums): void {
    const p = mean.length;
    if (ties.first1 === 0) {
      const at = this.#meanCount * p;
      for (let column = 0; column < p; column += 1) this.#means[at + column] = mean[column]!;
      this.#meanWeights[this.#meanCount] = -ties.second0;
      this.#meanCount += 1;
      if (this.#meanCount === meansTogether) this.#flushMeans(information);
      return;
    }
    for (let row = 0; row < p; row += 1) {
      const left = ties.second0 * mean[row]! - ties.second1 * tied[row]!;
      const right = ties.second2 * tied[row]! - ties.second1 * mean[row]!;
      for (let column = 0; column <= row; column += 1) {
        information[row * p + column]! -= left * mean[column]! + right * tied[column]!;
      }
    }
  }

  #flushMeans(information: Float64Array): void {
    addOuterProducts(this.#means, this.#rows.columnCount, this.#meanWeights, 0, this.#meanCount, information);
    this.#meanCount = 0;
  }

  /** Adds or takes out one row of a counting process, exactly. */
  #addRow(place: number, sign: 1 | -1, sum: Float64Array, low: Float64Array, p: number): void {
    const { x, columnCount } = this.#rows;
    const size = sign * this.#size[place]!;
    const at = place * columnCount;
    addExactly(sum, low, 0, size);
    for (let column = 0; column < p; column += 1) addExactly(sum, low, column + 1, size * x[at + column]!);
  }

  /** Takes out rows that enter at or after the event time; returns the last place of the entry order still to judge. */
  #takeOutNotEntered(
    step: number,
    entered: number,
    firstPlace: number,
    sum: Float64Array,
    low: Float64Array,
    p: number,
  ): number {
    const { entry, entryOrder, eventTime } = this.#rows;
    const now = eventTime[step]!;
    let left = entered;
    while (left >= firstPlace && entry![entryOrder![left]!]! >= now) {
      this.#addRow(entryOrder![left]!, -1, sum, low, p);
      left -= 1;
    }
    return left;
  }

  #accumulate(): void {
    const { strataTimes } = this.#rows;
    for (let stratum = 0; stratum + 1 < strataTimes.length; stratum += 1) {
      let total = 0;
      this.#cumulative[strataTimes[stratum]! + stratum] = 0;
      for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
        total += this.#hazard[step]!;
        this.#cumulative[step + stratum + 1] = total;
      }
    }
  }

  /** Cumulative hazard by slot, as a row with its event at the last time counts it. */
  #ownCumulative(): Float64Array {
    const { strataTimes } = this.#rows;
    const own = this.#cumulative.slice();
    for (let stratum = 0; stratum + 1 < strataTimes.length; stratum += 1) {
      for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
        own[step + stratum + 1]! -= this.#hazard[step]! - this.#ownHazard[step]!;
      }
    }
    return own;
  }

  /** Weighted expected events of some rows, and observed less expected. */
  #fillSubjects(from: number, to: number, ownCumulative: Float64Array): void {
    const { event, weight, untilSlot, fromSlot } = this.#rows;
    const cumulative = this.#cumulative;
    for (let place = from; place < to; place += 1) {
      const until = untilSlot[place]!;
      const happened = event[place] === 1;
      const hazard = (happened ? ownCumulative[until]! : cumulative[until]!) - cumulative[fromSlot[place]!]!;
      const expected = this.#size[place]! * hazard;
      this.#expected[place] = expected;
      const observed = happened ? (weight === null ? 1 : weight[place]!) : 0;
      this.#residual[place] = observed - expected;
    }
  }
}

/** Expected events of each sorted place: relative risk times the cumulative hazard over its time at risk. */
export function expectedEvents(
  rows: CoxRows,
  sweep: Omit<RiskSweep, 'shift'>,
  expected: Float64Array,
): Float64Array {
  const { n, untilSlot, fromSlot, firstRow, deathCount } = rows;
  const { relativeRisk, cumulativeHazard, hazard, ownHazard } = sweep;
  for (let place = 0; place < n; place += 1) {
    expected[place] =
      relativeRisk[place]! * (cumulativeHazard[untilSlot[place]!]! - cumulativeHazard[fromSlot[place]!]!);
  }
  for (let step = 0; step < firstRow.length; step += 1) {
    const excess = hazard[step]! - ownHazard[step]!;
    if (excess === 0) continue;
    const end = firstRow[step]! + deathCount[step]!;
    for (let place = firstRow[step]!; place < end; place += 1) {
      expected[place]! -= relativeRisk[place]! * excess;
    }
  }
  return expected;
}

/** Fills the sums over the tied events of one time; returns the sum of s log D. */
function addTies(ties: TieSums): number {
  const { terms, part } = ties;
  const share = ties.weight / terms;
  let first0 = 0;
  let first1 = 0;
  let second0 = 0;
  let second1 = 0;
  let second2 = 0;
  let logarithms = 0;
  let product = 1;
  for (let term = 0; term < terms; term += 1) {
    const fraction = term / terms;
    const left = 1 - fraction * part;
    product *= left;
    if (term % factorsPerLogarithm === factorsPerLogarithm - 1) {
      logarithms += Math.log(product);
      product = 1;
    }
    const rate = 1 / left;
    first0 += rate;
    first1 += fraction * rate;
    const square = rate * rate;
    second0 += square;
    second1 += fraction * square;
    second2 += fraction * fraction * square;
  }
  ties.first0 = share * first0;
  ties.first1 = share * first1;
  ties.second0 = share * second0;
  ties.second1 = share * second1;
  ties.second2 = share * second2;
  return share * (logarithms + Math.log(product));
}

/** Adds to a running sum and keeps what rounds off (Knuth's two-sum), renormalised. */
function addExactly(sum: Float64Array, low: Float64Array, index: number, value: number): void {
  const before = sum[index]!;
  const after = before + value;
  const back = after - before;
  low[index]! += before - (after - back) + (value - back);
  sum[index] = after;
}
