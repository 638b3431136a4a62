import { argumentError } from '../../core/errors.js';
import { type CholeskyFactor, cholesky } from '../../math/linear-algebra/cholesky.js';
import type { NormalDraws } from '../../math/random/normal-draws.js';
import type { ImputationGroup } from './imputation-group.js';

/** A regression fitted to the rows where a column is observed, and one draw from the posterior of its coefficients. */
export interface DrawnRegression {
  /** Least squares or maximum likelihood, one a predictor. */
  readonly estimated: Float64Array;
  /** A draw from the posterior. */
  readonly drawn: Float64Array;
  /** Drawn residual standard deviation; 1 for a logistic regression. */
  readonly spread: number;
  /** Whether the predictors had to be steadied by a ridge because they determine one another. */
  readonly steadied: boolean;
}

/** Share of each diagonal element that is added where predictors determine one another. */
const ridge = 1e-5;

/**
 * Normal linear regression of column `target` on `predictors` over `rows` of a table, with a draw of its coefficients and
 * residual variance under the standard noninformative prior: sigma² = RSS / chi-square(n - p), coefficients normal about
 * least squares. Predictors that determine one another get a ridge of 1e-5 of the diagonal.
 *
 * @throws MethodError when there are no more rows than predictors.
 *
 * Source: Rubin DB. Multiple imputation for nonresponse in surveys 1987: example 5.3.
 */
export function drawLinearRegression(
  group: ImputationGroup,
  table: Float64Array,
  rows: Int32Array,
  target: number,
  predictors: Int32Array,
  draws: NormalDraws,
): DrawnRegression {
  const width = group.fixed + group.visits;
  const size = predictors.length;
  requireRows(group, rows.length, size, target - group.fixed);
  const products = new Float64Array(size * size);
  const sums = new Float64Array(size);
  const line = new Float64Array(size);
  let squares = 0;
  for (const row of rows) {
    const from = row * width;
    const y = table[from + target]!;
    for (let index = 0; index < size; index += 1) line[index] = table[from + predictors[index]!]!;
    for (let column = 0; column < size; column += 1) {
      const x = line[column]!;
      sums[column] = sums[column]! + x * y;
      const start = column * size;
      for (let other = column; other < size; other += 1) {
        products[start + other] = products[start + other]! + x * line[other]!;
      }
    }
    squares += y * y;
  }
  const { factor, steadied } = steadyFactor(products, size);
  const estimated = factor.solve(sums);
  let left = squares;
  for (let index = 0; index < size; index += 1) left -= estimated[index]! * sums[index]!;
  const spread = Math.sqrt(Math.max(0, left) / draws.chiSquare(rows.length - size));
  return { estimated, drawn: drawAround(estimated, factor, spread, draws), spread, steadied };
}

/**
 * Logistic regression of the 0/1 column `target`, with a draw of its coefficients from the normal approximation of their
 * posterior. So that no predictor can separate the outcomes, rows of small weight are added: for each predictor one
 * standard deviation above and below its mean, with either outcome, p + 1 subjects' worth in all.
 *
 * Source: White IR, Daniel R, Royston P. Comput Stat Data Anal 2010;54:2267-2275.
 */
