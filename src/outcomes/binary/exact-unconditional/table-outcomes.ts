import { hypergeometricDensity } from '../../../math/distributions/hypergeometric.js';
import type { EventCount } from '../event-count.js';

/** The pooled or unpooled z of a table; 0 where it has no variance and no difference. */
export function tableZ(x: number, n: number, y: number, m: number, pooled: boolean): number {
  const p = x / n;
  const q = y / m;
  const mean = (x + y) / (n + m);
  const variance = pooled ? mean * (1 - mean) * (1 / n + 1 / m) : (p * (1 - p)) / n + (q * (1 - q)) / m;
  if (variance > 0) return (p - q) / Math.sqrt(variance);
  return p === q ? 0 : p > q ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/**
 * Fisher's p of every table, at x · (m + 1) + y: two-sided by probability, or of as many events or more in the first
 * arm.
 */
export function fisherPs(n: number, m: number, side: 'both' | 'more'): Float64Array {
  const ps = new Float64Array((n + 1) * (m + 1));
  for (let events = 0; events <= n + m; events += 1) {
    const fewest = Math.max(0, events - m);
    const most = Math.min(n, events);
    const density = Float64Array.from({ length: most - fewest + 1 }, (_, index) =>
      hypergeometricDensity(fewest + index, events, n, n + m),
    );
    const order = side === 'both' ? [...density].sort((a, b) => a - b) : [];
    const running = Float64Array.from(order);
    for (let index = 1; index < running.length; index += 1) {
      running[index] = running[index]! + running[index - 1]!;
    }
    let tail = 0;
    for (let x = most; x >= fewest; x -= 1) {
      const own = density[x - fewest]!;
      tail += own;
      let p = tail;
      if (side === 'both') {
        // All tables no more likely than this one, with the tolerance for ties of Fisher's test.
        let low = 0;
        let high = order.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (order[middle]! <= own * (1 + 1e-7)) low = middle + 1;
          else high = middle;
        }
        p = running[low - 1]!;
      }
      ps[x * (m + 1) + events - x] = Math.min(1, p);
    }
  }
  return ps;
}

/** Runs of y, by x, of the tables that count as extreme: x, first y, last y, one after the other. */
export function extremeRuns(
  of: EventCount,
  versus: EventCount,
  isExtreme: (x: number, y: number) => boolean,
): Int32Array {
  const runs: number[] = [];
  for (let x = 0; x <= of.n; x += 1) {
    let from = -1;
    for (let y = 0; y <= versus.n + 1; y += 1) {
      const inside = y <= versus.n && isExtreme(x, y);
      if (inside && from < 0) from = y;
      if (!inside && from >= 0) {
        runs.push(x, from, y - 1);
        from = -1;
      }
    }
  }
  return Int32Array.from(runs);
}
