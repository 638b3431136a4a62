/**
 * Hommel's adjusted p-values: for each hypothesis the largest Simes p-value over all intersections that hold it. Of the
 * intersections of one size the worst holds, besides the hypothesis, the largest p-values. O(m²).
 *
 * Sources: Hommel G. Biometrika 1988;75:383-386; Wright SP. Biometrics 1992;48:1005-1013.
 */
export function hommelAdjusted(p: readonly number[]): readonly number[] {
  const m = p.length;
  const order = Array.from(p.keys()).sort((left, right) => p[left]! - p[right]! || left - right);
  const sorted = order.map((index) => p[index]!);
  const adjusted = sorted.slice();
  for (let size = 2; size <= m; size += 1) {
    // What the size - 1 largest p-values give, with ranks from 2 on: rank 1 is the smallest of the intersection.
    let rest = Number.POSITIVE_INFINITY;
    for (let rank = 2; rank <= size; rank += 1) {
      rest = Math.min(rest, (size * sorted[m - size + rank - 1]!) / rank);
    }
    for (let place = 0; place < m; place += 1) {
      const smallest = sorted[Math.min(place, m - size)]!;
      adjusted[place] = Math.max(adjusted[place]!, Math.min(size * smallest, rest));
    }
  }
  const result = new Array<number>(m);
  for (const [place, index] of order.entries()) result[index] = Math.min(1, adjusted[place]!);
  return result;
}
