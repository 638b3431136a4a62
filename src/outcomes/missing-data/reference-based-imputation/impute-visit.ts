import type { Factor } from '../../../core/analysis-data.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import type { IncompleteModel, ModelParameters } from './incomplete-model.js';

export const referenceStrategies = [
  'jump-to-reference',
  'copy-reference',
  'copy-increments-in-reference',
  'missing-at-random',
] as const;
export type ReferenceStrategy = (typeof referenceStrategies)[number];

/** Subjects whose value at the visit is missing and who have the same other visits observed. */
export interface ImputationPattern {
  readonly observed: readonly number[];
  readonly subjects: readonly number[];
}

export interface VisitImputation {
  /** Conditional means of the missing values, in the order of the subjects of the patterns. */
  readonly means: Float64Array;
  /** Conditional standard deviation of each. */
  readonly spreads: Float64Array;
}

/** Patterns of the subjects without a value at `visit`; `outcome` holds NaN where missing. */
export function imputationPatterns(
  outcome: Float64Array,
  visits: number,
  visit: number,
): readonly ImputationPattern[] {
  const patterns = new Map<string, { observed: readonly number[]; subjects: number[] }>();
  for (let subject = 0; subject * visits < outcome.length; subject += 1) {
    if (!Number.isNaN(outcome[subject * visits + visit]!)) continue;
    const observed = Array.from({ length: visits }, (_, index) => index).filter(
      (index) => !Number.isNaN(outcome[subject * visits + index]!),
    );
    const key = observed.join(' ');
    const pattern = patterns.get(key) ?? { observed, subjects: [] };
    pattern.subjects.push(subject);
    patterns.set(key, pattern);
  }
  return [...patterns.values()];
}

/**
 * Means and spreads of the missing values at a visit, given the subject's observed ones, about the means that the
 * strategy gives the subject. `firstAfter` is the first visit after the event of each subject (`visits` for none).
 */
export function imputeVisit(
  model: IncompleteModel,
  { coefficients, covariance }: ModelParameters,
  patterns: readonly ImputationPattern[],
  visit: number,
  group: Factor,
  reference: number,
  strategy: ReferenceStrategy,
  firstAfter: Int32Array,
): VisitImputation {
  const { predictors, arms, visits, table, outcome } = model;
  const total = patterns.reduce((sum, { subjects }) => sum + subjects.length, 0);
  const means = new Float64Array(total);
  const spreads = new Float64Array(total);
  let next = 0;
  /** Mean at a visit of a subject as if in `arm`: its own covariates, that arm's level. */
  const meanAs = (subject: number, arm: number, at: number): number => {
    let sum = coefficients[at * predictors + arm]!;
    for (let column = arms; column < predictors; column += 1) {
      sum += table[subject * predictors + column]! * coefficients[at * predictors + column]!;
    }
    return sum;
  };
  const mean = (subject: number, at: number): number => {
    const arm = group.codes[subject]!;
    const after = firstAfter[subject]!;
    if (strategy === 'missing-at-random' || arm === reference || after >= visits) {
      return meanAs(subject, arm, at);
    }
    if (strategy === 'copy-reference') return meanAs(subject, reference, at);
    if (at < after) return meanAs(subject, arm, at);
    if (strategy === 'jump-to-reference' || after === 0) return meanAs(subject, reference, at);
    // The arm's lead over the reference at the last visit before the event stays.
    const lead =
      coefficients[(after - 1) * predictors + arm]! - coefficients[(after - 1) * predictors + reference]!;
    return meanAs(subject, reference, at) + lead;
  };
  for (const { observed, subjects } of patterns) {
    const seen = observed.length;
    const part = new Float64Array(seen * seen);
    const shared = new Float64Array(seen);
    for (let column = 0; column < seen; column += 1) {
      shared[column] = covariance[observed[column]! * visits + visit]!;
      for (let row = 0; row < seen; row += 1) {
        part[column * seen + row] = covariance[observed[column]! * visits + observed[row]!]!;
      }
    }
    const weights = seen === 0 ? shared : cholesky(part, seen, 0)!.solve(shared);
    let variance = covariance[visit * visits + visit]!;
    for (let place = 0; place < seen; place += 1) variance -= weights[place]! * shared[place]!;
    const spread = Math.sqrt(Math.max(0, variance));
    for (const subject of subjects) {
      let value = mean(subject, visit);
      for (let place = 0; place < seen; place += 1) {
        const at = observed[place]!;
        value += weights[place]! * (outcome[subject * visits + at]! - mean(subject, at));
      }
      means[next] = value + model.centres[visit]!;
      spreads[next] = spread;
      next += 1;
    }
  }
  return { means, spreads };
}
