import { argumentError } from '../../../core/errors.js';
import type { Estimable } from '../../../core/estimable.js';
import { requireLevel, requireObject } from '../../../math/argument-checks.js';
import { finiteNumbers } from '../../../math/number-list.js';
import { requireOptions } from '../../../math/option-checks.js';
import { sampleMeanT } from '../sample-mean-t.js';
import { type SampleSummary, sampleSummary } from '../sample-summary.js';

/** Two values of each subject, in the same order; or the printed summary of the differences, first minus second. */
export type PairedSample =
  | { readonly first: ArrayLike<number>; readonly second: ArrayLike<number> }
  | SampleSummary;

export interface PairedTOptions {
  readonly level?: number;
}

export interface PairedTTest {
  /** Mean of first minus second. */
  readonly meanDifference: Estimable;
  /** Of the differences. */
  readonly standardDeviation: Estimable;
  readonly standardError: Estimable;
  readonly df: Estimable;
  readonly t: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly n: number;
  readonly level: number;
}

/**
 * Compares two values measured in the same subjects, such as before and after treatment.
 *
 * Student's t test of the differences against 0, as R `t.test(paired = TRUE)` and SAS TTEST `PAIRED`. No pair:
 * `empty-group`; one pair leaves the difference and makes the rest `too-few-observations`; differences that are all
 * alike (standard error within rounding of zero) make the test `no-variation`.
 *
 * @throws MethodError when the two lists differ in length, a value is not finite, or level is not in (0, 1).
 *
 * Source: Student. Biometrika 1908;6:1-25. Oracle: test/oracles/paired-t.
 */
export function pairedT(sample: PairedSample, options: PairedTOptions = {}): PairedTTest {
  requireOptions('paired-t', options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel('paired-t', 'level', level);
  const summary = differences(sample);
  const { mean: meanDifference, ...test } = sampleMeanT(summary, 0, level);
  return { meanDifference, ...test, n: summary.n, level };
}

function differences(sample: PairedSample): SampleSummary {
  requireObject('paired-t', 'sample', sample, 'first and second, or a summary of the differences');
  if (!('first' in sample)) {
    if (Array.isArray(sample) || ArrayBuffer.isView(sample)) {
      throw argumentError(
        'paired-t',
        'sample',
        'is one list',
        'a list',
        'two lists in one object',
        'Write { first, second }, or { n, mean, standardDeviation } of the differences',
      );
    }
    return sampleSummary('paired-t', 'sample', sample);
  }
  const fix = 'Leave out subjects without both values';
  const first = finiteNumbers('paired-t', 'first', sample.first, fix);
  const second = finiteNumbers('paired-t', 'second', sample.second, fix);
  if (first.length !== second.length) {
    throw argumentError(
      'paired-t',
      'second',
      'is not paired with first',
      `${second.length} values`,
      `${first.length}`,
      fix,
    );
  }
  const values = first.map((value, index) => value - second[index]!);
  return sampleSummary('paired-t', 'sample', { values });
}
