/** A quantity along a line that jumps and need not be monotone, such as the probability of a set that changes. */
export interface Crossable {
  /** Whether it is above its limit at a place. */
  readonly isAbove: (place: number) => boolean;
  /** Whether it may be above its limit somewhere from one place to another, and whether it has no jump between them. */
  readonly between: (from: number, to: number) => { readonly mayExceed: boolean; readonly steady: boolean };
}

/**
 * Where a quantity first comes above its limit on the way from `outside`, where it is not, to `inside`, where it is;
 * null where that is nowhere. A stretch of `step` is left behind only when the quantity cannot be above its limit
 * within it; else it is halved, down to 1e-13. Without a jump the quantity rises, and the place is pinned down by
 * halving alone.
 */
export function outermostCrossing(
  quantity: Crossable,
  outside: number,
  inside: number,
  step: number,
): number | null {
  for (let from = outside; from < inside; from += step) {
    const found = firstWithin(quantity, from, Math.min(inside, from + step));
    if (found !== null) return found;
  }
  return null;
}

function firstWithin(quantity: Crossable, from: number, to: number): number | null {
  const { mayExceed, steady } = quantity.between(from, to);
  if (!mayExceed) return null;
  const middle = (from + to) / 2;
  if (to - from <= 1e-13 * Math.max(1, Math.abs(to))) return middle;
  if (!steady) return firstWithin(quantity, from, middle) ?? firstWithin(quantity, middle, to);
  let [low, high] = [from, to];
  while (high - low > 1e-13 * Math.max(1, Math.abs(high))) {
    const half = (low + high) / 2;
    if (quantity.isAbove(half)) high = half;
    else low = half;
  }
  return (low + high) / 2;
}
