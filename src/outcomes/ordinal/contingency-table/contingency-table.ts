import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireList } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { requireOptions } from '../../../math/option-checks.js';
import { freemanHaltonP } from './freeman-halton.js';

export const exactTests = ['when-feasible', 'none'] as const;
export type ExactTest = (typeof exactTests)[number];

export interface ContingencyTableOptions {
  /** Whether to work out the exact p too. */
  readonly exact?: ExactTest;
}

export interface ContingencyTableTests {
  /** Pearson's statistic, without continuity correction. */
  readonly chiSquare: Estimable;
  /** (Groups - 1) (categories - 1), of those with subjects. */
  readonly df: number;
  readonly p: Estimable;
  /** Twice the logarithm of the ratio of likelihoods, G². */
  readonly likelihoodRatio: Estimable;
  readonly likelihoodRatioP: Estimable;
  /** Fisher's test as Freeman and Halton extended it; `not-applicable` where not asked for or too long to work out. */
  readonly exactP: Estimable;
  /** Strength of the association, from 0 to 1: the root of chi-square over its largest value. */
  readonly cramersV: Estimable;
  /** Smallest expected count of a cell; below 5 the chi-square approximation is doubted. */
  readonly smallestExpected: Estimable;
}

/** For the exact p: about a second's worth. */
const mostSteps = 10_000_000;
/** Beyond, the logarithms of their factorials alone take as long. */
const mostSubjects = 1_000_000;

/**
 * Tests whether categories, ordered or not, are spread alike over two or more groups: Pearson's chi-square, the
 * likelihood ratio, and Fisher's exact test for tables of any size.
 *
 * `table` holds a row of counts for each group, one count a category. As R `chisq.test(correct = FALSE)` and
 * `fisher.test`, and SAS FREQ `CHISQ` and `EXACT FISHER`: the exact p sums the tables with the same margins that are no
 * more likely than the observed one, with a relative tolerance of 1e-7 for ties. A category without subjects is left
 * out. A group without subjects makes everything `empty-group`; one category alone `no-variation`. The exact p is right
 * to 1e-10 for some thousands of subjects, and given up as `not-applicable` where it would take more than a second or
 * so (250 subjects on 3 x 5 take half of one).
 *
 * @throws MethodError when there are fewer than two groups, rows differ in length, or a count is not whole or negative.
 *
 * Sources: Pearson K. Philos Mag 1900;50:157-175. Freeman GH, Halton JH. Biometrika 1951;38:141-149. Cramér H.
 * Mathematical Methods of Statistics. Princeton 1946, section 21.9. Oracle: test/oracles/contingency-table.
 */
export function contingencyTable(
  table: readonly ArrayLike<number>[],
  options: ContingencyTableOptions = {},
): ContingencyTableTests {
  requireOptions(method, options, { exact: exactTests });
  const { exact = 'when-feasible' } = options;
  requireTable(table);
  const sizes = table.map((counts) => sum(Array.from(counts)));
  const filled = Array.from(table[0]!, (_, category) => category).filter((category) =>
    table.some((counts) => counts[category]! > 0),
  );
  const rows = table.map((counts) => filled.map((category) => counts[category]!));
  const df = (rows.length - 1) * Math.max(0, filled.length - 1);
  if (sizes.includes(0)) return noTests(df, 'empty-group');
  if (filled.length < 2) return noTests(df, 'no-variation');

  const total = sum(sizes);
  const totals = filled.map((_, place) => sum(rows.map((counts) => counts[place]!)));
  let chiSquare = 0;
  let likelihoodRatio = 0;
  let smallestExpected = Number.POSITIVE_INFINITY;
  for (const [row, counts] of rows.entries()) {
    for (const [place, count] of counts.entries()) {
      const expected = sizes[row]! * (totals[place]! / total);
      chiSquare += (count - expected) ** 2 / expected;
      if (count > 0) likelihoodRatio += 2 * count * Math.log(count / expected);
      smallestExpected = Math.min(smallestExpected, expected);
    }
  }
  // Rounding alone can take it below 0 where the groups are alike.
  likelihoodRatio = Math.max(0, likelihoodRatio);
  const isFeasible = exact !== 'none' && total <= mostSubjects;
  const exactP = isFeasible ? freemanHaltonP(rows, mostSteps) : null;
  return {
    chiSquare,
    df,
    p: chiSquareUpperTail(chiSquare, df),
    likelihoodRatio,
    likelihoodRatioP: chiSquareUpperTail(likelihoodRatio, df),
    exactP: exactP ?? notEstimable('not-applicable'),
    cramersV: Math.min(1, Math.sqrt(chiSquare / total / (Math.min(rows.length, filled.length) - 1))),
    smallestExpected,
  };
}

const method = 'contingency-table';

function requireTable(table: readonly ArrayLike<number>[]): void {
  requireList(method, 'table', table, 'a row of counts for each group');
  if (table.length < 2) {
    throw argumentError(method, 'table', 'has too few groups', String(table.length), 'two or more');
  }
  for (const [row, counts] of table.entries()) {
    requireList(method, `table[${row}]`, counts, 'one count a category');
    if (counts.length !== table[0]!.length) {
      throw argumentError(
        method,
        `table[${row}]`,
        'has another number of categories',
        String(counts.length),
        String(table[0]!.length),
      );
    }
    for (let category = 0; category < counts.length; category += 1) {
      requireCount(method, `table[${row}][${category}]`, counts[category]!);
    }
  }
}

function noTests(df: number, reason: NotEstimableReason): ContingencyTableTests {
  const none = notEstimable(reason);
  return {
    chiSquare: none,
    df,
    p: none,
    likelihoodRatio: none,
    likelihoodRatioP: none,
    exactP: none,
    cramersV: none,
    smallestExpected: none,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
