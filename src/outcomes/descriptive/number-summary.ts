import { type Estimable, notEstimable } from '../../core/estimable.js';
import type { SummaryRow } from '../../core/result.js';
import type { StatisticName } from '../../core/statistic-names.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { type QuantileType, quantileOfSorted } from '../../math/order/quantile.js';
import { safeUnit } from '../../math/safe-unit.js';

/** A sample as a table of a study report shows it. */
export interface NumberSummary {
  readonly n: number;
  readonly mean: Estimable;
  /** With divisor n - 1. */
  readonly standardDeviation: Estimable;
  readonly median: Estimable;
  readonly firstQuartile: Estimable;
  readonly thirdQuartile: Estimable;
  readonly minimum: Estimable;
  readonly maximum: Estimable;
}

/**
 * Describes values that are finite and in ascending order. No values: every figure but n is `empty-group`; one value
 * has no standard deviation (`too-few-observations`). Mean and standard deviation take two passes, so that a large
 * common offset costs no digits; a figure beyond the largest number is `overflow`.
 */
export function summariseSorted(sorted: Float64Array, type: QuantileType): NumberSummary {
  const n = sorted.length;
  if (n === 0) {
    const none = notEstimable('empty-group');
    return {
      n,
      mean: none,
      standardDeviation: none,
      median: none,
      firstQuartile: none,
      thirdQuartile: none,
      minimum: none,
      maximum: none,
    };
  }
  const [minimum, maximum] = [sorted[0]!, sorted[n - 1]!];
  // Squares are taken in a unit in which they neither overflow nor vanish.
  const unit = safeUnit(Math.max(-minimum, maximum));
  const inUnit = unit === 1 ? sorted : sorted.map((value) => value / unit);
  const { mean, variance } = minimum === maximum ? { mean: minimum / unit, variance: 0 } : moments(inUnit);
  const quantile = (p: number) => finiteOrOverflow(quantileOfSorted(sorted, p, type));
  return {
    n,
    mean: finiteOrOverflow(unit * mean),
    standardDeviation:
      n > 1 ? finiteOrOverflow(unit * Math.sqrt(variance)) : notEstimable('too-few-observations'),
    median: quantile(0.5),
    firstQuartile: quantile(0.25),
    thirdQuartile: quantile(0.75),
    minimum: finiteOrOverflow(minimum),
    maximum: finiteOrOverflow(maximum),
  };
}

/** Mean and variance (divisor n - 1; 0 with a single value) in two passes. Needs at least one value. */
export function moments(values: Float64Array): { readonly mean: number; readonly variance: number } {
  const n = values.length;
  let sum = 0;
  for (let index = 0; index < n; index += 1) sum += values[index]!;
  const rough = sum / n;
  let rest = 0;
  let squares = 0;
  for (let index = 0; index < n; index += 1) {
    const deviation = values[index]! - rough;
    rest += deviation;
    squares += deviation * deviation;
  }
  return {
    mean: rough + rest / n,
    variance: n > 1 ? Math.max(0, squares - (rest * rest) / n) / (n - 1) : 0,
  };
}

type RowAddress = Pick<SummaryRow, 'group' | 'term'> & { readonly heading: string };

/** The rows of a summary: a statistic each, in the order in which tables print them. */
export function numberRows(
  summary: NumberSummary,
  address: RowAddress,
  unit: string | null,
): readonly SummaryRow[] {
  const row = (statistic: StatisticName, value: Estimable, own: string | null = unit): SummaryRow => ({
    ...address,
    statistic,
    value,
    unit: own,
  });
  return [
    row('n', summary.n, null),
    row('mean', summary.mean),
    row('standard-deviation', summary.standardDeviation),
    row('median', summary.median),
    row('first-quartile', summary.firstQuartile),
    row('third-quartile', summary.thirdQuartile),
    row('minimum', summary.minimum),
    row('maximum', summary.maximum),
  ];
}
