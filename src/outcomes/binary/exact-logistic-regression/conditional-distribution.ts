import { argumentError } from '../../../core/errors.js';
import type { EventSplits } from '../event-splits.js';
import { logWeights, plainWeights } from './weight-arithmetic.js';

/** Subjects who are alike: whole, non-negative values of the column of interest and of those conditioned on. */
export interface Pattern {
  readonly of: number;
  readonly others: readonly number[];
  readonly subjects: number;
  readonly events: number;
}

/** Sums that may stand side by side before the work is refused. */
const mostStates = 2_000_000;

/** Subjects up to which numbers of outcomes are counted as they are: more may not fit the range of a double. */
const mostPlainSubjects = 1000;

/**
 * How many outcomes have each sum of the column of interest over the events, among the outcomes that have the observed
 * sums of all other columns. Patterns are taken one after the other; partial sums that can no longer reach the observed
 * ones are dropped. Only the ratios of the weights count.
 *
 * Source: Hirji KF, Mehta CR, Patel NR. J Am Stat Assoc 1987;82:1110-1117 (recursion).
 */
export function conditionalDistribution(method: string, patterns: readonly Pattern[]): EventSplits {
  const columns = patterns[0]?.others.length ?? 0;
  const target = Array.from({ length: columns }, (_, column) =>
    patterns.reduce((sum, { others, events }) => sum + others[column]! * events, 0),
  );
  const observed = patterns.reduce((sum, { of, events }) => sum + of * events, 0);
  const length = patterns.reduce((sum, { of, subjects }) => sum + of * subjects, 0) + 1;
  // What later patterns can still add to each sum.
  const rest = target.slice().fill(0);
  for (const { others, subjects } of patterns) {
    for (const [column, value] of others.entries()) rest[column] = rest[column]! + value * subjects;
  }
  const radix = target.map((value) => value + 1);
  if (radix.reduce((product, value) => product * value, 1) > Number.MAX_SAFE_INTEGER) throw tooLarge(method);
  const everyone = patterns.reduce((sum, { subjects }) => sum + subjects, 0);
  const { nothing, one, times, addShifted, scaleDown, ratio, logRatio } =
    everyone > mostPlainSubjects ? logWeights : plainWeights;
  const start = new Float64Array(length).fill(nothing);
  start[0] = one;
  let states = new Map<number, Float64Array>([[0, start]]);
  for (const { of, others, subjects } of patterns) {
    for (const [column, value] of others.entries()) rest[column] = rest[column]! - value * subjects;
    const next = new Map<number, Float64Array>();
    for (const [key, weights] of states) {
      const sums = decode(key, radix);
      let ways = one;
      for (let events = 0; events <= subjects; events += 1) {
        if (events > 0) ways = times(ways, (subjects - events + 1) / events);
        const reached = sums.map((sum, column) => sum + others[column]! * events);
        if (reached.some((sum, column) => sum > target[column]!)) break;
        if (reached.some((sum, column) => sum + rest[column]! < target[column]!)) continue;
        const place = encode(reached, radix);
        let into = next.get(place);
        if (into === undefined) {
          into = new Float64Array(length).fill(nothing);
          next.set(place, into);
          if (next.size * length > mostStates) throw tooLarge(method);
        }
        addShifted(into, weights, of * events, ways);
      }
    }
    scaleDown(next.values());
    states = next;
  }
  const all = states.get(encode(target, radix))!;
  const first = all.findIndex((weight) => weight > nothing);
  const last = all.findLastIndex((weight) => weight > nothing);
  const reachable = all.slice(first, last + 1);
  const own = reachable[observed - first]!;
  const largest = reachable.reduce((most, weight) => Math.max(most, weight), nothing);
  return {
    weights: reachable.map((weight) => ratio(weight, largest)),
    logWeights: reachable.map((weight) => logRatio(weight, own)),
    observed: observed - first,
  };
}

function encode(sums: readonly number[], radix: readonly number[]): number {
  let key = 0;
  for (let column = 0; column < radix.length; column += 1) key = key * radix[column]! + sums[column]!;
  return key;
}

function decode(key: number, radix: readonly number[]): number[] {
  const sums = new Array<number>(radix.length);
  let rest = key;
  for (let column = radix.length - 1; column >= 0; column -= 1) {
    sums[column] = rest % radix[column]!;
    rest = Math.floor(rest / radix[column]!);
  }
  return sums;
}

function tooLarge(method: string) {
  return argumentError(
    method,
    'covariates',
    'have too many values for an exact distribution',
    undefined,
    'few covariates with few levels',
    'Use logistic-regression with `estimator: firth`, or group the covariate',
  );
}
