import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { brentRoot, findBracket } from '../../../math/optimise/brent-root.js';
import type { LikelihoodPoint } from '../../../math/optimise/newton.js';
import type { Summit } from './scoring-ascent.js';

/** Finds the maximum from a start nearby, or null. */
export type Climb = (
  start: Float64Array,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
) => Summit | null;

/**
 * Where the log-likelihood, maximised over all other parameters, has fallen by z² / 2 below its maximum: a limit of
 * parameter `index` below (`side` -1) or above (1) its estimate. The signed root of the fall is searched, which is
 * nearly straight. `not-reached` where it never falls so far within 200 standard errors, `not-converged` where a fit on
 * the way fails.
 */
export function profileLimit(
  fit: Pick<Summit, 'parameters' | 'logLikelihood'>,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  index: number,
  side: -1 | 1,
  z: number,
  standardError: number,
  climb: Climb,
): Estimable {
  const size = fit.parameters.length;
  const others = Array.from({ length: size }, (_, column) => column).filter((column) => column !== index);
  // Each search starts from the nearest value solved before, so that it follows one ridge and repeats itself exactly.
  const solved = [
    {
      value: fit.parameters[index]!,
      fall: -z,
      free: Float64Array.from(others, (column) => fit.parameters[column]!),
    },
  ];
  let failed = false;
  const fall = (value: number) => {
    const nearest = solved.reduce((best, one) =>
      Math.abs(one.value - value) < Math.abs(best.value - value) ? one : best,
    );
    if (nearest.value === value) return nearest.fall;
    const full = (free: ArrayLike<number>) => {
      const parameters = new Float64Array(size);
      parameters[index] = value;
      for (const [place, column] of others.entries()) parameters[column] = free[place]!;
      return parameters;
    };
    const summit = climb(nearest.free, (free) => withoutColumn(evaluate(full(free)), others, size));
    if (summit === null) {
      failed = true;
      return 0;
    }
    const fallen = Math.sqrt(Math.max(0, 2 * (fit.logLikelihood - summit.logLikelihood))) - z;
    solved.push({ value, fall: fallen, free: Float64Array.from(summit.parameters) });
    return fallen;
  };
  const estimate = fit.parameters[index]!;
  const farthest = estimate + side * 200 * standardError;
  const bracket = findBracket(
    fall,
    estimate + (side * z * standardError) / 8,
    (side * z * standardError) / 2,
    farthest,
  );
  if (bracket === null || failed) return notEstimable(failed ? 'not-converged' : 'not-reached');
  const limit = brentRoot(fall, bracket[0], bracket[1], { tolerance: 1e-11 * standardError });
  return failed ? notEstimable('not-converged') : limit;
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
