import { argumentError } from '../../core/errors.js';

export interface BrentMinimumOptions {
  /** Relative precision of the location; about 1.5e-8 is all that function values can tell. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

export interface BrentMinimum {
  readonly location: number;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const goldenShare = (3 - Math.sqrt(5)) / 2;

/**
 * Where a function of one variable is smallest between `lower` and `upper`: golden sections, sped up by parabolas.
 *
 * Finds a local minimum if there are several; the ends themselves are approached, not evaluated. A value that is not
 * a number counts as infinitely high. Source: Brent 1973, Algorithms for Minimization without Derivatives, chapter 5.
 */
export function brentMinimum(
  f: (x: number) => number,
  lower: number,
  upper: number,
  { tolerance = 1.5e-8, maxIterations = 200 }: BrentMinimumOptions = {},
): BrentMinimum {
  if (!(lower < upper && Number.isFinite(lower) && Number.isFinite(upper))) {
    throw argumentError(
      'brent-minimum',
      'lower, upper',
      'do not form an interval',
      `${lower}, ${upper}`,
      'lower < upper',
    );
  }
  const valueAt = (x: number): number => {
    const value = f(x);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };
  let left = lower;
  let right = upper;
  let best = left + goldenShare * (right - left);
  let bestValue = valueAt(best);
  let second = best;
  let secondValue = bestValue;
  let third = best;
  let thirdValue = bestValue;
  let step = 0;
  let earlierStep = 0;
  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
    const middle = (left + right) / 2;
    const smallest = tolerance * Math.abs(best) + 1e-12 * (upper - lower);
    if (Math.abs(best - middle) <= 2 * smallest - (right - left) / 2) {
      return { location: best, value: bestValue, iterations: iteration, converged: true };
    }
    const proposal = parabolaStep(best, bestValue, second, secondValue, third, thirdValue);
    const inside = best + proposal > left && best + proposal < right;
    if (Math.abs(earlierStep) > smallest && inside && Math.abs(proposal) < Math.abs(earlierStep) / 2) {
      earlierStep = step;
      step = proposal;
      const trial = best + step;
      if (trial - left < 2 * smallest || right - trial < 2 * smallest)
        step = best < middle ? smallest : -smallest;
    } else {
      earlierStep = best < middle ? right - best : left - best;
      step = goldenShare * earlierStep;
    }
    const trial = best + (Math.abs(step) >= smallest ? step : step > 0 ? smallest : -smallest);
    const trialValue = valueAt(trial);
    if (trialValue <= bestValue) {
      if (trial < best) right = best;
      else left = best;
      [third, thirdValue, second, secondValue] = [second, secondValue, best, bestValue];
      [best, bestValue] = [trial, trialValue];
      continue;
    }
    if (trial < best) left = trial;
    else right = trial;
    if (trialValue <= secondValue || second === best) {
      [third, thirdValue, second, secondValue] = [second, secondValue, trial, trialValue];
    } else if (trialValue <= thirdValue || third === best || third === second) {
      [third, thirdValue] = [trial, trialValue];
    }
  }
  return { location: best, value: bestValue, iterations: maxIterations, converged: false };
}

/** Step from `a` to the lowest point of the parabola through three points; NaN when they do not define one. */
function parabolaStep(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  const r = (a - b) * (fa - fc);
  const q = (a - c) * (fa - fb);
  return -((a - c) * q - (a - b) * r) / (2 * (q - r));
}
