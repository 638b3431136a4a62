import { factoriseLower } from '../linear-algebra/factorise-lower.js';
import type { NormalDraws } from '../random/normal-draws.js';
import type { IncompleteRegression } from './incomplete-regression.js';
import { type MissingPattern, missingOutcomes, type OutcomeTable } from './missing-outcomes.js';

/** Inverse Wishart prior of a covariance: with `df` of J + 2 or more its mean is `scale` / (df - J - 1). */
export interface CovariancePrior {
  /** 0 with a `scale` of zeros is the Jeffreys prior. */
  readonly df: number;
  /** Outcomes × outcomes. */
  readonly scale: Float64Array;
}

/**
 * Draws from the posterior of a regression of incomplete outcomes; `coefficients` and `covariance` hold the present
 * one.
 */
export interface RegressionPosterior {
  /** Predictors × outcomes, column after column. */
  readonly coefficients: Float64Array;
  /** Outcomes × outcomes. */
  readonly covariance: Float64Array;
  /** Missing outcomes before an observed one: what the chain fills. Without any, draws are independent of one another. */
  readonly gaps: number;
  /** Moves on by some draws. False where the covariance has become singular: nothing can be drawn any more. */
  advance(steps: number): boolean;
}

/** An outcome for which too few rows are left: under the Jeffreys prior its posterior has no finite total. */
export interface PosteriorShortfall {
  readonly outcome: number;
  readonly rows: number;
  readonly needed: number;
}

/**
 * The first outcome that too few rows reach for a proper posterior under the Jeffreys prior, or null. `kept` says which
 * rows reach it: with `reached`, those with this or a later outcome observed, without which the posterior is improper for
 * certain; with `all-before`, those with this and every earlier outcome observed, with which it is proper for certain.
 *
 * Outcome j of J (from 1) needs q + max(j, J - j + 1) rows: more rows than coefficients of its regression on predictors
 * and earlier outcomes, and a degree of freedom for its variance.
 */
export function posteriorShortfall(
  { table, predictors, outcomes }: OutcomeTable,
  kept: 'reached' | 'all-before',
): PosteriorShortfall | null {
  const width = predictors + outcomes;
  const counts = new Int32Array(outcomes);
  for (let from = 0; from < table.length; from += width) {
    const end = kept === 'reached' ? lastObserved(table, from + predictors, outcomes) : -1;
    for (let outcome = 0; outcome < outcomes; outcome += 1) {
      if (kept === 'reached' ? outcome > end : Number.isNaN(table[from + predictors + outcome]!)) break;
      counts[outcome] = counts[outcome]! + 1;
    }
  }
  for (let outcome = 0; outcome < outcomes; outcome += 1) {
    const needed = predictors + Math.max(outcome + 1, outcomes - outcome);
    if (counts[outcome]! < needed) return { outcome, rows: counts[outcome]!, needed };
  }
  return null;
}

/**
 * A Markov chain over the coefficients and the unstructured covariance of several correlated outcomes regressed on the
 * same predictors, from rows that lack some outcomes (NaN). Outcomes are taken to be missing at random, rows
 * independent.
 *
 * Prior: flat in the coefficients, and |Sigma|^-(J + 1)/2 in the covariance (Jeffreys; that of NORM and of SAS PROC MI)
 * unless an inverse Wishart one is given. With complete outcomes Sigma is inverse Wishart with n - q degrees of freedom
 * about the residual sums of products, to both of which those of the prior are added, and coefficients are normal about
 * least squares given Sigma.
 *
 * Monotone data augmentation: a step fills only the gaps, missing outcomes before an observed one, given the present
 * draw; what is missing after the last observed one stays so. The posterior of data without gaps falls into
 * independent regressions of each outcome j on predictors and earlier outcomes among the n_j rows that reach it:
 * residual variance RSS_j / chi-square(n_j - q - (J - j)), coefficients normal about least squares. A step draws those
 * and puts Sigma together from them. (An inverse Wishart prior adds its scale to the products of the outcomes, and its
 * df to each.) With no gaps each step is an independent draw from the posterior; with few the chain forgets quickly.
 *
 * `start` is where the first gaps are filled from: a fit. The table is not changed. Rows without any outcome do not
 * count.
 * Cost a step: O(g (q + J)²) for g rows with gaps, and O(J (q + J)³) for the regressions, which are factorised once
 * where there are no gaps.
 *
 * Sources: Schafer JL. Analysis of incomplete multivariate data 1997: sections 5.2, 6.5.1 to 6.5.4. Liu C. J Multivar
 * Anal 1993;46:198-206. Oracle: test/oracles/reference-based-imputation/posterior.json.
 */
