import { argumentError } from '../../core/errors.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { quantileOfSorted } from '../../math/order/quantile.js';
import { Xoshiro256 } from '../../math/random/xoshiro256.js';
import type { PublishedCurve } from './curve-points.js';
import { reconstructSurvival } from './reconstruct-survival.js';

/** Reconstructed patients of all arms together, as survival methods take them. */
export interface ReconstructedRows {
  readonly reconstructed: true;
  readonly time: Float64Array;
  readonly event: Uint8Array;
  readonly group: readonly string[];
}

export interface DigitisationOptions {
  /** Standard deviation of a reading error of the event-free share. Default 0.005: half a percentage point. */
  readonly survivalError?: number;
  /** Standard deviation of a reading error of time, in the unit of the curve. Default 0. */
  readonly timeError?: number;
  /** Default 200. */
  readonly replicates?: number;
  /** Coverage of the interval. Default 0.95. */
  readonly level?: number;
  /** The same seed gives the same numbers. */
  readonly seed: number;
}

export interface DigitisationUncertainty {
  /** From the curves as read. */
  readonly estimate: Estimable;
  /** Over replicates with reading errors. */
  readonly mean: Estimable;
  readonly standardDeviation: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
  /** Replicates in which the statistic existed. */
  readonly replicates: number;
  readonly failed: number;
}

const method = 'digitisation-uncertainty';

/** Reconstructs each arm and puts the patients together. */
export function reconstructArms(arms: Readonly<Record<string, PublishedCurve>>): ReconstructedRows {
  const parts = Object.entries(arms).map(([name, curve]) => ({ name, rows: reconstructSurvival(curve) }));
  const total = parts.reduce((sum, { rows }) => sum + rows.n, 0);
  const time = new Float64Array(total);
  const event = new Uint8Array(total);
  const group: string[] = [];
  for (const { name, rows } of parts) {
    time.set(rows.time, group.length);
    event.set(rows.event, group.length);
    for (let row = 0; row < rows.n; row += 1) group.push(name);
  }
  return { reconstructed: true, time, event, group };
}

/**
 * Tells how much a number computed from reconstructed patients, such as a log hazard ratio, would move had the figures
 * been read a little differently: random reading errors are added to every point, the arms are reconstructed anew and
 * the number is computed again. It holds the uncertainty of reading alone, not that of sampling patients.
 *
 * `statistic` gets the rows and returns a number, or null when there is none. Errors are independent normal; a curve
 * made to rise by them is brought down to the lowest point before, so the spread is that of careful single readings.
 * The interval is from quantiles of the replicates (Hyndman and Fan's type 7). Seeded: the same seed, the same numbers.
 * Not estimable: `too-few-observations` when the statistic existed in fewer than two replicates.
 * Errors: `MethodError` for errors below 0, fewer than 2 replicates, level outside 0 to 1, and those of the curves.
 */
export function digitisationUncertainty(
  arms: Readonly<Record<string, PublishedCurve>>,
  statistic: (rows: ReconstructedRows) => number | null,
  options: DigitisationOptions,
): DigitisationUncertainty {
  const { survivalError = 0.005, timeError = 0, replicates = 200, level = 0.95, seed } = options;
  if (!(survivalError >= 0 && timeError >= 0)) {
    const got = `${survivalError}, ${timeError}`;
    throw argumentError(method, 'survivalError, timeError', 'are no errors', got, 'numbers of 0 or more');
  }
  if (!(Number.isInteger(replicates) && replicates >= 2)) {
    throw argumentError(
      method,
      'replicates',
      'is too few',
      String(replicates),
      'a whole number of 2 or more',
    );
  }
  if (!(level > 0 && level < 1)) {
    throw argumentError(
      method,
      'level',
      'is no coverage',
      String(level),
      'a number between 0 and 1, such as 0.95',
    );
  }
  const generator = new Xoshiro256(seed);
  const values: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const moved = Object.fromEntries(
      Object.entries(arms).map(([name, curve]) => [
        name,
        readAgain(curve, generator, survivalError, timeError),
      ]),
    );
    const value = statistic(reconstructArms(moved));
    if (value !== null && Number.isFinite(value)) values.push(value);
  }
  const estimate = statistic(reconstructArms(arms));
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const none = notEstimable('too-few-observations');
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const few = count < 2;
  return {
    estimate: estimate === null || !Number.isFinite(estimate) ? notEstimable('not-applicable') : estimate,
    mean: few ? none : mean,
    standardDeviation: few ? none : Math.sqrt(squares / (count - 1)),
    lower: few ? none : quantileOfSorted(sorted, (1 - level) / 2, 7),
    upper: few ? none : quantileOfSorted(sorted, (1 + level) / 2, 7),
    level,
    replicates: count,
    failed: replicates - count,
  };
}

function readAgain(
  curve: PublishedCurve,
  generator: Xoshiro256,
  survivalError: number,
  timeError: number,
): PublishedCurve {
  let earliest = 0;
  const time = curve.time.map((value) => {
    // Points keep their order: none is moved before the one before it.
    earliest = Math.max(earliest, value + timeError * generator.normal());
    return earliest;
  });
  const survival = curve.survival.map((value) =>
    // The starting point and a curve that has come down to 0 are seen without error.
    value === 1 || value === 0 ? value : Math.min(1, Math.max(0, value + survivalError * generator.normal())),
  );
  return { ...curve, time, survival };
}
