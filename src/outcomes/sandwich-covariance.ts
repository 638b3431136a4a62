import type { Factor } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import type { NotEstimableReason } from '../core/estimable.js';
import { weightedCrossProducts } from './design-products.js';
import type { RegressionDesign } from './regression-design.js';

/** Robust variances: HC for rows that are independent, CR for rows in clusters. */
export const robustVariances = ['HC0', 'HC1', 'HC2', 'HC3', 'CR0', 'CR1', 'CR1S'] as const;
export type RobustVariance = (typeof robustVariances)[number];

/** What a fitted regression brings to its robust covariance. */
export interface SandwichParts {
  readonly design: RegressionDesign;
  /** Inverse information, size × size. */
  readonly bread: Float64Array;
  /** Derivative of the log-likelihood of each row by its linear predictor. */
  readonly residual: Float64Array;
  /** Weight of each row in the information: its leverage is spread · xᵀ bread x. */
  readonly spread: Float64Array;
}

/**
 * Covariance of coefficients that holds where the model's own variance does not: bread · Σ s sᵀ · bread, with s the
 * score of a row, or the summed scores of a cluster.
 *
 * As R `sandwich`: `HC0` adds nothing, `HC1` multiplies by n / (n - k), `HC2` divides each squared score by 1 - leverage
 * and `HC3` by its square (`vcovHC`); `CR0` takes clusters for rows (`vcovCL(cadjust = FALSE, type = "HC0")`), `CR1`
 * multiplies by G / (G - 1) (`vcovCL(type = "HC0")`, the default there for a glm) and `CR1S` by
 * G / (G - 1) · (n - 1) / (n - k) as well (`type = "HC1"`, as Stata). Size × size.
 *
 * `too-few-observations` where n - k is 0 and divides, or there is one cluster; `no-variation` where a row has leverage 1
 * and its share would be divided by 0. A variance that vanishes beside the model's is 0.
 *
 * @throws MethodError when a cluster variance comes without clusters, or with codes of another length.
 *
 * Sources: White H. Econometrica 1980;48:817-838. MacKinnon JG, White H. J Econometrics 1985;29:305-325. Liang K-Y,
 * Zeger SL. Biometrika 1986;73:13-22. Zeileis A, Köll S, Graham N. J Stat Softw 2020;95(1). Oracle:
 * test/oracles/robust-variance.
 */
export function sandwichCovariance(
  method: string,
  parts: SandwichParts,
  variance: RobustVariance,
  cluster?: Factor,
): Float64Array | NotEstimableReason {
  const { rows, size } = parts.design;
  const clustered = variance === 'CR0' || variance === 'CR1' || variance === 'CR1S';
  if (clustered && cluster?.codes.length !== rows) {
    throw argumentError(
      method,
      'cluster',
      cluster === undefined ? 'is missing' : 'has the wrong length',
      cluster === undefined ? undefined : String(cluster.codes.length),
      `${rows} codes, one a row`,
      'Name the column of clusters in the endpoint, or choose another variance',
    );
  }
  if ((variance === 'HC1' || variance === 'CR1S') && rows <= size) return 'too-few-observations';
  let factor = variance === 'HC1' ? rows / (rows - size) : 1;
  let meat: Float64Array;
  if (clustered && cluster !== undefined) {
    const { sums, clusters } = clusterScores(parts, cluster);
    if (clusters < 2) return 'too-few-observations';
    if (variance !== 'CR0') factor = clusters / (clusters - 1);
    if (variance === 'CR1S') factor *= (rows - 1) / (rows - size);
    meat = crossProducts(sums, size);
  } else {
    const squares = squaredResiduals(parts, variance);
    if (squares === null) return 'no-variation';
    meat = weightedCrossProducts(parts.design, squares);
  }
  return withoutRounding(between(parts.bread, meat, size, factor), parts.bread, size);
}

/**
 * Sets variances that are nothing beside the model's to 0, in place, with their covariances: they are what rounding left
 * of 0, as where each arm is one cluster, whose scores sum to 0 at the maximum.
 */
function withoutRounding(covariance: Float64Array, bread: Float64Array, size: number): Float64Array {
  for (let column = 0; column < size; column += 1) {
    const place = column * size + column;
    if (covariance[place]! > 1e-14 * bread[place]!) continue;
    for (let other = 0; other < size; other += 1) {
      covariance[column * size + other] = 0;
      covariance[other * size + column] = 0;
    }
  }
  return covariance;
}

/** Scores summed within each cluster that has rows: one after the other, `size` entries each. */
function clusterScores({ design, residual }: SandwichParts, cluster: Factor) {
  const { rows, size, matrix } = design;
  const sums = new Float64Array(cluster.levels.length * size);
  const seen = new Uint8Array(cluster.levels.length);
  for (let row = 0; row < rows; row += 1) {
    const code = cluster.codes[row]!;
    seen[code] = 1;
    for (let column = 0; column < size; column += 1) {
      const place = code * size + column;
      sums[place] = sums[place]! + residual[row]! * matrix[row * size + column]!;
    }
  }
  return { sums, clusters: seen.reduce((sum, value) => sum + value, 0) };
}

function squaredResiduals({ design, bread, residual, spread }: SandwichParts, variance: RobustVariance) {
  const squares = residual.map((value) => value * value);
  if (variance !== 'HC2' && variance !== 'HC3') return squares;
  const { rows, size, matrix } = design;
  for (let row = 0; row < rows; row += 1) {
    let quadratic = 0;
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      for (let other = 0; other < size; other += 1) {
        sum += bread[other * size + column]! * matrix[row * size + other]!;
      }
      quadratic += sum * matrix[row * size + column]!;
    }
    const rest = 1 - spread[row]! * quadratic;
    if (!(rest > 1e-12)) return null;
    squares[row] = squares[row]! / (variance === 'HC2' ? rest : rest * rest);
  }
  return squares;
}

function crossProducts(sums: Float64Array, size: number): Float64Array {
  const products = new Float64Array(size * size);
  for (let from = 0; from < sums.length; from += size) {
    for (let column = 0; column < size; column += 1) {
      for (let other = 0; other < size; other += 1) {
        const place = column * size + other;
        products[place] = products[place]! + sums[from + column]! * sums[from + other]!;
      }
    }
  }
  return products;
}

/** factor · bread · meat · bread, all symmetric. */
function between(bread: Float64Array, meat: Float64Array, size: number, factor: number): Float64Array {
  const half = new Float64Array(size * size);
  const product = (left: Float64Array, right: Float64Array, into: Float64Array, scale: number) => {
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        let sum = 0;
        for (let inner = 0; inner < size; inner += 1) {
          sum += left[inner * size + row]! * right[column * size + inner]!;
        }
        into[column * size + row] = scale * sum;
      }
    }
  };
  product(bread, meat, half, factor);
  const covariance = new Float64Array(size * size);
  product(half, bread, covariance, 1);
  return covariance;
}