export function regressionPosterior(
  { table: given, predictors, outcomes }: OutcomeTable,
  start: Pick<IncompleteRegression, 'coefficients' | 'covariance'>,
  draws: NormalDraws,
  prior: CovariancePrior | null = null,
): RegressionPosterior {
  const width = predictors + outcomes;
  const table = given.slice();
  const { reach, patterns, gapRows, gaps } = layOut(table, predictors, outcomes);
  const fills = patterns.map((pattern) => missingOutcomes({ table, predictors, outcomes }, pattern));
  const coefficients = start.coefficients.slice();
  const covariance = start.covariance.slice();
  const square = width * width;
  /** Sums of products of the rows without gaps that end at each outcome: one lower triangle an outcome. */
  const settled = new Float64Array(outcomes * square);
  const reaching = new Int32Array(outcomes);
  const withGap = new Uint8Array(reach.length);
  for (const row of gapRows) withGap[row] = 1;
  for (let row = 0; row < reach.length; row += 1) {
    const end = reach[row]!;
    for (let outcome = 0; outcome < end; outcome += 1) reaching[outcome] = reaching[outcome]! + 1;
    if (end > 0 && withGap[row] === 0) {
      addRow(settled, (end - 1) * square, width, table, row * width, predictors + end);
    }
  }
  if (prior !== null) {
    // With the rows that end last, so that the sums of every outcome hold its part.
    const from = (outcomes - 1) * square;
    for (let row = 0; row < outcomes; row += 1) {
      for (let column = 0; column <= row; column += 1) {
        const place = from + (predictors + row) * width + predictors + column;
        settled[place] = settled[place]! + prior.scale[column * outcomes + row]!;
      }
    }
  }
  const priorDf = prior?.df ?? 0;
  const sums = new Float64Array(square);
  /** The lower triangle of each regression, row after row; row `predictors + j` holds the regression of outcome j. */
  const factors = new Float64Array(outcomes * square);
  const factorise = (): boolean => {
    sums.fill(0);
    for (let outcome = outcomes - 1; outcome >= 0; outcome -= 1) {
      const size = predictors + outcome + 1;
      const from = outcome * square;
      for (let row = 0; row < size; row += 1) {
        for (let place = row * width; place <= row * width + row; place += 1) {
          sums[place] = sums[place]! + settled[from + place]!;
        }
      }
      for (const row of gapRows) {
        if (reach[row] === outcome + 1) addRow(sums, 0, width, table, row * width, size);
      }
      factors.set(sums, from);
      if (!factoriseLower(factors, from, width, size, pivotShare)) return false;
    }
    return true;
  };
  const line = new Float64Array(width);
  // Without gaps the sums never change, and neither do the regressions.
  let sound = gaps > 0 || factorise();
  const step = (): boolean => {
    if (gaps > 0) {
      for (const fill of fills) if (!fill(coefficients, covariance, draws)) return false;
      if (!factorise()) return false;
    }
    for (let outcome = 0; outcome < outcomes; outcome += 1) {
      const size = predictors + outcome;
      const df = reaching[outcome]! - predictors - (outcomes - 1 - outcome) + priorDf;
      const from = outcome * square;
      const own = from + size * width;
      const spread = factors[own + size]! / Math.sqrt(draws.chiSquare(df));
      for (let index = 0; index < size; index += 1) {
        line[index] = factors[own + index]! + spread * draws.normal();
      }
      for (let index = size - 1; index >= 0; index -= 1) {
        const value = line[index]! / factors[from + index * width + index]!;
        line[index] = value;
        for (let before = 0; before < index; before += 1) {
          line[before] = line[before]! - value * factors[from + index * width + before]!;
        }
      }
      place(coefficients, covariance, line, spread * spread, predictors, outcomes, outcome);
    }
    return true;
  };
  return {
    coefficients,
    covariance,
    gaps,
    advance: (steps) => {
      for (let count = 0; count < steps && sound; count += 1) sound = step();
      return sound;
    },
  };
}

