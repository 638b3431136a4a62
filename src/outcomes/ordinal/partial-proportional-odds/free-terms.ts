import { argumentError } from '../../../core/errors.js';
import { requireList } from '../../../math/argument-checks.js';
import type { DesignColumn } from '../ordinal-design.js';

/** Throws unless there is a finite score for each cut of the scale, and they differ. */
export function requireScores(method: string, scores: readonly number[], cuts: number): void {
  requireList(method, 'scores', scores, 'a number for each cut of the scale');
  const refuse = (what: string, got: string): never => {
    throw argumentError(method, 'scores', what, got, `${cuts} finite numbers, not all the same`);
  };
  if (scores.length !== cuts) refuse('are not one for each cut of the scale', String(scores.length));
  const wrong = scores.find((score) => !Number.isFinite(score));
  if (wrong !== undefined) refuse('hold what is no number', String(wrong));
  if (cuts > 1 && scores.every((score) => score === scores[0])) refuse('are all the same', String(scores[0]));
}

/** Throws where a name is no covariate and no term of one. */
export function requireKnown(
  method: string,
  names: readonly string[],
  columns: readonly DesignColumn[],
): void {
  const covariates = columns.filter(({ kind }) => kind === 'covariate');
  const known = new Set(covariates.flatMap(({ name, term }) => (term === undefined ? [name] : [name, term])));
  const wrong = names.find((name) => !known.has(name));
  if (wrong === undefined) return;
  throw argumentError(
    method,
    'freeCovariates',
    'names no covariate',
    wrong,
    [...known].join(', ') || 'none: there are no covariates',
  );
}
