import { sortOrder } from '../../../math/order/sort-order.js';

export interface KendallScore {
  /** tau-b. */
  readonly tau: number;
  /** Pairs in the same order minus pairs in the opposite order. */
  readonly concordantLessDiscordant: number;
  /** The score over its standard error without association, ties taken into account (Kendall 1970, equation 4.4). */
  readonly z: number;
}

/** Kendall's score in O(n log n): sort by x, then count the exchanges that sort y (Knight 1966). */
export function kendallScore(
  x: Float64Array,
  y: Float64Array,
  tiesX: Int32Array,
  tiesY: Int32Array,
): KendallScore {
  const n = x.length;
  // y within equal x ascending, so that ties in x make no exchange
  const byY = sortOrder(y);
  const xInY = Float64Array.from(byY, (row) => x[row]!);
  const order = sortOrder(xInY);
  const sequence = Float64Array.from(order, (place) => y[byY[place]!]!);
  const sortedX = Float64Array.from(order, (place) => xInY[place]!);
  let both = 0;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && sortedX[end] === sortedX[start] && sequence[end] === sequence[start]) end += 1;
    both += ((end - start) * (end - start - 1)) / 2;
    start = end;
  }
  const pairs = (n * (n - 1)) / 2;
  const tied = (sizes: Int32Array) => sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  const [inX, inY] = [tied(tiesX), tied(tiesY)];
  const exchanges = countExchanges(sequence);
  const score = pairs - inX - inY + both - 2 * exchanges;
  const sum = (sizes: Int32Array, term: (size: number) => number) =>
    sizes.reduce((total, size) => total + term(size), 0);
  const main =
    (n * (n - 1) * (2 * n + 5) -
      sum(tiesX, (t) => t * (t - 1) * (2 * t + 5)) -
      sum(tiesY, (t) => t * (t - 1) * (2 * t + 5))) /
    18;
  const third =
    n > 2
      ? (sum(tiesX, (t) => t * (t - 1) * (t - 2)) * sum(tiesY, (t) => t * (t - 1) * (t - 2))) /
        (9 * n * (n - 1) * (n - 2))
      : 0;
  const second = (2 * inX * 2 * inY) / (2 * n * (n - 1));
  return {
    tau: Math.max(-1, Math.min(1, score / Math.sqrt((pairs - inX) * (pairs - inY)))),
    concordantLessDiscordant: score,
    z: score / Math.sqrt(main + second + third),
  };
}

/** Exchanges of neighbours that sort the sequence: pairs out of order, equal ones not counted. Merge sort. */
function countExchanges(sequence: Float64Array): number {
  const n = sequence.length;
  let from = sequence.slice();
  let into = new Float64Array(n);
  let count = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      let left = start;
      let right = middle;
      for (let place = start; place < end; place += 1) {
        if (left < middle && (right >= end || from[left]! <= from[right]!)) {
          into[place] = from[left]!;
          left += 1;
        } else {
          into[place] = from[right]!;
          right += 1;
          count += middle - left;
        }
      }
    }
    [from, into] = [into, from];
  }
  return count;
}

/** Two-sided p of Kendall's score without ties: orders of n items counted by their number of exchanges. O(n³). */
export function kendallExactP(score: number, n: number): number {
  const most = (n * (n - 1)) / 2;
  let chance = new Float64Array(most + 1);
  chance[0] = 1;
  let reach = 0;
  for (let size = 2; size <= n; size += 1) {
    const next = new Float64Array(most + 1);
    reach += size - 1;
    let window = 0;
    for (let exchanges = 0; exchanges <= reach; exchanges += 1) {
      window += chance[exchanges]!;
      if (exchanges >= size) window -= chance[exchanges - size]!;
      next[exchanges] = window / size;
    }
    chance = next;
  }
  const concordant = (score + most) / 2;
  const extreme = Math.min(concordant, most - concordant);
  let tail = 0;
  for (let exchanges = 0; exchanges <= extreme; exchanges += 1) tail += chance[exchanges]!;
  return Math.min(1, 2 * tail);
}