/** The last observed outcome of the row whose outcomes begin at `from`; -1 where there is none. */
function lastObserved(table: Float64Array, from: number, outcomes: number): number {
  let last = outcomes - 1;
  while (last >= 0 && Number.isNaN(table[from + last]!)) last -= 1;
  return last;
}

/** How many outcomes each row reaches, and the rows with gaps before that, by pattern. */
function layOut(
  table: Float64Array,
  predictors: number,
  outcomes: number,
): {
  readonly reach: Int32Array;
  readonly patterns: readonly MissingPattern[];
  readonly gapRows: readonly number[];
  readonly gaps: number;
} {
  const width = predictors + outcomes;
  const reach = new Int32Array(table.length / width);
  const patterns = new Map<
    string,
    { readonly observed: number[]; readonly missing: number[]; readonly rows: number[] }
  >();
  const gapRows: number[] = [];
  let gaps = 0;
  for (let row = 0; row < reach.length; row += 1) {
    const from = row * width + predictors;
    const end = lastObserved(table, from, outcomes) + 1;
    reach[row] = end;
    const observed: number[] = [];
    const missing: number[] = [];
    for (let outcome = 0; outcome < end; outcome += 1) {
      (Number.isNaN(table[from + outcome]!) ? missing : observed).push(outcome);
    }
    if (missing.length === 0) continue;
    gaps += missing.length;
    gapRows.push(row);
    const key = `${end}: ${missing.join(' ')}`;
    const pattern = patterns.get(key);
    if (pattern === undefined) patterns.set(key, { observed, missing, rows: [row] });
    else pattern.rows.push(row);
  }
  return { reach, patterns: [...patterns.values()], gapRows, gaps };
}

/** Adds the products of the first `size` numbers of a row to a lower triangle, row after row. */
function addRow(
  into: Float64Array,
  start: number,
  width: number,
  table: Float64Array,
  from: number,
  size: number,
): void {
  for (let row = 0; row < size; row += 1) {
    const value = table[from + row]!;
    if (value === 0) continue;
    const begin = start + row * width;
    for (let column = 0; column <= row; column += 1) {
      into[begin + column] = into[begin + column]! + value * table[from + column]!;
    }
  }
}

/** A pivot below this share of its diagonal element counts as 0, as in `cholesky`. */
const pivotShare = Number.EPSILON ** 0.75;

/**
 * Puts an outcome's regression on predictors and earlier outcomes (`line`, residual `variance`) into the coefficients and
 * the covariance, where those of earlier outcomes already stand.
 */
function place(
  coefficients: Float64Array,
  covariance: Float64Array,
  line: Float64Array,
  variance: number,
  predictors: number,
  outcomes: number,
  outcome: number,
): void {
  for (let column = 0; column < predictors; column += 1) {
    let value = line[column]!;
    for (let before = 0; before < outcome; before += 1) {
      value += line[predictors + before]! * coefficients[before * predictors + column]!;
    }
    coefficients[outcome * predictors + column] = value;
  }
  let total = variance;
  for (let other = 0; other < outcome; other += 1) {
    let value = 0;
    for (let before = 0; before < outcome; before += 1) {
      value += line[predictors + before]! * covariance[before * outcomes + other]!;
    }
    covariance[outcome * outcomes + other] = value;
    covariance[other * outcomes + outcome] = value;
    total += value * line[predictors + other]!;
  }
  covariance[outcome * outcomes + outcome] = total;
}
