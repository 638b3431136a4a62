import { argumentError } from '../../../core/errors.js';
import { requireOptions } from '../../../math/option-checks.js';
import { givenWeights, type Hypothesis, requireHypotheses } from '../hypotheses.js';
import { hommelAdjusted } from './hommel-adjusted.js';

export const adjustmentProcedures = [
  'bonferroni',
  'sidak',
  'holm',
  'holm-sidak',
  'hochberg',
  'hommel',
  'benjamini-hochberg',
  'benjamini-yekutieli',
] as const;
export type AdjustmentProcedure = (typeof adjustmentProcedures)[number];

export interface MultiplicityAdjustmentOptions {
  readonly procedure?: AdjustmentProcedure;
  readonly alpha?: number;
}

export interface AdjustedHypothesis {
  readonly name: string;
  /** Unadjusted. */
  readonly p: number;
  readonly adjustedP: number;
  /** Whether the adjusted p-value is at most `alpha`. */
  readonly rejected: boolean;
}

/**
 * Adjusts the p-values of several hypotheses so that the chance of any false claim stays at the significance level.
 *
 * An adjusted p-value is the smallest level at which the procedure rejects the hypothesis, as R `p.adjust` and SAS
 * MULTTEST give it. `bonferroni`, `holm` hold under any dependence; `sidak` and `holm-sidak` for independent (or
 * positively dependent, two-sided normal) tests; `hochberg` and `hommel` under Simes' inequality; these control the
 * familywise error. `benjamini-hochberg` (positive dependence) and `benjamini-yekutieli` (any) control the false
 * discovery rate. Weights, where given, are shares of the significance level: Bonferroni's p / weight, and Holm's
 * weighted step-down procedure; the other procedures have no weights here and refuse them. O(m log m); Hommel O(m²).
 *
 * @throws MethodError when there is no hypothesis, a name stands twice, a p-value or alpha is out of range, or weights
 * do not fit.
 *
 * Sources: Holm S. Scand J Stat 1979;6:65-70. Hochberg Y. Biometrika 1988;75:800-802. Hommel G. Biometrika
 * 1988;75:383-386. Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300. Benjamini Y, Yekutieli D. Ann Stat
 * 2001;29:1165-1188. Sidak Z. J Am Stat Assoc 1967;62:626-633. Wright SP. Biometrics 1992;48:1005-1013. Oracle:
 * test/oracles/multiplicity-adjustment.
 */
export function multiplicityAdjustment(
  hypotheses: readonly Hypothesis[],
  options: MultiplicityAdjustmentOptions = {},
): readonly AdjustedHypothesis[] {
  requireOptions(METHOD, options, { procedure: adjustmentProcedures, alpha: 'checked later' });
  const { procedure = 'holm', alpha = 0.05 } = options;
  if (!(alpha > 0 && alpha < 1)) {
    throw argumentError(METHOD, 'alpha', 'is not a significance level', String(alpha), 'between 0 and 1');
  }
  requireHypotheses(METHOD, hypotheses);
  const weights = givenWeights(METHOD, hypotheses);
  const p = hypotheses.map((hypothesis) => hypothesis.p);
  const adjusted = weights === null ? adjust(p, procedure) : adjustWeighted(p, weights, procedure);
  return hypotheses.map(({ name }, index) => ({
    name,
    p: p[index]!,
    adjustedP: adjusted[index]!,
    rejected: adjusted[index]! <= alpha,
  }));
}

const METHOD = 'multiplicity-adjustment';

function adjust(p: readonly number[], procedure: AdjustmentProcedure): readonly number[] {
  const m = p.length;
  switch (procedure) {
    case 'bonferroni':
      return p.map((value) => Math.min(1, m * value));
    case 'sidak':
      return p.map((value) => sidak(value, m));
    case 'holm':
      return stepDown(p, (value, place) => (m - place) * value);
    case 'holm-sidak':
      return stepDown(p, (value, place) => sidak(value, m - place));
    case 'hochberg':
      return stepUp(p, (value, place) => (m - place) * value);
    case 'hommel':
      return hommelAdjusted(p);
    case 'benjamini-hochberg':
      return stepUp(p, (value, place) => (m / (place + 1)) * value);
    case 'benjamini-yekutieli': {
      let harmonic = 0;
      for (let index = m; index >= 1; index -= 1) harmonic += 1 / index;
      return stepUp(p, (value, place) => ((harmonic * m) / (place + 1)) * value);
    }
  }
}

/** 1 - (1 - p)^m, right for the smallest p too. */
function sidak(p: number, m: number): number {
  return p === 1 ? 1 : -Math.expm1(m * Math.log1p(-p));
}

function adjustWeighted(
  p: readonly number[],
  weights: readonly number[],
  procedure: AdjustmentProcedure,
): readonly number[] {
  const ratio = p.map((value, index) => (weights[index]! > 0 ? value / weights[index]! : Infinity));
  if (procedure === 'bonferroni') return ratio.map((value) => Math.min(1, value));
  if (procedure !== 'holm') {
    throw argumentError(
      METHOD,
      'procedure',
      'takes no weights',
      procedure,
      'bonferroni or holm',
      'Leave WEIGHT empty, or use the graphical procedure',
    );
  }
  const order = rising(ratio);
  // Those with a smaller p / weight are out of the sum of the weights that are still shared; added up from the last, so
  // that small weights keep their digits.
  const shared = new Array<number>(p.length);
  let sum = 0;
  for (const index of order.slice().reverse()) {
    sum += weights[index]!;
    shared[index] = sum;
  }
  let most = 0;
  const adjusted = new Array<number>(p.length);
  for (const index of order) {
    // Without a weight a hypothesis is never rejected.
    most = ratio[index] === Infinity ? 1 : Math.min(1, Math.max(most, shared[index]! * ratio[index]!));
    adjusted[index] = most;
  }
  return adjusted;
}

/** Smallest p first: each at least as large as those before it. `place` counts from 0. */
function stepDown(p: readonly number[], of: (value: number, place: number) => number): number[] {
  const adjusted = new Array<number>(p.length);
  let most = 0;
  for (const [place, index] of rising(p).entries()) {
    most = Math.min(1, Math.max(most, of(p[index]!, place)));
    adjusted[index] = most;
  }
  return adjusted;
}

/** Largest p first: each at most as large as those before it. `place` counts from 0 at the smallest. */
function stepUp(p: readonly number[], of: (value: number, place: number) => number): number[] {
  const adjusted = new Array<number>(p.length);
  let least = 1;
  for (const [fromTop, index] of rising(p).reverse().entries()) {
    least = Math.min(least, of(p[index]!, p.length - 1 - fromTop));
    adjusted[index] = least;
  }
  return adjusted;
}

function rising(values: readonly number[]): number[] {
  return Array.from(values.keys()).sort((left, right) => values[left]! - values[right]! || left - right);
}
