import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireFunction, requireList, requireObject } from '../../../math/argument-checks.js';
import { betaQuantile, betaUpperQuantile } from '../../../math/distributions/beta.js';
import { requireOptions } from '../../../math/option-checks.js';
import { Xoshiro256 } from '../../../math/random/xoshiro256.js';
import { type ReplicateBlock, replicateBlocks } from '../replicate-blocks.js';
import { stratumRows } from '../resampled-strata.js';
import { countArrangements, eachArrangement } from './arrangements.js';

export const alternatives = ['two-sided', 'greater', 'less'] as const;
export type Alternative = (typeof alternatives)[number];

/** A number from the arm of each row. The array is used again: keep none of it. */
export type ArmStatistic = (arms: Int32Array) => number;

export interface PermutationInput {
  /** The arm of each row as a whole number from 0. */
  readonly arms: ArrayLike<number>;
  /** Such as a difference in means; two-sided tests look at its distance from 0. */
  readonly statistic: ArmStatistic;
  /** Arms are exchanged within these, as the randomisation was stratified; one name a row. */
  readonly strata?: ArrayLike<string | number>;
}

export interface PermutationOptions {
  readonly alternative?: Alternative;
  /** Random rearrangements, when there are too many to try all. Default 10000. */
  readonly permutations?: number;
  /** All rearrangements are tried when there are at most so many. Default 20000; 0 for never. */
  readonly exactUpTo?: number;
  readonly seed?: number;
}

export interface PermutationTest {
  /** The statistic as observed. */
  readonly statistic: Estimable;
  readonly p: Estimable;
  /** Where p is a Monte Carlo estimate: its 99% interval. */
  readonly pLower: Estimable;
  readonly pUpper: Estimable;
  readonly exact: boolean;
  /** Rearrangements tried, the observed one not counted among random ones. */
  readonly permutations: number;
  /** Those at least as extreme as the observed one. */
  readonly atLeastAsExtreme: number;
  readonly alternative: Alternative;
  readonly seed: number | null;
}

/**
 * Tests that the arms do not matter, by exchanging them among subjects as the randomisation could have.
 *
 * With few subjects every arrangement is tried and p is exact; otherwise p = (b + 1) / (m + 1) for b of m random
 * arrangements at least as extreme, which is never 0 (Phipson and Smyth 2010), with a 99% Clopper-Pearson interval for
 * what more arrangements would give. Values within 1e-9 of the largest one count as equal. `strata` keep the
 * number in each arm within each stratum. No row, one arm, or a statistic that is not finite, is `not-applicable`; an
 * arrangement without a number does not count as extreme.
 *
 * @throws MethodError when arms are no whole numbers, lists differ in length, or there is nothing to compare with.
 *
 * Sources: Pitman EJG. Suppl J R Stat Soc 1937;4:119-130. Phipson B, Smyth GK. Stat Appl Genet Mol Biol 2010;9:39.
 * Oracle: test/oracles/permutation-test.
 */
export function permutationTest(input: PermutationInput, options: PermutationOptions = {}): PermutationTest {
  requireObject('permutation-test', 'input', input, 'an object with arms and statistic');
  requireOptions('permutation-test', options, {
    alternative: alternatives,
    permutations: 'checked later',
    exactUpTo: 'checked later',
    seed: 'checked later',
  });
  const { alternative = 'two-sided', permutations = 10_000, exactUpTo = 20_000, seed = 1 } = options;
  requireCount('permutation-test', 'permutations', permutations);
  requireCount('permutation-test', 'exactUpTo', exactUpTo);
  requireCount('permutation-test', 'seed', seed);
  requireFunction('permutation-test', 'statistic', input.statistic, 'a function of arms that gives a number');
  requireList('permutation-test', 'arms', input.arms, 'whole numbers from 0');
  const arms = Int32Array.from({ length: input.arms.length }, (_, row) => {
    const arm = input.arms[row]!;
    requireCount('permutation-test', `arms[${row}]`, arm);
    return arm;
  });
  const strata = arms.length === 0 ? [] : stratumRows('permutation-test', arms.length, input.strata);
  const observed = input.statistic(arms.slice());
  const exact = countArrangements(arms, strata) <= exactUpTo;
  if (!exact && permutations === 0) {
    throw argumentError('permutation-test', 'permutations', 'leaves nothing to compare with', '0', 'above 0');
  }
  if (!Number.isFinite(observed) || new Set(arms).size < 2) {
    const none = notEstimable('not-applicable');
    const statistic = Number.isFinite(observed) ? observed : none;
    return {
      statistic,
      p: none,
      pLower: none,
      pUpper: none,
      exact,
      permutations: 0,
      atLeastAsExtreme: 0,
      alternative,
      seed: exact ? null : seed,
    };
  }
  if (exact) {
    const values: number[] = [];
    eachArrangement(arms, strata, (arrangement) => values.push(input.statistic(arrangement)));
    const extreme = countExtreme(values, observed, alternative);
    const p = extreme / values.length;
    return {
      statistic: observed,
      p,
      pLower: p,
      pUpper: p,
      exact,
      permutations: values.length,
      atLeastAsExtreme: extreme,
      alternative,
      seed: null,
    };
  }
  const values = new Float64Array(permutations);
  for (const block of replicateBlocks(permutations, seed)) {
    values.set(permutationBlock(arms, strata, block, input.statistic), block.first);
  }
  const extreme = countExtreme(values, observed, alternative);
  return {
    statistic: observed,
    p: (extreme + 1) / (permutations + 1),
    pLower: extreme === 0 ? 0 : betaQuantile(0.005, extreme, permutations - extreme + 1),
    pUpper: extreme === permutations ? 1 : betaUpperQuantile(0.005, extreme + 1, permutations - extreme),
    exact,
    permutations,
    atLeastAsExtreme: extreme,
    alternative,
    seed,
  };
}

/** The statistic of each random arrangement of one block (Fisher and Yates within strata). */
function permutationBlock(
  arms: Int32Array,
  strata: readonly Int32Array[],
  block: ReplicateBlock,
  statistic: ArmStatistic,
): Float64Array {
  const random = new Xoshiro256(block.state);
  const arrangement = arms.slice();
  const values = new Float64Array(block.count);
  for (let replicate = 0; replicate < block.count; replicate += 1) {
    for (const rows of strata) {
      for (let last = rows.length - 1; last > 0; last -= 1) {
        const other = rows[random.integerBelow(last + 1)]!;
        const row = rows[last]!;
        const arm = arrangement[row]!;
        arrangement[row] = arrangement[other]!;
        arrangement[other] = arm;
      }
    }
    values[replicate] = statistic(arrangement);
  }
  return values;
}

/** Values at least as extreme as the observed one; sums in another order differ in their last digits, so near is equal. */
function countExtreme(values: ArrayLike<number>, observed: number, alternative: Alternative): number {
  let largest = Math.abs(observed);
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index]!);
    if (size > largest && Number.isFinite(size)) largest = size;
  }
  const near = 1e-9 * largest;
  let extreme = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (alternative === 'greater') extreme += value >= observed - near ? 1 : 0;
    else if (alternative === 'less') extreme += value <= observed + near ? 1 : 0;
    else extreme += Math.abs(value) >= Math.abs(observed) - near ? 1 : 0;
  }
  return extreme;
}
