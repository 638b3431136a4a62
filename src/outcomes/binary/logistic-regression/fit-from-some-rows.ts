import { type CholeskyFactor, cholesky } from '../../../math/linear-algebra/cholesky.js';
import { dotProduct } from '../../../math/linear-algebra/matrix-products.js';
import { type LikelihoodPoint, maximiseByNewton } from '../../../math/optimise/newton.js';
import type { SettledMaximum } from '../../settle-maximum.js';
import { type LogisticRows, logisticPoint } from '../logistic-likelihood.js';

/** Rows from which on it pays to fit a part of them first. */
const manyRows = 50_000;

/** A prime, so that arms that alternate, or repeat in blocks, are all among the rows chosen. */
const stride = 17;

/** Share of itself by which the information may be off: half as much in a standard error. */
const informationError = 1e-9;

/**
 * The maximum likelihood fit to many rows, from the fit to every 17th of them: two or three looks at all rows instead of
 * six. At each look the log-likelihood of the chosen rows, scaled up, is bent to have the value, score and information
 * of all rows there; its maximum is the next place to look. Only third derivatives are the chosen rows' own, and what
 * they miss is seen at the next look, as the information there against the one foretold: the last step is taken when
 * the next look would find less than 1e-9. Null where rows are few, where the fit to some rows fails, and where a step
 * is not at least ten times shorter than the one before it, as near a maximum it is and under separation it is not.
 *
 * `n` counts subjects. Source: Jordan MI, Lee JD, Yang Y. J Am Stat Assoc 2019;114:668-681 (surrogate likelihood), with
 * the information matched beside the score.
 */
export function fitFromSomeRows(rows: LogisticRows, n: number, start: Float64Array): SettledMaximum | null {
  if (rows.design.rows < manyRows) return null;
  const some = everySoManieth(rows);
  const evaluateSome = (parameters: Float64Array) => logisticPoint(some, parameters, false);
  const near = maximiseByNewton(start, evaluateSome, { tolerance: 1e-2 });
  if (near.status !== 'converged') return null;
  const scale = n / some.weight.reduce((sum, value) => sum + value, 0);
  let from: Place = { parameters: near.parameters, part: near, information: null };
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const all = logisticPoint(rows, from.parameters, false);
    const next = bentMaximum(all, from, scale, n, evaluateSome);
    if (next === null || !(next.length < before / 10)) return null;
    const missed =
      from.information === null
        ? Number.POSITIVE_INFINITY
        : largestGap(all.information, from.information) * (next.length / before);
    if (missed < informationError || next.length ** 2 < 1e-20 * n) {
      const { information, factor, rest } = next;
      const parameters = next.parameters.map((value, index) => value + rest[index]!);
      const logLikelihood = all.logLikelihood + next.length ** 2 / 2;
      return { logLikelihood, score: all.score, information, parameters, factor };
    }
    before = next.length;
    from = next;
  }
}

/** Where to look, the likelihood of the chosen rows there, and the information foretold for all rows. */
interface Place {
  readonly parameters: Float64Array;
  readonly part: LikelihoodPoint;
  readonly information: Float64Array | null;
}

interface BentMaximum extends Place {
  readonly information: Float64Array;
  readonly factor: CholeskyFactor;
  /** Of the first step towards it, in standard errors. */
  readonly length: number;
  /** The step that is left, so short that it leaves the information as it is. */
  readonly rest: Float64Array;
}

/**
 * The maximum of the bent log-likelihood of the chosen rows. Null where its information is not positive definite or
 * its steps do not shrink.
 */
function bentMaximum(
  all: LikelihoodPoint,
  { parameters: origin, part }: Place,
  scale: number,
  n: number,
  evaluateSome: (parameters: Float64Array) => LikelihoodPoint,
): BentMaximum | null {
  const size = origin.length;
  const first = cholesky(all.information, size);
  if (first === null) return null;
  let step = first.solve(all.score);
  const length = Math.sqrt(Math.max(0, dotProduct(step, all.score)));
  let parameters = origin;
  let squared = length ** 2;
  for (;;) {
    parameters = parameters.map((value, index) => value + step[index]!);
    const here = evaluateSome(parameters);
    const moved = parameters.map((value, index) => value - origin[index]!);
    const information = all.information.map(
      (value, cell) => value + scale * (here.information[cell]! - part.information[cell]!),
    );
    const score = all.score.map((value, row) => {
      let bent = value + scale * (here.score[row]! - part.score[row]!);
      for (let column = 0; column < size; column += 1) {
        const cell = row * size + column;
        bent -= (all.information[cell]! - scale * part.information[cell]!) * moved[column]!;
      }
      return bent;
    });
    const factor = cholesky(information, size);
    if (factor === null) return null;
    step = factor.solve(score);
    const left = dotProduct(step, score);
    if (!(left < squared / 4)) return null;
    squared = left;
    if (left < 1e-20 * n) {
      return { parameters, part: here, information, factor, length, rest: step };
    }
  }
}

/** The largest difference of two informations, each entry as a share of its two diagonal ones. */
function largestGap(information: Float64Array, foretold: Float64Array): number {
  const size = Math.sqrt(information.length);
  return information.reduce((largest, value, cell) => {
    const [row, column] = [Math.floor(cell / size), cell % size];
    const unit = Math.sqrt(information[row * (size + 1)]! * information[column * (size + 1)]!);
    return Math.max(largest, Math.abs(value - foretold[cell]!) / unit);
  }, 0);
}

function everySoManieth({ design, outcome, weight }: LogisticRows): LogisticRows {
  const { size } = design;
  const rows = Math.floor(design.rows / stride);
  const matrix = new Float64Array(rows * size);
  for (let row = 0; row < rows; row += 1) {
    matrix.set(design.matrix.subarray(stride * row * size, (stride * row + 1) * size), row * size);
  }
  const chosen = (values: Float64Array) =>
    Float64Array.from({ length: rows }, (_, row) => values[stride * row]!);
  return { design: { ...design, rows, matrix }, outcome: chosen(outcome), weight: chosen(weight) };
}
