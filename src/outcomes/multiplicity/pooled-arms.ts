import type { ContinuousArm } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { requireName, requireObject } from '../../math/argument-checks.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { sampleSummary } from '../continuous/sample-summary.js';
import { samplesInUnit } from '../continuous/samples-in-unit.js';

/** An arm as values or as printed. */
export type NamedArm = ContinuousArm | { readonly name: string; readonly values: ArrayLike<number> };

/** Arms with a common standard deviation; it and the means are in `unit`, so that no square overflows or vanishes. */
export interface PooledArms {
  readonly unit: number;
  readonly arms: readonly { readonly name: string; readonly n: number; readonly mean: number }[];
  readonly standardDeviation: number;
  /** Subjects less arms. */
  readonly df: number;
  /** Why the arms allow no test; null where they do. */
  readonly trouble: NotEstimableReason | null;
}

/** Means and the pooled standard deviation of two or more arms. Throws as `sampleSummary`, and for too few arms. */
export function poolArms(method: string, given: readonly NamedArm[]): PooledArms {
  if (given.length < 2) {
    throw argumentError(method, 'arms', 'are too few to compare', String(given.length), 'two or more');
  }
  const { unit, samples: arms } = samplesInUnit(
    given.map((arm, place) => {
      requireObject(
        method,
        `arms[${place}]`,
        arm,
        'a name with values, or with n, mean and standard deviation',
      );
      requireName(method, `arms[${place}].name`, arm.name);
      return { name: arm.name, ...sampleSummary(method, arm.name, arm) };
    }),
  );
  const df = arms.reduce((sum, { n }) => sum + n, 0) - arms.length;
  const squares = arms.reduce(
    (sum, { n, standardDeviation }) => sum + (n > 1 ? (n - 1) * standardDeviation ** 2 : 0),
    0,
  );
  const standardDeviation = df > 0 ? Math.sqrt(squares / df) : 0;
  const largest = arms.reduce((most, { mean }) => Math.max(most, Math.abs(mean)), 0);
  const trouble = arms.some(({ n }) => n === 0)
    ? 'empty-group'
    : df <= 0
      ? 'too-few-observations'
      : standardDeviation <= 10 * Number.EPSILON * largest
        ? 'no-variation'
        : Number.isFinite(standardDeviation)
          ? null
          : 'overflow';
  return { unit, arms, standardDeviation, df, trouble };
}

/** A difference of two means with a simultaneous interval. */
export interface SimultaneousDifference {
  readonly of: string;
  readonly versus: string;
  readonly meanDifference: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly t: Estimable;
  /** Adjusted for all comparisons made; two-sided unless one side was asked for. */
  readonly adjustedP: Estimable;
}

/** The difference of two of the arms, with an interval of `critical` standard errors to each side. */
export function simultaneousDifference(
  pool: PooledArms,
  first: number,
  second: number,
  critical: number,
  adjust: (t: number) => number,
): SimultaneousDifference {
  const of = pool.arms[first]!;
  const versus = pool.arms[second]!;
  const names = { of: of.name, versus: versus.name };
  if (pool.trouble !== null) {
    const none = notEstimable(pool.trouble);
    const known = of.n > 0 && versus.n > 0 ? finiteOrOverflow(pool.unit * (of.mean - versus.mean)) : none;
    return {
      ...names,
      meanDifference: known,
      standardError: none,
      lower: none,
      upper: none,
      t: none,
      adjustedP: none,
    };
  }
  const meanDifference = of.mean - versus.mean;
  const standardError = pool.standardDeviation * Math.sqrt(1 / of.n + 1 / versus.n);
  const t = meanDifference / standardError;
  const inUnits = (value: number) => finiteOrOverflow(pool.unit * value);
  return {
    ...names,
    meanDifference: inUnits(meanDifference),
    standardError: inUnits(standardError),
    lower: inUnits(meanDifference - critical * standardError),
    upper: inUnits(meanDifference + critical * standardError),
    t: finiteOrOverflow(t),
    adjustedP: Number.isFinite(t) ? adjust(t) : notEstimable('overflow'),
  };
}
