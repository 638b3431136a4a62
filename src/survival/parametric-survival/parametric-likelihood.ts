import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import { log1mexp } from '../../math/special/log1mexp.js';
import type { CensoredRows } from './censored-rows.js';
import type { ParametricFamily, RowJet, RowParameters } from './families.js';

/**
 * Log-likelihood of a parametric model with score and observed information.
 *
 * `parameters`: intercept, one for each column, then the ancillary parameters of the family. Exact times give log
 * density, right-censored ones log survival, intervals the log probability of the interval; late entry divides by
 * survival to entry. O(n p^2).
 */
export function parametricLikelihood(
  family: ParametricFamily,
  rows: CensoredRows,
  columns: readonly Float64Array[],
): (parameters: Float64Array) => LikelihoodPoint {
  const slopes = columns.length;
  const ancillaryCount = family.ancillary.length;
  const size = 1 + slopes + ancillaryCount;
  const x = new Float64Array(1 + slopes).fill(1);
  const values = new Array<number>(1 + ancillaryCount).fill(0);
  return (parameters) => {
    let logLikelihood = 0;
    const score = new Float64Array(size);
    const information = new Float64Array(size * size);
    if (!parameters.every(isWithinReach)) {
      return { logLikelihood: Number.NEGATIVE_INFINITY, score, information };
    }
    for (let k = 0; k < ancillaryCount; k += 1) values[1 + k] = parameters[1 + slopes + k]!;
    for (let row = 0; row < rows.n; row += 1) {
      let location = parameters[0]!;
      for (let column = 0; column < slopes; column += 1) {
        x[1 + column] = columns[column]![row]!;
        location += parameters[1 + column]! * x[1 + column]!;
      }
      values[0] = location;
      const jet = rowContribution(family, rows, row, values);
      if (jet === null) continue;
      const weight = rows.weight === null ? 1 : rows.weight[row]!;
      logLikelihood += weight * jet.value;
      addRow(score, information, jet, x, weight);
    }
    mirrorUpper(information, size);
    // A log-likelihood that is not a number lies outside the space of parameters; so does one without derivatives.
    const usable = information.every((cell) => cell - cell === 0) && score.every((cell) => cell - cell === 0);
    return { logLikelihood: usable ? logLikelihood : Number.NEGATIVE_INFINITY, score, information };
  };
}

/** Parameters are logarithms or of their size, of times over their mean: a double ends at e^709. */
function isWithinReach(parameter: number): boolean {
  return Math.abs(parameter) < 700;
}

/** What each row adds to the score, case weight included: rows one after the other, one number a parameter. */
export function parametricScores(
  family: ParametricFamily,
  rows: CensoredRows,
  columns: readonly Float64Array[],
  parameters: Float64Array,
): Float64Array {
  const size = parameters.length;
  const scores = new Float64Array(rows.n * size);
  const alone = new Float64Array(size * size);
  const x = new Float64Array(1 + columns.length).fill(1);
  for (let row = 0; row < rows.n; row += 1) {
    let location = parameters[0]!;
    columns.forEach((values, column) => {
      x[1 + column] = values[row]!;
      location += parameters[1 + column]! * values[row]!;
    });
    const jet = rowContribution(family, rows, row, [location, ...parameters.subarray(x.length)]);
    if (jet === null) continue;
    const weight = rows.weight === null ? 1 : rows.weight[row]!;
    addRow(scores.subarray(row * size, (row + 1) * size), alone, jet, x, weight);
  }
  return scores;
}

function rowContribution(
  family: ParametricFamily,
  rows: CensoredRows,
  row: number,
  values: RowParameters,
): RowJet | null {
  const lower = rows.lower[row]!;
  const upper = rows.upper[row]!;
  let jet: RowJet | null;
  if (lower === upper) jet = family.logDensity(lower, values);
  else if (upper === Number.POSITIVE_INFINITY) jet = lower > 0 ? family.logSurvival(lower, values) : null;
  else if (lower === 0) jet = family.logFailure(upper, values);
  else jet = intervalProbability(family, lower, upper, values);
  const entry = rows.entry === null ? 0 : rows.entry[row]!;
  if (jet === null || !(entry > 0)) return jet;
  return minus(jet, family.logSurvival(entry, values));
}

