import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireList } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { requireOptions } from '../../../math/option-checks.js';

export const categoryScores = ['table', 'rank', 'modified-ridit'] as const;
export type CategoryScores = (typeof categoryScores)[number];

/** Counts of one stratum: one row a group, one column a category; all strata have the same rows and columns. */
export type StratumTable = readonly (readonly number[])[];

export interface GeneralisedCmhOptions {
  readonly scores?: CategoryScores;
}

export interface GeneralisedCmhTest {
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

export interface GeneralisedCmhTests {
  /** Whether scores of the categories rise or fall with the order of the groups: 1 degree of freedom. */
  readonly correlation: GeneralisedCmhTest;
  /** Whether the mean score differs between groups. */
  readonly rowMeanScores: GeneralisedCmhTest;
  /** Whether the categories are spread differently in the groups, in any way. */
  readonly generalAssociation: GeneralisedCmhTest;
  readonly scores: CategoryScores;
  /** Strata with two subjects or more. */
  readonly strataUsed: number;
}

/**
 * Compares the categories of two or more groups within strata and adds up: the three statistics of SAS FREQ `CMH`.
 *
 * `scores` of the categories: `table` (default) 1, 2, 3, ...; `rank` the midranks within each stratum (row mean scores of
 * one stratum are then the Kruskal-Wallis test); `modified-ridit` midranks over one more than the subjects of the
 * stratum (van Elteren's test with two groups). Groups are scored 1, 2, 3, ... for the correlation, whatever `scores`.
 * With two groups and two categories all three are the Cochran-Mantel-Haenszel test without correction; general
 * association is R `mantelhaen.test`. Strata with fewer than two subjects are left out; with none left everything is
 * `empty-group`. A group or a category without subjects adds no degree of freedom. No variation within any stratum, or
 * groups (or categories) of which some share no stratum with the others: `no-variation`.
 *
 * @throws MethodError when there is no table, tables differ in shape or have fewer than two rows or columns, or a
 * count is not whole or negative.
 *
 * Sources: Mantel N. J Am Stat Assoc 1963;58:690-700. Landis JR, Heyman ER, Koch GG. Int Stat Rev 1978;46:237-254.
 * Oracle: test/oracles/generalised-cochran-mantel-haenszel.
 */
export function generalisedCochranMantelHaenszel(
  strata: readonly StratumTable[],
  options: GeneralisedCmhOptions = {},
): GeneralisedCmhTests {
  requireOptions(method, options, { scores: categoryScores });
  const { scores = 'table' } = options;
  requireTables(strata);
  const all = strata.filter((table) => size(table) > 1);
  const groups = strata[0]!.map((_, row) => row).filter((row) => all.some((table) => rowSum(table, row) > 0));
  const categories = strata[0]![0]!
    .map((_, column) => column)
    .filter((column) => all.some((table) => columnSum(table, column) > 0));
  const settings = { scores, strataUsed: all.length };
  if (all.length === 0) {
    const none = { chiSquare: notEstimable('empty-group'), df: 0, p: notEstimable('empty-group') };
    return { correlation: none, rowMeanScores: none, generalAssociation: none, ...settings };
  }
  const free = groups.slice(0, -1);
  const freeCategories = categories.slice(0, -1);
  const byScore = (table: StratumTable) => [scoreCategories(table, scores)];
  const byCategory = () =>
    freeCategories.map((wanted) => strata[0]![0]!.map((_, column) => (column === wanted ? 1 : 0)));
  const byGroup = free.map((wanted) => strata[0]!.map((_, row) => (row === wanted ? 1 : 0)));
  const byNumber = [strata[0]!.map((_, row) => row + 1)];
  return {
    correlation: quadraticTest(all, byNumber, byScore),
    rowMeanScores: quadraticTest(all, byGroup, byScore),
    generalAssociation: quadraticTest(all, byGroup, byCategory),
    ...settings,
  };
}

const method = 'generalised-cochran-mantel-haenszel';

/**
 * G' V⁻¹ G, with G the sums over strata of u' (counts - expected) a for every row vector u and column vector a, and V
 * their covariance when margins are fixed: cov(u) · cov(a) · n² / (n - 1) of each stratum.
 */
function quadraticTest(
  strata: readonly StratumTable[],
  rowVectors: readonly (readonly number[])[],
  columnVectors: (table: StratumTable) => readonly (readonly number[])[],
): GeneralisedCmhTest {
  const columns = columnVectors(strata[0]!).length;
  const df = rowVectors.length * columns;
  if (df === 0) return { chiSquare: notEstimable('no-variation'), df, p: notEstimable('no-variation') };
  const sums = new Float64Array(df);
  const covariance = new Float64Array(df * df);
  for (const table of strata) {
    const n = size(table);
    const rowShares = table.map((_, row) => rowSum(table, row) / n);
    const columnShares = table[0]!.map((_, column) => columnSum(table, column) / n);
    const vectors = columnVectors(table);
    const rowPart = covariances(rowVectors, rowShares);
    const columnPart = covariances(vectors, columnShares);
    const scale = (n * n) / (n - 1);
    for (const [i, u] of rowVectors.entries()) {
      for (const [j, a] of vectors.entries()) {
        let sum = 0;
        for (const [row, counts] of table.entries()) {
          for (const [column, count] of counts.entries()) {
            sum += u[row]! * a[column]! * (count - n * rowShares[row]! * columnShares[column]!);
          }
        }
        const place = i * columns + j;
        sums[place] = sums[place]! + sum;
        for (let k = 0; k < rowVectors.length; k += 1) {
          for (let l = 0; l < columns; l += 1) {
            const other = (k * columns + l) * df + place;
            covariance[other] = covariance[other]! + scale * rowPart[i]![k]! * columnPart[j]![l]!;
          }
        }
      }
    }
  }
  const solved = cholesky(covariance, df)?.solve(sums);
  if (solved === undefined) {
    return { chiSquare: notEstimable('no-variation'), df, p: notEstimable('no-variation') };
  }
  const chiSquare = solved.reduce((sum, value, index) => sum + value * sums[index]!, 0);
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}

/** Covariances of vectors over categories with the given shares. */
function covariances(vectors: readonly (readonly number[])[], shares: readonly number[]): number[][] {
  const means = vectors.map((vector) =>
    vector.reduce((sum, value, place) => sum + shares[place]! * value, 0),
  );
  return vectors.map((left, i) =>
    vectors.map((right, k) =>
      left.reduce(
        (sum, value, place) => sum + shares[place]! * (value - means[i]!) * (right[place]! - means[k]!),
        0,
      ),
    ),
  );
}

function scoreCategories(table: StratumTable, scores: CategoryScores): readonly number[] {
  if (scores === 'table') return table[0]!.map((_, column) => column + 1);
  const over = scores === 'rank' ? 1 : size(table) + 1;
  let before = 0;
  return table[0]!.map((_, column) => {
    const count = columnSum(table, column);
    const midrank = before + (count + 1) / 2;
    before += count;
    return midrank / over;
  });
}

function rowSum(table: StratumTable, row: number): number {
  return table[row]!.reduce((sum, count) => sum + count, 0);
}

function columnSum(table: StratumTable, column: number): number {
  return table.reduce((sum, counts) => sum + counts[column]!, 0);
}

function size(table: StratumTable): number {
  return table.reduce((sum, counts) => sum + counts.reduce((inner, count) => inner + count, 0), 0);
}

function requireTables(strata: readonly StratumTable[]): void {
  requireList(method, 'strata', strata, 'a list of tables');
  const rows = strata[0]?.length ?? 0;
  const columns = strata[0]?.[0]?.length ?? 0;
  if (rows < 2 || columns < 2) {
    throw argumentError(method, 'strata', 'hold too small a table', `${rows} x ${columns}`, 'at least 2 x 2');
  }
  for (const [index, table] of strata.entries()) {
    requireList(method, `strata[${index}]`, table, 'one row of counts a group');
    if (table.length !== rows || table.some((counts) => counts?.length !== columns)) {
      throw argumentError(method, `strata[${index}]`, 'has another shape', undefined, `${rows} x ${columns}`);
    }
    for (const counts of table) {
      for (const count of counts) requireCount(method, `strata[${index}]`, count);
    }
  }
}
