import { argumentError } from '../../core/errors.js';

/**
 * How many independent draws say as much about a mean as the draws of a chain, each of which depends on those before:
 * their number over 1 + 2 × the sum of their autocorrelations. Never above their number; their number where all are
 * the same.
 *
 * The sum ends where that of a pair of neighbouring lags is no longer positive, and a pair counts for no more than the
 * one before (initial monotone sequence). With few draws it is rough: a tenth or two too small for 100 independent
 * draws.
 *
 * @throws MethodError with fewer than two draws.
 *
 * Source: Geyer CJ. Stat Sci 1992;7:473-483, section 3.3.
 */
export function effectiveDraws(draws: ArrayLike<number>): number {
  const n = draws.length;
  if (n < 2) throw argumentError('effective-draws', 'draws', 'are too few', String(n), 'two or more');
  let mean = 0;
  for (let index = 0; index < n; index += 1) mean += (draws[index]! - mean) / (index + 1);
  const products = (lag: number): number => {
    let sum = 0;
    for (let index = lag; index < n; index += 1) sum += (draws[index]! - mean) * (draws[index - lag]! - mean);
    return sum;
  };
  const squares = products(0);
  if (squares === 0) return n;
  let total = -1;
  let last = Number.POSITIVE_INFINITY;
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = Math.min(last, (products(lag) + products(lag + 1)) / squares);
    if (pair <= 0) break;
    total += 2 * pair;
    last = pair;
  }
  return Math.min(n, n / Math.max(total, 1 / n));
}
