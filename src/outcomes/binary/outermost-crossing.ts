/**
 * Where a condition first comes to hold on the way from `outside`, where it does not, to `inside`, where it does. It may
 * jump and need not be monotone, so that it is looked for in steps, each finer than the last, and then pinned down by
 * halving; a stretch within one of the finest steps is not seen.
 */
export function outermostCrossing(
  holds: (place: number) => boolean,
  outside: number,
  inside: number,
  steps: readonly number[],
): number {
  let [from, to] = [outside, inside];
  for (const step of steps) {
    for (let next = from + step; next < to; next += step) {
      if (holds(next)) {
        to = next;
        break;
      }
      from = next;
    }
  }
  while (to - from > 1e-13 * Math.max(1, Math.abs(to))) {
    const middle = (from + to) / 2;
    if (holds(middle)) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}
