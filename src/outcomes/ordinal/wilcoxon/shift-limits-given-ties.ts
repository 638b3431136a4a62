import { argumentError } from '../../../core/errors.js';
import type { TiedCounts } from '../tied-counts.js';
import { exactRankSumP } from './rank-sum-distribution.js';

/** Subjects above which the limits are refused: each step deals them all out again. */
const MOST_SUBJECTS = 100;
/** Intervals further out that are looked at once a limit is found. */
const FURTHER_OUT = 10;

/**
 * Exact limits of the shift given the ties: all shifts that, taken off the first group, leave two groups whose one-sided
 * exact rank-sum tests both have p above (1 - level)/2. Ties within the groups stay whatever the shift, so that the
 * distribution is that of the shifted data with its ties.
 *
 * Between neighbouring pairwise differences nothing changes, so the limits are such differences; at a difference itself,
 * where pairs tie, no test is made. The p-value of so many deals need not rise all the way: the limit is found by
 * halving, and then ten intervals further out are looked at. Where even all pairs one way do not reach
 * (1 - level)/2 the limit is the outermost difference, as in R.
 */
export function shiftLimitsGivenTies(
  counts: TiedCounts,
  level: number,
): { readonly lower: number; readonly upper: number } {
  const subjects = counts.ofTotal + counts.versusTotal;
  if (subjects > MOST_SUBJECTS) {
    throw argumentError(
      'wilcoxon',
      'interval',
      'is too large for exact limits given ties',
      `${subjects} subjects`,
      `at most ${MOST_SUBJECTS}`,
      'Ask for exact limits, which take no notice of ties, or for asymptotic ones',
    );
  }
  const differences = distinctDifferences(counts);
  const share = (1 - level) / 2;
  // Interval `place` lies between differences place - 1 and place.
  const shiftIn = (place: number) =>
    place === 0
      ? differences[0]! - 1
      : place === differences.length
        ? differences.at(-1)! + 1
        : differences[place - 1]! / 2 + differences[place]! / 2;
  const tails = (place: number) => exactRankSumP(shifted(counts, shiftIn(place)));
  const last = differences.length;
  const lowest = outermost(last, (place) => tails(place).greater > share);
  const highest = last - outermost(last, (place) => tails(last - place).less > share);
  return {
    lower: differences[Math.max(0, lowest - 1)]!,
    upper: differences[Math.min(last - 1, highest)]!,
  };
}

/** The first place from 0 that holds: the border between those that do not and those that do, or one further out. */
function outermost(last: number, holds: (place: number) => boolean): number {
  if (holds(0)) return 0;
  let outside = 0;
  let inside = last;
  while (inside - outside > 1) {
    const middle = (outside + inside) >> 1;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  let found = inside;
  for (let place = inside - 1; place > Math.max(0, inside - 1 - FURTHER_OUT); place -= 1) {
    if (holds(place)) found = place;
  }
  return found;
}

/** Differences of a value of the first group and one of the second, rising; those equal but for rounding once. */
function distinctDifferences({ values, of, versus }: TiedCounts): readonly number[] {
  const all: number[] = [];
  let largest = 0;
  for (let first = 0; first < values.length; first += 1) {
    largest = Math.max(largest, Math.abs(values[first]!));
    if (of[first] === 0) continue;
    for (let second = 0; second < values.length; second += 1) {
      if (versus[second] !== 0) all.push(values[first]! - values[second]!);
    }
  }
  all.sort((a, b) => a - b);
  return all.filter((value, index) => index === 0 || value - all[index - 1]! > 1e-13 * largest);
}

/** Both groups on one scale after the shift is taken off the first; no value of one group is one of the other. */
function shifted({ values, of, versus, ofTotal, versusTotal }: TiedCounts, shift: number): TiedCounts {
  const groups: { readonly value: number; readonly first: number; readonly second: number }[] = [];
  let next = 0;
  for (let first = 0; first < values.length; first += 1) {
    if (of[first] === 0) continue;
    for (; next < values.length && values[first]! - values[next]! > shift; next += 1) {
      if (versus[next] !== 0) groups.push({ value: groups.length, first: 0, second: versus[next]! });
    }
    groups.push({ value: groups.length, first: of[first]!, second: 0 });
  }
  for (; next < values.length; next += 1) {
    if (versus[next] !== 0) groups.push({ value: groups.length, first: 0, second: versus[next]! });
  }
  return {
    values: Float64Array.from(groups, ({ value }) => value),
    of: Float64Array.from(groups, ({ first }) => first),
    versus: Float64Array.from(groups, ({ second }) => second),
    ofTotal,
    versusTotal,
  };
}
