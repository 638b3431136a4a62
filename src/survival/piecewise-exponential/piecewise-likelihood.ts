import type { LikelihoodPoint } from '../../math/optimise/newton.js';

/** One row a fitted subject: what it spent in each active piece, where its event fell (-1 without one). */
export interface PiecewiseRows {
  readonly n: number;
  readonly pieces: number;
  /** n x pieces, row after row. */
  readonly exposure: Float64Array;
  readonly eventPiece: Int32Array;
  readonly weight: Float64Array | null;
}

/**
 * Log-likelihood with score and information of hazards exp(a_j + x'b): the sum over events of the log hazard, less
 * all cumulative hazards. `parameters`: a log hazard for each piece, then one for each column. Concave. O(n (J + p)^2).
 */
export function piecewiseLikelihood(
  rows: PiecewiseRows,
  columns: readonly Float64Array[],
): (parameters: Float64Array) => LikelihoodPoint {
  const { n, pieces } = rows;
  const size = pieces + columns.length;
  return (parameters) => {
    let logLikelihood = 0;
    const score = new Float64Array(size);
    const information = new Float64Array(size * size);
    const hazards = parameters.subarray(0, pieces).map(Math.exp);
    const expected = new Float64Array(pieces);
    for (let row = 0; row < n; row += 1) {
      const weight = rows.weight === null ? 1 : rows.weight[row]!;
      let effect = 0;
      for (let k = 0; k < columns.length; k += 1) effect += parameters[pieces + k]! * columns[k]![row]!;
      const multiple = weight * Math.exp(effect);
      let total = 0;
      for (let piece = 0; piece < pieces; piece += 1) {
        expected[piece] = multiple * hazards[piece]! * rows.exposure[row * pieces + piece]!;
        total += expected[piece]!;
        score[piece]! -= expected[piece]!;
        information[piece * size + piece]! += expected[piece]!;
      }
      logLikelihood -= total;
      const own = rows.eventPiece[row]!;
      const event = own >= 0 ? weight : 0;
      if (own >= 0) {
        logLikelihood += weight * (parameters[own]! + effect);
        score[own]! += weight;
      }
      for (let k = 0; k < columns.length; k += 1) {
        const x = columns[k]![row]!;
        score[pieces + k]! += (event - total) * x;
        for (let piece = 0; piece < pieces; piece += 1) {
          information[piece * size + pieces + k]! += expected[piece]! * x;
        }
        for (let j = 0; j <= k; j += 1) {
          information[(pieces + j) * size + pieces + k]! += total * x * columns[j]![row]!;
        }
      }
    }
    for (let column = 0; column < size; column += 1) {
      for (let row = column + 1; row < size; row += 1) {
        information[row * size + column] = information[column * size + row]!;
      }
    }
    return { logLikelihood, score, information };
  };
}