export function drawLogisticRegression(
  group: ImputationGroup,
  table: Float64Array,
  rows: Int32Array,
  target: number,
  predictors: Int32Array,
  draws: NormalDraws,
  start: Float64Array | null,
): DrawnRegression {
  const width = group.fixed + group.visits;
  const size = predictors.length;
  const n = rows.length;
  const slopes = size - 1;
  const total = n + 4 * slopes;
  const design = new Float64Array(total * size);
  const outcome = new Float64Array(total);
  const weight = new Float64Array(total).fill(1, 0, n);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let row = 0; row < n; row += 1) {
    const from = rows[row]! * width;
    outcome[row] = table[from + target]!;
    for (let index = 0; index < size; index += 1) {
      const x = table[from + predictors[index]!]!;
      design[row * size + index] = x;
      mean[index] = mean[index]! + x / n;
      square[index] = square[index]! + (x * x) / n;
    }
  }
  for (let slope = 1; slope <= slopes; slope += 1) {
    const spread = Math.sqrt(Math.max(0, square[slope]! - mean[slope]! ** 2));
    for (let corner = 0; corner < 4; corner += 1) {
      const row = n + 4 * (slope - 1) + corner;
      design.set(mean, row * size);
      design[row * size + slope] = mean[slope]! + (corner < 2 ? spread : -spread);
      outcome[row] = corner % 2;
      weight[row] = size / (4 * slopes);
    }
  }
  const parameters = start === null ? new Float64Array(size) : start.slice();
  let fitted: { readonly factor: CholeskyFactor; readonly steadied: boolean } | null = null;
  for (let step = 0; step < 30; step += 1) {
    const score = new Float64Array(size);
    const information = new Float64Array(size * size);
    for (let row = 0; row < total; row += 1) {
      const from = row * size;
      let linear = 0;
      for (let index = 0; index < size; index += 1) linear += design[from + index]! * parameters[index]!;
      const p = 1 / (1 + Math.exp(-linear));
      const rest = weight[row]! * (outcome[row]! - p);
      const w = weight[row]! * p * (1 - p);
      for (let column = 0; column < size; column += 1) {
        const x = design[from + column]!;
        score[column] = score[column]! + rest * x;
        const wx = w * x;
        const place = column * size;
        for (let other = column; other < size; other += 1) {
          information[place + other] = information[place + other]! + wx * design[from + other]!;
        }
      }
    }
    fitted = steadyFactor(information, size);
    const move = fitted.factor.solve(score);
    let length = 0;
    for (let index = 0; index < size; index += 1) length += move[index]! * score[index]!;
    // Half a step where it would be a leap: the likelihood is concave, so that it comes down in time.
    const share = length > 4 * size ? Math.sqrt((4 * size) / length) : 1;
    for (let index = 0; index < size; index += 1) {
      parameters[index] = parameters[index]! + share * move[index]!;
    }
    if (length < 1e-10) break;
  }
  const { factor, steadied } = fitted!;
  return { estimated: parameters, drawn: drawAround(parameters, factor, 1, draws), spread: 1, steadied };
}

/** A factor of cross-products of which the lower triangle is given, with a ridge where they are singular. */
function steadyFactor(
  products: Float64Array,
  size: number,
): { readonly factor: CholeskyFactor; readonly steadied: boolean } {
  const factor = cholesky(products, size);
  if (factor !== null) return { factor, steadied: false };
  const raised = products.slice();
  for (let index = 0; index < size; index += 1) {
    const diagonal = raised[index * size + index]!;
    raised[index * size + index] = diagonal > 0 ? diagonal * (1 + ridge) : 1;
  }
  return { factor: cholesky(raised, size, 0)!, steadied: true };
}

/** centre + spread · lower⁻ᵀ z with z standard normal: covariance spread² · (lower · lowerᵀ)⁻¹. */
function drawAround(
  centre: Float64Array,
  { lower, size }: CholeskyFactor,
  spread: number,
  draws: NormalDraws,
): Float64Array {
  const drawn = new Float64Array(size);
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = draws.normal();
    for (let inner = row + 1; inner < size; inner += 1) rest -= lower[row * size + inner]! * drawn[inner]!;
    drawn[row] = rest / lower[row * size + row]!;
  }
  for (let index = 0; index < size; index += 1) drawn[index] = centre[index]! + spread * drawn[index]!;
  return drawn;
}

function requireRows(group: ImputationGroup, rows: number, size: number, visit: number): void {
  if (rows > size) return;
  throw argumentError(
    'imputation',
    'outcome',
    `has too few observed values at visit number ${visit + 1}${group.arm === null ? '' : ` in arm "${group.arm}"`} for the regression that imputes the others`,
    `${rows} observed for ${size} coefficients`,
    'more observed values than coefficients',
    group.arm === null
      ? 'Leave out covariates or visits'
      : 'Set byArm to false, so that the arms share a model, or leave out covariates or visits',
  );
}
