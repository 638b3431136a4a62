import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';

/** A hypothesis with its unadjusted p-value. */
export interface Hypothesis {
  readonly name: string;
  readonly p: number;
  /** Share of the significance level; null or absent where hypotheses share alike. */
  readonly weight?: number | null;
}

/** Throws unless the hypotheses have distinct names and p-values from 0 to 1. */
export function requireHypotheses(method: string, hypotheses: readonly Hypothesis[]): void {
  requireList(method, 'hypotheses', hypotheses, 'names and p-values');
  if (hypotheses.length === 0) {
    throw argumentError(method, 'hypotheses', 'are none', '0', 'one or more');
  }
  const seen = new Set<string>();
  for (const [index, hypothesis] of hypotheses.entries()) {
    requireObject(method, `hypotheses[${index}]`, hypothesis, 'a name and a p-value');
    if (!(typeof hypothesis.p === 'number' && hypothesis.p >= 0 && hypothesis.p <= 1)) {
      throw argumentError(
        method,
        `hypotheses[${index}].p`,
        'is not a probability',
        String(hypothesis.p),
        'a number from 0 to 1',
      );
    }
    if (seen.has(hypothesis.name)) {
      throw argumentError(method, 'hypotheses', 'hold a name twice', hypothesis.name, 'distinct names');
    }
    seen.add(hypothesis.name);
  }
}

/**
 * The shares of the significance level, one a hypothesis; null where none is given. Throws where only some are given, or
 * they are negative, or sum to more than 1 or to nothing.
 */
export function givenWeights(method: string, hypotheses: readonly Hypothesis[]): readonly number[] | null {
  const weights = hypotheses.map(({ weight }) => weight ?? null);
  if (weights.every((weight) => weight === null)) return null;
  const known = weights.filter((weight) => weight !== null);
  if (known.length < weights.length) {
    throw argumentError(
      method,
      'weight',
      'is missing for some hypotheses',
      `${known.length} weights`,
      `${weights.length}, or none`,
    );
  }
  requireWeights(method, 'weight', known, hypotheses.length);
  return known;
}

/** Throws unless there is one weight a hypothesis, none negative, with a sum above 0 and at most 1. */
export function requireWeights(method: string, name: string, weights: readonly number[], size: number): void {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length !== size || weights.some((weight) => !(weight >= 0)) || !(sum > 0 && sum <= 1 + 1e-9)) {
    throw argumentError(
      method,
      name,
      'does not share out the significance level',
      weights.join(', '),
      `${size} numbers from 0 up that sum to at most 1`,
    );
  }
}
