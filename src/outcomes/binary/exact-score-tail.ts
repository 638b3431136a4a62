import { brentMinimum } from '../../math/optimise/brent-minimum.js';
import { binomialDensities, logCoefficients } from './binomial-densities.js';
import type { EventCount } from './event-count.js';

/** Points of the search over the nuisance proportion, densest where a proportion is near 0 or 1. */
const gridSize = 200;

/** Writes the shares of `of` with and without the event, and those of `versus`, at an angle of a curve. */
export type SharesAt = (angle: number, shares: Float64Array) => void;

/** A measure of two proportions, such as their ratio, whose score statistic orders the tables. */
export interface ScoreFamily {
  /**
   * Marks with 1 the tables whose statistic is at least the observed one. Tables stand row after row, one row for each
   * number of events of `of`, one place in it for each of `versus`.
   */
  readonly markTail: (mask: Uint8Array, of: EventCount, versus: EventCount, parameter: number) => void;
  /**
   * Whether more events of `of`, or fewer of `versus`, keep a table in the tail. The probability of the same tables
   * then rises with the measure.
   */
  readonly ordered: boolean;
  /** All pairs of proportions with this value of the measure, as a curve over angles from 0 to `end`. */
  readonly curve: (parameter: number) => { readonly end: number; readonly sharesAt: SharesAt };
}

export interface ExactScoreTail {
  /** The probability of the tail at a value of the measure: the largest over all pairs of proportions that have it. */
  readonly at: (parameter: number) => number;
  /**
   * Whether the tail may hold more than `share` somewhere from one value to another, by all tables that belong to it at
   * either end or half-way; and whether these are the same tables at each.
   */
  readonly between: (
    from: number,
    to: number,
    share: number,
  ) => { readonly mayExceed: boolean; readonly steady: boolean };
}

/**
 * The tables whose score statistic is at least the observed one, by value of a measure, and their largest probability
 * over the proportions that have that value. Arms change places to look at the other tail. Work space is kept from one
 * value to the next.
 *
 * Source: Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209.
 */
export function exactScoreTail(family: ScoreFamily, of: EventCount, versus: EventCount): ExactScoreTail {
  const [n, m] = [of.n, versus.n];
  const ofTerms = logCoefficients(n);
  const versusTerms = logCoefficients(m);
  const ofDensity = new Float64Array(n + 1);
  const below = new Float64Array(m + 2);
  const versusDensity = below.subarray(1);
  const mask = new Uint8Array((n + 1) * (m + 1));
  const runs = new Int32Array(3 * (n + 1) * (1 + (m >> 1)));
  const shares = new Float64Array(4);
  const values = new Float64Array(gridSize + 1);

  /** The largest probability of the marked tables, or the first found above `enough`. */
  const largest = (parameter: number, enough: number): number => {
    const length = writeRuns(runs, mask, n, m);
    const { end, sharesAt } = family.curve(parameter);
    const at = (angle: number) => {
      sharesAt(angle, shares);
      binomialDensities(ofDensity, ofTerms, shares[0]!, shares[1]!);
      binomialDensities(versusDensity, versusTerms, shares[2]!, shares[3]!);
      for (let y = 0; y <= m; y += 1) below[y + 1] = below[y]! + below[y + 1]!;
      let sum = 0;
      for (let run = 0; run < length; run += 3) {
        sum += ofDensity[runs[run]!]! * (below[runs[run + 2]! + 1]! - below[runs[run + 1]!]!);
      }
      return sum;
    };
    const step = end / gridSize;
    let highest = 0;
    for (let index = 0; index <= gridSize; index += 1) {
      const value = at(index * step);
      if (value > enough) return value;
      values[index] = value;
      highest = Math.max(highest, value);
    }
    // Between two points of the grid the probability is a few percent higher at most.
    return highest < 0.8 * enough && enough < 1 ? highest : highestPeak(values, step, at);
  };
  const mark = (parameter: number) => {
    family.markTail(mask, of, versus, parameter);
    return mask.reduce((sum, value) => sum + value, 0);
  };
  return {
    at: (parameter) => {
      mask.fill(0);
      family.markTail(mask, of, versus, parameter);
      return Math.min(1, largest(parameter, 1));
    },
    between: (from, to, share) => {
      mask.fill(0);
      const first = mark(from);
      mark((from + to) / 2);
      const all = mark(to);
      mask.fill(0);
      const last = mark(to);
      if (last !== all) {
        mark(from);
        mark((from + to) / 2);
      }
      const mayExceed = largest(to, share) > share || (!family.ordered && largest(from, share) > share);
      return { mayExceed, steady: first === all && last === all };
    },
  };
}

/** Marks the tail of an ordered family, whose border is walked once. */
export function markBorder(
  mask: Uint8Array,
  n: number,
  m: number,
  isExtreme: (x: number, y: number) => boolean,
): void {
  let y = -1;
  for (let x = 0; x <= n; x += 1) {
    while (y < m && isExtreme(x, y + 1)) y += 1;
    mask.fill(1, x * (m + 1), x * (m + 1) + y + 1);
  }
}

/** The observed statistic, less what counts as a tie. */
export function leastOfTail(observed: number): number {
  return observed - 1e-9 * Math.max(1, Math.abs(observed));
}

/** Runs of marked tables: events of the first arm, fewest and most of the other. Returns how many numbers it wrote. */
function writeRuns(into: Int32Array, mask: Uint8Array, n: number, m: number): number {
  let length = 0;
  for (let x = 0; x <= n; x += 1) {
    const row = x * (m + 1);
    let from = -1;
    for (let y = 0; y <= m + 1; y += 1) {
      const inside = y <= m && mask[row + y] === 1;
      if (inside && from < 0) from = y;
      if (inside || from < 0) continue;
      into[length] = x;
      into[length + 1] = from;
      into[length + 2] = y - 1;
      length += 3;
      from = -1;
    }
  }
  return length;
}

/** The highest value of a smooth function, from its values at even steps from 0 and a search about the best of them. */
function highestPeak(values: Float64Array, step: number, at: (angle: number) => number): number {
  const end = step * (values.length - 1);
  const peaks = Array.from(values.keys())
    .filter(
      (index) => values[index]! >= (values[index - 1] ?? 0) && values[index]! >= (values[index + 1] ?? 0),
    )
    .sort((a, b) => values[b]! - values[a]!)
    .slice(0, 3);
  let highest = 0;
  for (const peak of peaks) {
    const found = brentMinimum(
      (angle) => -at(angle),
      Math.max(0, (peak - 1) * step),
      Math.min(end, (peak + 1) * step),
    );
    highest = Math.max(highest, values[peak]!, -found.value);
  }
  return Math.min(1, highest);
}
