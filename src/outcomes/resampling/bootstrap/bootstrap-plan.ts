import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireLevel, requireObject } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { Xoshiro256 } from '../../../math/random/xoshiro256.js';
import { jackknifeAcceleration, leaveOneOutValues, type RowStatistic } from '../leave-one-out.js';
import { type ReplicateBlock, replicateBlocks } from '../replicate-blocks.js';
import { stratumRows } from '../resampled-strata.js';
import { type BootstrapIntervals, bootstrapIntervals, noIntervals } from './bootstrap-intervals.js';

export interface BootstrapInput {
  /** How many rows (subjects) there are. */
  readonly size: number;
  /** A number from the row numbers drawn; rows are numbered from 0. It must keep none of the array. */
  readonly statistic: RowStatistic;
  /** Rows are drawn within these, such as the arms of a trial; one name a row. */
  readonly strata?: ArrayLike<string | number>;
}

export interface BootstrapOptions {
  /** How many resamples. Default 2000. */
  readonly replicates?: number;
  /** Default 1. The same seed gives the same numbers for ever. */
  readonly seed?: number;
  readonly level?: number;
  /**
   * Where the acceleration of the BCa interval comes from. `jackknife` (default) calls the statistic once more for each
   * row; `zero` gives the bias-corrected interval of Efron 1981 and costs nothing.
   */
  readonly acceleration?: 'jackknife' | 'zero';
}

export interface BootstrapResult extends BootstrapIntervals {
  /** The statistic of all rows. */
  readonly estimate: Estimable;
  /** The statistic of each resample, in the order drawn; those that gave no finite number are left out. */
  readonly replicates: Float64Array;
  /** Resamples that gave no finite number. */
  readonly failed: number;
  readonly seed: number;
  readonly level: number;
}

/** What all workers must agree on. */
export interface BootstrapPlan {
  readonly size: number;
  readonly strata: readonly Int32Array[];
  readonly replicates: number;
  readonly seed: number;
  readonly level: number;
  readonly acceleration: 'jackknife' | 'zero';
  readonly blocks: readonly ReplicateBlock[];
}

/** Checks the input and shares the replicates out in blocks; part of `bootstrap`, for work on several threads. */
export function planBootstrap(
  input: Omit<BootstrapInput, 'statistic'>,
  options: BootstrapOptions = {},
): BootstrapPlan {
  requireObject('bootstrap', 'input', input, 'an object with size and statistic');
  requireOptions('bootstrap', options, {
    replicates: 'checked later',
    seed: 'checked later',
    level: 'checked later',
    acceleration: ['jackknife', 'zero'],
  });
  const { replicates = 2000, seed = 1, level = 0.95, acceleration = 'jackknife' } = options;
  const strata = stratumRows('bootstrap', input.size, input.strata);
  requireCount('bootstrap', 'seed', seed);
  requireCount('bootstrap', 'replicates', replicates);
  if (replicates === 0 || replicates > 10_000_000) {
    throw argumentError('bootstrap', 'replicates', 'is out of range', String(replicates), '1 to 10000000');
  }
  requireLevel('bootstrap', 'level', level);
  const blocks = replicateBlocks(replicates, seed);
  return { size: input.size, strata, replicates, seed, level, acceleration, blocks };
}

/** The statistic of each resample of one block. */
export function bootstrapBlock(
  strata: readonly Int32Array[],
  block: ReplicateBlock,
  statistic: RowStatistic,
): Float64Array {
  const random = new Xoshiro256(block.state);
  const size = strata.reduce((sum, rows) => sum + rows.length, 0);
  const drawn = new Int32Array(size);
  const values = new Float64Array(block.count);
  const [all] = strata;
  const inOrder = strata.length === 1 && all!.every((row, index) => row === index);
  for (let replicate = 0; replicate < block.count; replicate += 1) {
    let start = 0;
    for (const rows of strata) {
      const part = drawn.subarray(start, start + rows.length);
      random.fillIntegersBelow(part, rows.length);
      if (!inOrder) for (let place = 0; place < part.length; place += 1) part[place] = rows[part[place]!]!;
      start += rows.length;
    }
    values[replicate] = statistic(drawn);
  }
  return values;
}

/** Estimate, spread and intervals from the replicates of a plan. */
export function describeBootstrap(
  plan: BootstrapPlan,
  statistic: RowStatistic,
  values: Float64Array,
): BootstrapResult {
  const { size, seed, level } = plan;
  const replicates = values.filter((value) => Number.isFinite(value));
  const failed = values.length - replicates.length;
  const estimate = statistic(Int32Array.from({ length: size }, (_, row) => row));
  if (!Number.isFinite(estimate)) {
    return {
      estimate: notEstimable('not-applicable'),
      ...noIntervals('not-applicable'),
      replicates,
      failed,
      seed,
      level,
    };
  }
  const acceleration =
    plan.acceleration === 'zero' ? 0 : jackknifeAcceleration(plan.strata, leaveOneOutValues(size, statistic));
  return {
    estimate,
    ...bootstrapIntervals(estimate, replicates, acceleration, level),
    replicates,
    failed,
    seed,
    level,
  };
}
