import type { CoxRows } from './cox-rows.js';

/** How tied event times enter the likelihood. */
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

/** exp of numbers up to this stays finite in sums over any number of subjects. */
const largestExponent = 500;

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
  readonly #linear: Float64Array;
  readonly #risk: Float64Array;
  readonly #hazard: Float64Array;
  readonly #ownHazard: Float64Array;
  readonly #cumulative: Float64Array;

  constructor(rows: CoxRows, ties: CoxTies) {
    this.#rows = rows;
    this.#ties = ties;
    this.#linear = new Float64Array(rows.n);
    this.#risk = new Float64Array(rows.n);
    this.#hazard = new Float64Array(rows.eventTime.length);
    this.#ownHazard = new Float64Array(rows.eventTime.length);
    this.#cumulative = new Float64Array(rows.eventTime.length + rows.strataTimes.length - 1);
  }

  evaluate(beta: Float64Array): PartialLikelihood {
    const p = this.#rows.columnCount;
    const information = new Float64Array(p * p);
    const shift = this.#relativeRisks(beta);
    const logLikelihood = this.#sweep(shift, information, null);
    const gradient = new Float64Array(p);
    this.#addSubjects(gradient, information);
    for (let row = 0; row < p; row += 1) {
      for (let column = 0; column < row; column += 1) {
        information[column * p + row] = information[row * p + column]!;
      }
    }
    return { logLikelihood, gradient, information };
  }

  /**
   * Sweeps once and keeps the hazards. With `visit`, each event time also gives the hazard-weighted sums of risk-set
   * means that score residuals need.
   */
  sweep(beta: Float64Array, visit: RiskSetVisitor | null = null): RiskSweep {
    const shift = this.#relativeRisks(beta);
    this.#sweep(shift, null, visit);
    return {
      relativeRisk: this.#risk,
      shift,
      hazard: this.#hazard,
      ownHazard: this.#ownHazard,
      cumulativeHazard: this.#cumulative,
    };
  }

  #relativeRisks(beta: Float64Array): number {
    const { n, columnCount: p, x } = this.#rows;
    const linear = this.#linear;
    const risk = this.#risk;
    let largest = Number.NEGATIVE_INFINITY;
    for (let place = 0, at = 0; place < n; place += 1) {
      let value = 0;
      for (let column = 0; column < p; column += 1, at += 1) value += x[at]! * beta[column]!;
      linear[place] = value;
      if (value > largest) largest = value;
    }
    const shift = largest > largestExponent ? largest - largestExponent : 0;
    for (let place = 0; place < n; place += 1) risk[place] = Math.exp(linear[place]! - shift);
    return shift;
  }

  /** Fills the hazards, returns the log likelihood and takes the outer products of means off `information`. */
  #sweep(shift: number, information: Float64Array | null, visit: RiskSetVisitor | null): number {
    const rows = this.#rows;
    const { columnCount: p, x, event, weight, firstRow, endRow, deathCount, strataRows, strataTimes } = rows;
    const { entryOrder, entry, eventTime } = rows;
    const risk = this.#risk;
    const linear = this.#linear;
    const efron = this.#ties === 'efron';
    const moments = information !== null || visit !== null;
    const columns = moments ? p : 0;
    // Sums over the risk set and over the tied events: total at index 0, then one a column; `low` holds what rounds off.
    const sum = new Float64Array(columns + 1);
    const low = new Float64Array(columns + 1);
    const tied = new Float64Array(columns + 1);
    const whole = new Float64Array(columns + 1);
    let logLikelihood = 0;
    for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
      let place = strataRows[stratum + 1]! - 1;
      let entered = place;
      const firstPlace = strataRows[stratum]!;
      sum.fill(0);
      low.fill(0);
      for (let step = strataTimes[stratum + 1]! - 1; step >= strataTimes[stratum]!; step -= 1) {
        const start = firstRow[step]!;
        const end = endRow[step]!;
        let tiedWeight = 0;
        let tiedLinear = 0;
        tied.fill(0);
        for (; place >= start; place -= 1) {
          const share = weight === null ? 1 : weight[place]!;
          const size = share * risk[place]!;
          const at = place * p;
          if (entryOrder === null) {
            sum[0]! += size;
            for (let column = 0; column < columns; column += 1) sum[column + 1]! += size * x[at + column]!;
          } else {
            addExactly(sum, low, 0, size);
            for (let column = 0; column < columns; column += 1) {
              addExactly(sum, low, column + 1, size * x[at + column]!);
            }
          }
          if (place < end && event[place] === 1) {
            tiedWeight += share;
            tiedLinear += share * (linear[place]! - shift);
            tied[0]! += size;
            for (let column = 0; column < columns; column += 1) tied[column + 1]! += size * x[at + column]!;
          }
        }
        if (entryOrder !== null && entry !== null) {
          const now = eventTime[step]!;
          while (entered >= firstPlace && entry[entryOrder[entered]!]! >= now) {
            const row = entryOrder[entered]!;
            const size = (weight === null ? 1 : weight[row]!) * risk[row]!;
            addExactly(sum, low, 0, -size);
            for (let column = 0; column < columns; column += 1) {
              addExactly(sum, low, column + 1, -size * x[row * p + column]!);
            }
            entered -= 1;
          }
        }
        const deaths = deathCount[step]!;
        const terms = efron ? deaths : 1;
        const share = tiedWeight / terms;
        const total = sum[0]! + low[0]!;
        // Sums over the terms l of share / denominator, plain and times l / deaths; and the same with the square.
        let plain = 0;
        let reduced = 0;
        let square0 = 0;
        let square1 = 0;
        let square2 = 0;
        logLikelihood += tiedLinear;
        for (let term = 0; term < terms; term += 1) {
          const fraction = term / deaths;
          const denominator = total - fraction * tied[0]!;
          // Relative risks so far apart that the sum underflows: these coefficients are no candidate.
          if (!(denominator > 0)) return Number.NEGATIVE_INFINITY;
          const rate = share / denominator;
          logLikelihood -= share * Math.log(denominator);
          plain += rate;
          reduced += fraction * rate;
          const squared = rate / denominator;
          square0 += squared;
          square1 += fraction * squared;
          square2 += fraction * fraction * squared;
        }
        this.#hazard[step] = plain;
        this.#ownHazard[step] = plain - reduced;
        if (information !== null) {
          for (let row = 0; row < p; row += 1) {
            const all = sum[row + 1]! + low[row + 1]!;
            const some = tied[row + 1]!;
            const left = square0 * all - square1 * some;
            const right = square2 * some - square1 * all;
            for (let column = 0; column <= row; column += 1) {
              information[row * p + column]! -=
                left * (sum[column + 1]! + low[column + 1]!) + right * tied[column + 1]!;
            }
          }
        }
        if (visit !== null) {
          for (let column = 0; column <= p; column += 1) whole[column] = sum[column]! + low[column]!;
          visit(step, whole, tied, share, terms, deaths);
        }
      }
    }
    this.#accumulate();
    return logLikelihood;
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

  /** Adds martingale residual times x to the gradient, and compensator times x x' to the lower information. */
  #addSubjects(gradient: Float64Array, information: Float64Array): void {
    const { n, columnCount: p, x, event, weight } = this.#rows;
    const compensator = this.#linear;
    expectedEvents(
      this.#rows,
      {
        relativeRisk: this.#risk,
        hazard: this.#hazard,
        ownHazard: this.#ownHazard,
        cumulativeHazard: this.#cumulative,
      },
      compensator,
    );
    for (let place = 0, at = 0; place < n; place += 1, at += p) {
      const share = weight === null ? 1 : weight[place]!;
      const expected = share * compensator[place]!;
      const residual = share * event[place]! - expected;
      for (let row = 0, cell = 0; row < p; row += 1, cell += p) {
        const value = x[at + row]!;
        gradient[row]! += residual * value;
        const product = expected * value;
        for (let column = 0; column <= row; column += 1) {
          information[cell + column]! += product * x[at + column]!;
        }
      }
    }
  }
}