/** log P(lower < T <= upper), from the tail in which both limits lie, so that no digits cancel. */
function intervalProbability(
  family: ParametricFamily,
  lower: number,
  upper: number,
  values: RowParameters,
): RowJet {
  const beyondLower = family.logSurvival(lower, values);
  if (beyondLower.value < -Math.LN2) {
    const beyondUpper = family.logSurvival(upper, values);
    const value = beyondLower.value + logShareBelow(beyondUpper.value - beyondLower.value);
    return combine(value, [beyondLower, 1], [beyondUpper, -1]);
  }
  const beforeLower = family.logFailure(lower, values);
  const beforeUpper = family.logFailure(upper, values);
  if (beforeUpper.value < -Math.LN2) {
    const value = beforeUpper.value + logShareBelow(beforeLower.value - beforeUpper.value);
    return combine(value, [beforeUpper, 1], [beforeLower, -1]);
  }
  const beyondUpper = family.logSurvival(upper, values);
  const value = Math.log1p(-(Math.exp(beforeLower.value) + Math.exp(beyondUpper.value)));
  return combine(value, [beforeLower, -1], [beyondUpper, -1]);
}

/** log(1 - exp(gap)) for a gap of 0 or less; 0 where both limits lie so far out that the gap has no value. */
function logShareBelow(gap: number): number {
  return Number.isNaN(gap) ? 0 : log1mexp(Math.min(0, gap));
}

type SignedJet = readonly [jet: RowJet, sign: 1 | -1];

/** Derivatives of log P where P is a signed sum of exp(jet) and a constant, and log P is `value`. */
function combine(value: number, ...terms: readonly SignedJet[]): RowJet {
  const count = terms[0]![0].first.length;
  const first = new Array<number>(count).fill(0);
  const second = new Array<number>((count * (count + 1)) / 2).fill(0);
  for (const [jet, sign] of terms) {
    const share = sign * Math.exp(jet.value - value);
    let cell = 0;
    for (let i = 0; i < count; i += 1) {
      first[i]! += share * jet.first[i]!;
      for (let j = 0; j <= i; j += 1, cell += 1) {
        second[cell]! += share * (jet.second[cell]! + jet.first[i]! * jet.first[j]!);
      }
    }
  }
  let cell = 0;
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j <= i; j += 1, cell += 1) second[cell]! -= first[i]! * first[j]!;
  }
  return { value, first, second };
}

function minus(left: RowJet, right: RowJet): RowJet {
  return {
    value: left.value - right.value,
    first: left.first.map((slope, index) => slope - right.first[index]!),
    second: left.second.map((bow, index) => bow - right.second[index]!),
  };
}

/** Adds a row by the chain rule: the location is x'b, ancillary parameters follow the columns. Lower triangle only. */
function addRow(
  score: Float64Array,
  information: Float64Array,
  jet: RowJet,
  x: Float64Array,
  weight: number,
): void {
  const size = score.length;
  const columns = x.length;
  const { first, second } = jet;
  const slope = weight * first[0]!;
  const bow = weight * second[0]!;
  for (let i = 0; i < columns; i += 1) {
    score[i]! += slope * x[i]!;
    const scaled = bow * x[i]!;
    for (let j = 0; j <= i; j += 1) information[j * size + i]! -= scaled * x[j]!;
  }
  let cell = 1;
  for (let k = 1; k < first.length; k += 1) {
    const place = columns + k - 1;
    score[place]! += weight * first[k]!;
    const mixed = weight * second[cell]!;
    for (let j = 0; j < columns; j += 1) information[j * size + place]! -= mixed * x[j]!;
    cell += 1;
    for (let j = 1; j <= k; j += 1, cell += 1) {
      information[(columns + j - 1) * size + place]! -= weight * second[cell]!;
    }
  }
}

function mirrorUpper(matrix: Float64Array, size: number): void {
  for (let column = 0; column < size; column += 1) {
    for (let row = column + 1; row < size; row += 1)
      matrix[row * size + column] = matrix[column * size + row]!;
  }
}
