import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import type { SplineScale } from './spline-scales.js';

/** One row a fitted subject: spline columns and covariates at its time, and the same at its entry. */
export interface SplineRows {
  readonly n: number;
  readonly size: number;
  readonly event: Uint8Array;
  readonly weight: Float64Array | null;
  /** Design of the predictor at the time; null where the time is 0. */
  readonly atTime: readonly (readonly number[] | null)[];
  /** Design of its derivative by log time, for events. */
  readonly slope: readonly (readonly number[] | null)[];
  /** Design at entry; null without late entry. */
  readonly atEntry: readonly (readonly number[] | null)[];
}

/**
 * Log-likelihood of a model whose predictor is linear in its parameters, less the sum of log times of events. Without
 * late entry concave wherever the curve rises at every event; minus infinity elsewhere. O(n size^2).
 */
export function splineLikelihood(
  rows: SplineRows,
  scale: SplineScale,
): (parameters: Float64Array) => LikelihoodPoint {
  const { n, size } = rows;
  return (parameters) => {
    const product = (design: readonly number[]) =>
      design.reduce((sum, value, index) => sum + value * parameters[index]!, 0);
    let logLikelihood = 0;
    const score = new Float64Array(size);
    const information = new Float64Array(size * size);
    const add = (design: readonly number[], slope: number, bow: number) => {
      for (let i = 0; i < size; i += 1) {
        score[i]! += slope * design[i]!;
        const scaled = bow * design[i]!;
        if (scaled === 0) continue;
        for (let j = 0; j <= i; j += 1) information[j * size + i]! += scaled * design[j]!;
      }
    };
    for (let row = 0; row < n; row += 1) {
      const weight = rows.weight === null ? 1 : rows.weight[row]!;
      const design = rows.atTime[row];
      if (design === null || design === undefined) continue;
      const location = product(design);
      if (rows.event[row] === 1) {
        const steep = rows.slope[row]!;
        const rise = product(steep);
        const { value, first, second } = scale.logDensity(location);
        logLikelihood += weight * (rise > 0 ? Math.log(rise) + value : Number.NEGATIVE_INFINITY);
        add(design, weight * first, -weight * second);
        add(steep, weight / rise, weight / (rise * rise));
      } else {
        const { value, first, second } = scale.logSurvival(location);
        logLikelihood += weight * value;
        add(design, weight * first, -weight * second);
      }
      const entry = rows.atEntry[row];
      if (entry === null || entry === undefined) continue;
      const before = scale.logSurvival(product(entry));
      logLikelihood -= weight * before.value;
      add(entry, -weight * before.first, weight * before.second);
    }
    for (let column = 0; column < size; column += 1) {
      for (let row = column + 1; row < size; row += 1) {
        information[row * size + column] = information[column * size + row]!;
      }
    }
    const usable = information.every((cell) => cell - cell === 0);
    return { logLikelihood: usable ? logLikelihood : Number.NEGATIVE_INFINITY, score, information };
  };
}
