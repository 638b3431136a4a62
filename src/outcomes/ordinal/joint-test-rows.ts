import type { TestRow } from '../../core/result.js';
import type { JointWaldTest } from './joint-wald-tests.js';

/** Wald tests of terms that take several columns, as rows of a test part. */
export function jointTestRows(tests: readonly JointWaldTest[]): readonly TestRow[] {
  return tests.map(({ term, chiSquare, df, p }) => ({
    statistic: 'wald',
    term,
    value: chiSquare,
    df,
    p,
    method: `Wald test of all columns of ${term}`,
  }));
}
