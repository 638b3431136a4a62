/**
 * log Σ exp(values), without overflow or underflow: adds probabilities that are held as logarithms. -∞ for an empty
 * list, whose sum is 0.
 */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) largest = Math.max(largest, values[index]!);
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  let atLargest = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] === largest) atLargest += 1;
    else sum += Math.exp(values[index]! - largest);
  }
  return largest + (atLargest === 1 ? Math.log1p(sum) : Math.log(atLargest + sum));
}

/** log(exp(left) + exp(right)), without overflow or underflow. */
export function logAddExp(left: number, right: number): number {
  const larger = Math.max(left, right);
  if (!Number.isFinite(larger)) return larger;
  return larger + Math.log1p(Math.exp(Math.min(left, right) - larger));
}
