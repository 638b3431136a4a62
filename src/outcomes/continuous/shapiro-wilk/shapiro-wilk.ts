import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { normalUpperTail } from '../../../math/distributions/normal.js';
import { finiteNumbers } from '../../../math/number-list.js';
import { shapiroWilkWeights } from './shapiro-wilk-weights.js';

export interface ShapiroWilkTest {
  /** From 0 to 1; 1 for values that lie like normal order statistics. */
  readonly w: Estimable;
  /** Small when the values are not like a normal sample. */
  readonly p: Estimable;
  readonly n: number;
}

/** Most values for which Royston's approximation was made. */
export const mostShapiroWilkValues = 5000;

/**
 * Do values look like a sample from a normal distribution? The Shapiro-Wilk test.
 *
 * Weights and p-value by Royston's algorithm AS R94, for 3 to 5000 values: as R `shapiro.test` and SAS UNIVARIATE. With
 * three values the p-value is exact. Not estimable: `too-few-observations` below 3 values, `not-applicable` above 5000,
 * `no-variation` when all values are the same. O(n log n).
 *
 * @throws MethodError when a value is not a finite number.
 *
 * Sources: Shapiro SS, Wilk MB. Biometrika 1965;52:591-611. Royston P. Appl Stat 1995;44:547-551 (AS R94). Oracle:
 * test/oracles/shapiro-wilk.
 */
export function shapiroWilk(values: ArrayLike<number>): ShapiroWilkTest {
  const sorted = finiteNumbers('shapiro-wilk', 'values', values).sort();
  const n = sorted.length;
  const without = (reason: NotEstimableReason) => ({ w: notEstimable(reason), p: notEstimable(reason), n });
  if (n < 3) return without('too-few-observations');
  if (n > mostShapiroWilkValues) return without('not-applicable');
  const range = sorted[n - 1]! - sorted[0]!;
  const size = Math.max(Math.abs(sorted[0]!), Math.abs(sorted[n - 1]!));
  if (!(range > 10 * Number.EPSILON * size)) return without('no-variation');
  const shortfall = lackOfCorrelation(sorted, shapiroWilkWeights(n), range);
  return { w: 1 - shortfall, p: royston(shortfall, n), n };
}

/** 1 - W, W the squared correlation of the values and the weights, without taking W from 1 where it is near. */
function lackOfCorrelation(sorted: Float64Array, weights: Float64Array, range: number): number {
  const n = sorted.length;
  // On the scale of the range, so that nothing overflows.
  const origin = sorted[0]!;
  let mean = 0;
  for (let index = 0; index < n; index += 1) mean += (sorted[index]! - origin) / range / n;
  let squares = 0;
  let weighted = 0;
  let weightSquares = 0;
  for (let index = 0; index < n; index += 1) {
    const value = (sorted[index]! - origin) / range - mean;
    squares += value * value;
    weighted += weights[index]! * value;
    weightSquares += weights[index]! * weights[index]!;
  }
  const root = Math.sqrt(squares * weightSquares);
  return Math.max(0, ((root - weighted) * (root + weighted)) / (squares * weightSquares));
}

/** The p-value of 1 - W: Royston 1995, tables 1 and 2. */
function royston(shortfall: number, n: number): number {
  if (n === 3) {
    // 6/π (asin √W - asin √(3/4)), from the side where it is small.
    const w = 1 - shortfall;
    return Math.max(0, Math.min(1, (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.PI / 3)));
  }
  const y = Math.log(shortfall);
  if (n <= 11) {
    const gamma = polynomial([-2.273, 0.459], n);
    if (y >= gamma) return 1e-99;
    const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n);
    const spread = Math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n));
    return normalUpperTail((-Math.log(gamma - y) - mean) / spread);
  }
  const x = Math.log(n);
  const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], x);
  const spread = Math.exp(polynomial([-0.4803, -0.082676, 0.0030302], x));
  return normalUpperTail((y - mean) / spread);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
