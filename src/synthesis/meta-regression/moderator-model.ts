import { type CholeskyFactor, cholesky } from '../../math/linear-algebra/cholesky.js';
import { type EffectModel, samplingVariances, type WeightedFit } from '../effect-model.js';
import type { EstimatedEffect } from '../study-effects.js';

/** A weighted regression of study effects on moderators, with what the standard errors need. */
export interface ModeratorFit extends WeightedFit {
  /** Intercept first, then one a moderator, on the scales given. */
  readonly coefficients: Float64Array;
  /** Inverse of X'WX, on the scales given. */
  readonly inverse: Float64Array;
}

export interface ModeratorModel extends EffectModel {
  fit(weights: Float64Array): ModeratorFit;
}

/**
 * A line through moderators. Moderators are centred and scaled inside, so that years and proportions may stand side by
 * side; null when they are collinear (with each other or with a constant). A fit costs O(k p^2 + p^3).
 */
export function moderatorModel(
  effects: readonly EstimatedEffect[],
  moderators: readonly Float64Array[],
): ModeratorModel | null {
  const k = effects.length;
  const scales = moderators.map((values) => {
    const centre = values.reduce((sum, value) => sum + value, 0) / k;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / k);
    return { centre, spread, values: values.map((value) => (value - centre) / spread) };
  });
  if (scales.some(({ centre, spread }) => !(spread > 1e-12 * Math.abs(centre)))) return null;
  const columns = [new Float64Array(k).fill(1), ...scales.map(({ values }) => values)];
  const size = columns.length;

  const factorAt = (weights: Float64Array): CholeskyFactor | null => {
    const cross = new Float64Array(size * size);
    columns.forEach((left, column) => {
      columns.forEach((right, row) => {
        cross[column * size + row] = left.reduce(
          (sum, value, index) => sum + weights[index]! * value * right[index]!,
          0,
        );
      });
    });
    return cholesky(cross, size, 1e-12);
  };
  if (k < size || factorAt(new Float64Array(k).fill(1)) === null) return null;

  const fit = (weights: Float64Array): ModeratorFit => {
    const factor = factorAt(weights)!;
    const scaled = factor.solve(
      columns.map((column) =>
        column.reduce((sum, value, index) => sum + weights[index]! * value * effects[index]!.estimate, 0),
      ),
    );
    const scaledInverse = factor.inverse();
    let weightedSquares = 0;
    let total = 0;
    let squaredPull = 0;
    let freeWeight = 0;
    const row = new Float64Array(size);
    effects.forEach(({ estimate }, index) => {
      columns.forEach((column, position) => {
        row[position] = column[index]!;
      });
      const residual = estimate - dot(row, scaled);
      weightedSquares += weights[index]! * residual * residual;
      total += weights[index]! * estimate * estimate;
      squaredPull += (weights[index]! * residual) ** 2;
      freeWeight += weights[index]! * (1 - weights[index]! * dot(row, factor.solve(row)));
    });
    return {
      // Points on the line but for rounding leave nothing.
      weightedSquares: weightedSquares <= 1e-26 * total ? 0 : weightedSquares,
      squaredPull,
      freeWeight,
      logDeterminant: factor.logDeterminant,
      coefficients: Float64Array.from(scaled, (_, position) => dot(backTransform(position), scaled)),
      inverse: transformed(scaledInverse),
    };
  };

  /** Row of the matrix that turns coefficients of scaled moderators into those of the moderators as given. */
  const backTransform = (position: number): Float64Array =>
    Float64Array.from(columns, (_, other) => {
      if (position > 0) return other === position ? 1 / scales[position - 1]!.spread : 0;
      return other === 0 ? 1 : -scales[other - 1]!.centre / scales[other - 1]!.spread;
    });

  const transformed = (inverse: Float64Array): Float64Array => {
    const rows = columns.map((_, position) => backTransform(position));
    return Float64Array.from(inverse, (_, cell) => {
      const left = rows[Math.floor(cell / size)]!;
      const right = rows[cell % size]!;
      let sum = 0;
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j < size; j += 1) sum += left[i]! * inverse[i * size + j]! * right[j]!;
      }
      return sum;
    });
  };
  const leverages = (weights: Float64Array): Float64Array => {
    const factor = factorAt(weights)!;
    return weights.map((weight, index) => {
      const row = Float64Array.from(columns, (column) => column[index]!);
      return weight * dot(row, factor.solve(row));
    });
  };
  return { effects, samplingVariances: samplingVariances(effects), parameters: size, fit, leverages };
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}
