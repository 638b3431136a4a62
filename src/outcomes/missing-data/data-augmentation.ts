import { argumentError } from '../../core/errors.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { type MissingPattern, missingOutcomes } from '../../math/multivariate/missing-outcomes.js';
import type { NormalDraws } from '../../math/random/normal-draws.js';
import type { ImputationGroup } from './imputation-group.js';

/** Draws all missing values of a group again and again, in place; `advance` moves the chain by some steps. */
export interface AugmentationChain {
  advance(steps: number): void;
}

/**
 * A Markov chain whose states are completed tables: in turn the parameters of a multivariate normal regression of the
 * visits on the fixed columns are drawn given the completed table, and the missing values given the parameters.
 *
 * Prior: flat in the coefficients, |Sigma|^-(J + 1)/2 in the covariance (Jeffreys), so that Sigma is inverse Wishart with
 * n - q degrees of freedom about the residual sums of products. Missing cells of `table` must hold starting values.
 *
 * Cost O(n (q + J)²) a step for n subjects, q fixed columns and J visits.
 *
 * @throws MethodError when there are fewer than q + J subjects, or (from `advance`) a covariance has become singular.
 *
 * Source: Schafer JL. Analysis of incomplete multivariate data 1997: sections 5.4 and 6.5.
 */
export function augmentationChain(
  group: ImputationGroup,
  table: Float64Array,
  draws: NormalDraws,
): AugmentationChain {
  const { fixed, visits } = group;
  const width = fixed + visits;
  const rows = group.subjects.length;
  const df = rows - fixed;
  if (df < visits) {
    throw argumentError(
      group.method,
      'outcome',
      `has too few subjects${group.arm === null ? '' : ` in arm "${group.arm}"`} for the covariance of the visits`,
      `${rows} subjects for ${visits} visits and ${fixed} fixed columns`,
      `at least ${fixed + visits}`,
      'Set byArm to false, or leave out covariates or visits',
    );
  }
  const fills = missingPatterns(group).map((pattern) =>
    missingOutcomes({ table, predictors: fixed, outcomes: visits }, pattern),
  );
  const fixedFactor = cholesky(crossProducts(table, rows, width, 0, fixed, 0, fixed), fixed)!;
  const step = (): void => {
    const { coefficients, root } = drawParameters(table, rows, group, fixedFactor.lower, df, draws);
    const sigma = outerProduct(root, visits);
    for (const fill of fills) if (!fill(coefficients, sigma, draws)) throw singular(group);
  };
  return {
    advance: (steps) => {
      for (let count = 0; count < steps; count += 1) step();
    },
  };
}

/** Rows with the same visits missing, in the order in which they first occur. */
function missingPatterns(group: ImputationGroup): readonly MissingPattern[] {
  const lacking = group.missing.map((rows) => new Set(rows));
  const patterns = new Map<
    string,
    { readonly observed: readonly number[]; readonly missing: readonly number[]; readonly rows: number[] }
  >();
  for (let row = 0; row < group.subjects.length; row += 1) {
    const missing = lacking.flatMap((rows, visit) => (rows.has(row) ? [visit] : []));
    if (missing.length === 0) continue;
    const key = missing.join(' ');
    const observed = lacking.flatMap((rows, visit) => (rows.has(row) ? [] : [visit]));
    const pattern = patterns.get(key) ?? { observed, missing, rows: [] };
    pattern.rows.push(row);
    patterns.set(key, pattern);
  }
  return [...patterns.values()];
}

/** Sums of products of columns `left`... with columns `right`... of a table, one column of the result for each right. */
function crossProducts(
  table: Float64Array,
  rows: number,
  width: number,
  left: number,
  leftCount: number,
  right: number,
  rightCount: number,
): Float64Array {
  const products = new Float64Array(leftCount * rightCount);
  for (let row = 0; row < rows; row += 1) {
    const from = row * width;
    for (let column = 0; column < rightCount; column += 1) {
      const y = table[from + right + column]!;
      const place = column * leftCount;
      for (let index = 0; index < leftCount; index += 1) {
        products[place + index] = products[place + index]! + table[from + left + index]! * y;
      }
    }
  }
  return products;
}