/** Called at each event time, last first: sums over the risk set and the tied events (total, then one a column). */
export type RiskSetVisitor = (
  step: number,
  sum: Float64Array,
  tied: Float64Array,
  share: number,
  terms: number,
  deaths: number,
) => void;

/** Expected events of each sorted place: relative risk times the cumulative hazard over its time at risk. */
export function expectedEvents(
  rows: CoxRows,
  sweep: Omit<RiskSweep, 'shift'>,
  expected: Float64Array,
): Float64Array {
  const { n, untilSlot, fromSlot, firstRow, endRow, event } = rows;
  const { relativeRisk, cumulativeHazard, hazard, ownHazard } = sweep;
  for (let place = 0; place < n; place += 1) {
    expected[place] =
      relativeRisk[place]! * (cumulativeHazard[untilSlot[place]!]! - cumulativeHazard[fromSlot[place]!]!);
  }
  for (let step = 0; step < firstRow.length; step += 1) {
    const excess = hazard[step]! - ownHazard[step]!;
    if (excess === 0) continue;
    for (let place = firstRow[step]!; place < endRow[step]!; place += 1) {
      if (event[place] === 1) expected[place]! -= relativeRisk[place]! * excess;
    }
  }
  return expected;
}

/** Adds to a running sum and keeps what rounds off (Knuth's two-sum), renormalised. */
function addExactly(sum: Float64Array, low: Float64Array, index: number, value: number): void {
  const before = sum[index]!;
  const after = before + value;
  const back = after - before;
  low[index]! += before - (after - back) + (value - back);
  sum[index] = after;
}
