import { type LikelihoodPoint, maximiseLikelihood } from '../maximise-likelihood.js';

/** The largest log likelihood with some coefficients held at 0; null where the fit fails. */
export function maximiseWithout(
  evaluate: (beta: Float64Array) => LikelihoodPoint,
  size: number,
  held: readonly number[],
): number | null {
  const free = Array.from({ length: size }, (_, column) => column).filter((column) => !held.includes(column));
  if (free.length === 0) return evaluate(new Float64Array(size)).logLikelihood;
  const summit = maximiseLikelihood(
    (change) => {
      const beta = new Float64Array(size);
      free.forEach((column, index) => {
        beta[column] = change[index]!;
      });
      const { logLikelihood, gradient, information } = evaluate(beta);
      return {
        logLikelihood,
        gradient: Float64Array.from(free, (column) => gradient[column]!),
        information: Float64Array.from(
          free.flatMap((row) => free.map((column) => information[row * size + column]!)),
        ),
      };
    },
    free.length,
    100,
  );
  const { logLikelihood } = summit.point;
  return summit.status === 'not-converged' || !Number.isFinite(logLikelihood) ? null : logLikelihood;
}