/** Coefficients (`fixed` × `visits`, column after column) and a root of the covariance, lower · T⁻ᵀ. */
function drawParameters(
  table: Float64Array,
  rows: number,
  group: ImputationGroup,
  fixedLower: Float64Array,
  df: number,
  draws: NormalDraws,
): { readonly coefficients: Float64Array; readonly root: Float64Array } {
  const { fixed, visits } = group;
  const width = fixed + visits;
  const turned = crossProducts(table, rows, width, 0, fixed, fixed, visits);
  for (let visit = 0; visit < visits; visit += 1) {
    for (let row = 0; row < fixed; row += 1) {
      let rest = turned[visit * fixed + row]!;
      for (let inner = 0; inner < row; inner += 1) {
        rest -= fixedLower[inner * fixed + row]! * turned[visit * fixed + inner]!;
      }
      turned[visit * fixed + row] = rest / fixedLower[row * fixed + row]!;
    }
  }
  const sums = crossProducts(table, rows, width, fixed, visits, fixed, visits);
  for (let left = 0; left < visits; left += 1) {
    for (let right = 0; right < visits; right += 1) {
      let product = 0;
      for (let inner = 0; inner < fixed; inner += 1) {
        product += turned[left * fixed + inner]! * turned[right * fixed + inner]!;
      }
      sums[right * visits + left] = sums[right * visits + left]! - product;
    }
  }
  const lower = cholesky(sums, visits, 0)?.lower;
  if (lower === undefined) {
    throw singular(group);
  }
  // Bartlett: T lower triangular, T Tᵀ Wishart(df, I); the drawn covariance is lower (T Tᵀ)⁻¹ lowerᵀ = root rootᵀ.
  const bartlett = new Float64Array(visits * visits);
  for (let column = 0; column < visits; column += 1) {
    bartlett[column * visits + column] = Math.sqrt(draws.chiSquare(df - column));
    for (let row = column + 1; row < visits; row += 1) bartlett[column * visits + row] = draws.normal();
  }
  // root Tᵀ = lower, solved column by column: Tᵀ is upper triangular.
  const root = new Float64Array(visits * visits);
  for (let column = 0; column < visits; column += 1) {
    for (let row = 0; row < visits; row += 1) {
      let rest = lower[column * visits + row]!;
      for (let inner = 0; inner < column; inner += 1) {
        rest -= root[inner * visits + row]! * bartlett[inner * visits + column]!;
      }
      root[column * visits + row] = rest / bartlett[column * visits + column]!;
    }
  }
  // Coefficients: fixedLower⁻ᵀ (turned + N rootᵀ) with N standard normal.
  for (let row = 0; row < fixed; row += 1) {
    for (let inner = 0; inner < visits; inner += 1) {
      const z = draws.normal();
      for (let visit = 0; visit < visits; visit += 1) {
        turned[visit * fixed + row] = turned[visit * fixed + row]! + z * root[inner * visits + visit]!;
      }
    }
  }
  for (let visit = 0; visit < visits; visit += 1) {
    for (let row = fixed - 1; row >= 0; row -= 1) {
      let rest = turned[visit * fixed + row]!;
      for (let inner = row + 1; inner < fixed; inner += 1) {
        rest -= fixedLower[row * fixed + inner]! * turned[visit * fixed + inner]!;
      }
      turned[visit * fixed + row] = rest / fixedLower[row * fixed + row]!;
    }
  }
  return { coefficients: turned, root };
}

function singular({ method, arm }: ImputationGroup): Error {
  return argumentError(
    method,
    'outcome',
    `has visits that determine one another${arm === null ? '' : ` in arm "${arm}"`}, so that their covariance is singular`,
    undefined,
    'visits that vary on their own',
    `Leave one of the visits out${arm === null ? '' : ', set byArm to false'}, or use scheme chained-equations`,
  );
}

function outerProduct(root: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let left = 0; left < size; left += 1) {
    for (let right = 0; right < size; right += 1) {
      let sum = 0;
      for (let inner = 0; inner < size; inner += 1) {
        sum += root[inner * size + left]! * root[inner * size + right]!;
      }
      product[right * size + left] = sum;
    }
  }
  return product;
}
