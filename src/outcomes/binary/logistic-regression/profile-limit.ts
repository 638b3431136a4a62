import { brentRoot, findBracket } from '../../../math/optimise/brent-root.js';
import { type LikelihoodPoint, maximiseByNewton, type NewtonOptions } from '../../../math/optimise/newton.js';

/** A maximum of a log-likelihood, from which a profile starts. */
export interface FittedMaximum {
  readonly parameters: Float64Array;
  readonly logLikelihood: number;
}

/**
 * Where the log-likelihood, maximised over all other parameters, has fallen by z² / 2 below its maximum: a limit of
 * parameter `index` below (`side` -1) or above (1) its estimate. The signed root of the fall is searched, which is nearly
 * straight. Null where it never falls so far, or a fit on the way fails.
 */
export function profileLimit(
  fit: FittedMaximum,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  index: number,
  side: -1 | 1,
  z: number,
  standardError: number,
  newton: NewtonOptions,
): number | null {
  const size = fit.parameters.length;
  const others = Array.from({ length: size }, (_, column) => column).filter((column) => column !== index);
  let start = Float64Array.from(others, (column) => fit.parameters[column]!);
  let failed = false;
  const fall = (value: number) => {
    const full = (free: ArrayLike<number>) => {
      const parameters = new Float64Array(size);
      parameters[index] = value;
      for (const [place, column] of others.entries()) parameters[column] = free[place]!;
      return parameters;
    };
    const outcome = maximiseByNewton(
      start,
      (free) => withoutColumn(evaluate(full(free)), others, size),
      newton,
    );
    if (outcome.status !== 'converged') {
      failed = true;
      return 0;
    }
    start = Float64Array.from(outcome.parameters);
    return Math.sqrt(Math.max(0, 2 * (fit.logLikelihood - outcome.logLikelihood))) - z;
  };
  const estimate = fit.parameters[index]!;
  const farthest = estimate + side * 200 * standardError;
  const bracket = findBracket(
    fall,
    estimate + (side * z * standardError) / 8,
    (side * z * standardError) / 2,
    farthest,
  );
  if (bracket === null || failed) return null;
  const limit = brentRoot(fall, bracket[0], bracket[1], { tolerance: 1e-11 * standardError });
  return failed ? null : limit;
}

function withoutColumn(point: LikelihoodPoint, others: readonly number[], size: number): LikelihoodPoint {
  const information = new Float64Array(others.length * others.length);
  for (const [row, left] of others.entries()) {
    for (const [column, right] of others.entries()) {
      information[column * others.length + row] = point.information[right * size + left]!;
    }
  }
  return {
    logLikelihood: point.logLikelihood,
    score: Float64Array.from(others, (column) => point.score[column]!),
    information,
  };
}
