import { type Estimable, notEstimable } from '../../core/estimable.js';
import { brentRoot } from '../../math/optimise/brent-root.js';
import { type LikelihoodMaximum, type LikelihoodPoint, maximiseLikelihood } from '../maximise-likelihood.js';

export interface ProfileLimits {
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Signed root of the likelihood-ratio statistic of the coefficient being 0. */
  readonly z: Estimable;
}

/** No limit within this many standard errors: there is none. */
const farthest = 200;
const stepsOut = [1, 1.5, 2, 3, 5, 8, 12, 20, 40, 80, farthest];

/**
 * Limits of one coefficient where the log likelihood, maximised over all others, lies z^2 / 2 below its maximum, and
 * the signed root of the likelihood-ratio test of 0. All in units of the standardised column.
 *
 * A coefficient that is infinite (`direction` 1 or -1) has a limit on the other side only. `not-reached` where the
 * likelihood never falls so far, `not-converged` where a fit on the way fails.
 * Source: Venzon DJ, Moolgavkar SH. Appl Stat 1988;37:87-94. Oracle: test/oracles/cox/profile.json and firth.json.
 */
export function profileLimits(
  evaluate: (beta: Float64Array) => LikelihoodPoint,
  maximum: LikelihoodMaximum,
  column: number,
  critical: number,
  standardError: number,
  direction: -1 | 0 | 1,
): ProfileLimits {
  const top = maximum.point.logLikelihood;
  const estimate = maximum.beta[column]!;
  const solved = [maximum.beta];
  const fall = (value: number): number => {
    const nearest = solved.reduce((best, beta) =>
      Math.abs(beta[column]! - value) < Math.abs(best[column]! - value) ? beta : best,
    );
    const fixed = nearest.map((own, index) => (index === column ? value : own));
    const summit = maximiseOthers(evaluate, fixed, column);
    if (summit === null) return Number.NaN;
    solved.push(summit.beta);
    return Math.sqrt(Math.max(0, 2 * (top - summit.logLikelihood)));
  };
  const limit = (side: -1 | 1): Estimable => {
    if (side === direction) return notEstimable('separated');
    let inner = estimate;
    for (const multiple of stepsOut) {
      const outer = estimate + side * multiple * critical * standardError;
      const height = fall(outer) - critical;
      if (Number.isNaN(height)) return notEstimable('not-converged');
      if (height >= 0) {
        try {
          return brentRoot(
            (value) => (value === estimate ? -critical : fall(value) - critical),
            inner,
            outer,
            {
              tolerance: 1e-11 * standardError,
            },
          );
        } catch {
          return notEstimable('not-converged');
        }
      }
      inner = outer;
    }
    return notEstimable('not-reached');
  };
  const root = fall(0);
  const z = Number.isNaN(root) ? notEstimable('not-converged') : Math.sign(estimate) * root;
  return { lower: limit(-1), upper: limit(1), z };
}

/** The largest log likelihood with one coefficient held, starting from `fixed`; null where the fit fails. */
function maximiseOthers(
  evaluate: (beta: Float64Array) => LikelihoodPoint,
  fixed: Float64Array,
  column: number,
): { readonly beta: Float64Array; readonly logLikelihood: number } | null {
  const size = fixed.length;
  const others = Array.from({ length: size }, (_, index) => index).filter((index) => index !== column);
  const place = (change: Float64Array) => {
    const beta = fixed.slice();
    others.forEach((index, free) => {
      beta[index]! += change[free]!;
    });
    return beta;
  };
  if (others.length === 0) {
    const { logLikelihood } = evaluate(fixed);
    return Number.isFinite(logLikelihood) ? { beta: fixed, logLikelihood } : null;
  }
  const summit = maximiseLikelihood(
    (change) => {
      const { logLikelihood, gradient, information } = evaluate(place(change));
      return {
        logLikelihood,
        gradient: Float64Array.from(others, (index) => gradient[index]!),
        information: Float64Array.from(
          others.flatMap((row) => others.map((index) => information[row * size + index]!)),
        ),
      };
    },
    others.length,
    100,
  );
  if (summit.status === 'not-converged' || !Number.isFinite(summit.point.logLikelihood)) return null;
  return { beta: place(summit.beta), logLikelihood: summit.point.logLikelihood };
}
