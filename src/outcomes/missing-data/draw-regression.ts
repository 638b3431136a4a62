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
  const constant = constantPredictors(table, rows, width, predictors);
  const products = new Float64Array(size * size);
  const sums = new Float64Array(size);
  const line = new Float64Array(size);
  let squares = 0;
  for (const row of rows) {
    const from = row * width;
    const y = table[from + target]!;
    for (let index = 0; index < size; index += 1) {
      line[index] = constant[index] === 1 ? 0 : table[from + predictors[index]!]!;
    }
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
  const drawn = withoutConstants(drawAround(estimated, factor, spread, draws), constant);
  return { estimated, drawn, spread, steadied };
}

/**
 * Logistic regression of the 0/1 column `target`, with a draw of its coefficients from the normal approximation of their
 * posterior. So that no predictor can separate the outcomes, rows of small weight are added: for each predictor one
 * standard deviation above and below its mean, with either outcome, p + 1 subjects' worth in all. Without predictors it
 * is half a subject with either outcome.
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
  const constant = constantPredictors(table, rows, width, predictors);
  const total = n + (slopes > 0 ? 4 * slopes : 2);
  const design = new Float64Array(total * size);
  const outcome = new Float64Array(total);
  const weight = new Float64Array(total).fill(1, 0, n);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let row = 0; row < n; row += 1) {
    const from = rows[row]! * width;
    outcome[row] = table[from + target]!;
    for (let index = 0; index < size; index += 1) {
      const x = constant[index] === 1 ? 0 : table[from + predictors[index]!]!;
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
  if (slopes === 0) {
    design.fill(1, n);
    outcome[n] = 1;
    weight.fill(0.5, n);
  }
  const rowsOf = { design, outcome, weight, size };
  let parameters: Float64Array = start === null ? new Float64Array(size) : start.slice();
  let point = penalisedPoint(rowsOf, parameters);
  let fitted = steadyFactor(point.information, size);
  for (let step = 0; step < 50; step += 1) {
    const move = fitted.factor.solve(point.score);
    let length = 0;
    for (let index = 0; index < size; index += 1) length += move[index]! * point.score[index]!;
    if (length < 1e-9) break;
    // The likelihood is concave: some part of the step always raises it, unless it has run out of digits.
    let share = 1;
    let next = parameters;
    let higher = point;
    while (share > 1e-9) {
      next = parameters.map((value, index) => value + share * move[index]!);
      higher = penalisedPoint(rowsOf, next);
      if (higher.logLikelihood > point.logLikelihood) break;
      share /= 2;
    }
    if (!(higher.logLikelihood > point.logLikelihood)) break;
    parameters = next;
    point = higher;
    fitted = steadyFactor(point.information, size);
  }
  const { factor, steadied } = fitted;
  const drawn = withoutConstants(drawAround(parameters, factor, 1, draws), constant);
  return { estimated: parameters, drawn, spread: 1, steadied };
}

/** Weighted log-likelihood of a logistic regression, its first derivatives, and the lower triangle of its information. */
function penalisedPoint(
  {
    design,
    outcome,
    weight,
    size,
  }: {
    readonly design: Float64Array;
    readonly outcome: Float64Array;
    readonly weight: Float64Array;
    readonly size: number;
  },
  parameters: Float64Array,
): { readonly logLikelihood: number; readonly score: Float64Array; readonly information: Float64Array } {
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  let logLikelihood = 0;
  for (let row = 0; row < outcome.length; row += 1) {
    const from = row * size;
    let linear = 0;
    for (let index = 0; index < size; index += 1) linear += design[from + index]! * parameters[index]!;
    const small = Math.exp(-Math.abs(linear));
    const larger = 1 / (1 + small);
    const p = linear >= 0 ? larger : small * larger;
    const y = outcome[row]!;
    const w = weight[row]!;
    logLikelihood += w * ((y === 1) === linear >= 0 ? 0 : -Math.abs(linear)) - w * Math.log1p(small);
    const rest = w * (y - p);
    const spread = w * small * larger * larger;
    for (let column = 0; column < size; column += 1) {
      const x = design[from + column]!;
      score[column] = score[column]! + rest * x;
      const wx = spread * x;
      const place = column * size;
      for (let other = column; other < size; other += 1) {
        information[place + other] = information[place + other]! + wx * design[from + other]!;
      }
    }
  }
  return { logLikelihood, score, information };
}

/**
 * 1 for predictors that are the same in all rows, the first (the intercept) aside: such a column cannot be told from the
 * intercept and takes no part.
 */
function constantPredictors(
  table: Float64Array,
  rows: Int32Array,
  width: number,
  predictors: Int32Array,
): Uint8Array {
  const constant = new Uint8Array(predictors.length);
  for (let index = 1; index < predictors.length; index += 1) {
    const column = predictors[index]!;
    const first = table[rows[0]! * width + column]!;
    let row = 1;
    while (row < rows.length && table[rows[row]! * width + column]! === first) row += 1;
    constant[index] = row === rows.length ? 1 : 0;
  }
  return constant;
}

function withoutConstants(drawn: Float64Array, constant: Uint8Array): Float64Array {
  for (let index = 0; index < drawn.length; index += 1) if (constant[index] === 1) drawn[index] = 0;
  return drawn;
}

/** A factor of cross-products of which the lower triangle is given, with a ridge where they are singular. */
function steadyFactor(
  products: Float64Array,
  size: number,
): { readonly factor: CholeskyFactor; readonly steadied: boolean } {
  const raised = products.slice();
  // A predictor that takes no part has only zeros; its own 1 leaves the others as they are.
  for (let index = 0; index < size; index += 1) {
    if (raised[index * size + index] === 0) raised[index * size + index] = 1;
  }
  const factor = cholesky(raised, size);
  if (factor !== null) return { factor, steadied: false };
  for (let index = 0; index < size; index += 1) {
    raised[index * size + index] = raised[index * size + index]! * (1 + ridge);
  }
  const steady = cholesky(raised, size, 0);
  if (steady === null) {
    throw argumentError(
      'imputation',
      'values',
      'are too large to fit',
      undefined,
      'squares that a number can hold',
      'Give the outcome and covariates in larger units',
    );
  }
  return { factor: steady, steadied: true };
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
    group.method,
    'outcome',
    `has too few observed values at visit "${group.visitNames[visit]}"${group.arm === null ? '' : ` in arm "${group.arm}"`} for the regression that imputes the others`,
    `${rows} observed for ${size} coefficients`,
    'more observed values than coefficients',
    group.arm === null
      ? 'Leave out covariates or visits'
      : 'Set byArm to false, so that the arms share a model, or leave out covariates or visits',
  );
}
