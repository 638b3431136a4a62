import { argumentError } from '../core/errors.js';
import { type Estimable, isEstimable, mapEstimable } from '../core/estimable.js';
import { requireList } from '../math/argument-checks.js';
import { type NumberColumn, readNumbers, type SurvivalInput } from './survival-columns.js';
import { type WaldContrast, waldContrast } from './wald-contrast.js';

export interface PredictionInput extends Pick<SurvivalInput, 'time' | 'event'> {
  /** One column for all times, or one column a time. A higher value foretells the earlier event. */
  readonly predictions: NumberColumn | readonly NumberColumn[];
}

export interface PredictionOptions {
  /** Horizons, above 0. */
  readonly times: readonly number[];
  /** Default 0.95. */
  readonly level?: number;
}

/** One column of checked predictions for each time. */
export function readPredictions(
  method: string,
  predictions: PredictionInput['predictions'],
  n: number,
  times: readonly number[],
): readonly Float64Array[] {
  requireList(method, 'times', times, 'one time or more');
  requireList(method, 'predictions', predictions, 'one number a subject, or one column a time');
  if (times.length === 0) throw argumentError(method, 'times', 'is empty', '0 times', 'one time or more');
  const bad = times.find((time) => !(time > 0 && Number.isFinite(time)));
  if (bad !== undefined) {
    throw argumentError(method, 'times', 'has a value that is no horizon', String(bad), 'numbers above 0');
  }
  if (predictions.length > 0 && typeof predictions[0] !== 'object') {
    const column = readNumbers(method, 'predictions', predictions as NumberColumn, n);
    return times.map(() => column);
  }
  const columns = predictions as readonly NumberColumn[];
  if (columns.length !== times.length) {
    throw argumentError(
      method,
      'predictions',
      'has another number of columns than there are times',
      `${columns.length} columns`,
      `${times.length}, one for each time, or a single column of numbers`,
    );
  }
  return columns.map((column, index) => readNumbers(method, `predictions[${index}]`, column, n));
}

/**
 * An estimate with the standard error of its influences (those of a mean, divisor n - 1) and a test of `noSkill`.
 * The interval is cut at 0 and 1, between which areas and squared errors lie.
 */
export function accuracyEstimate(
  estimate: Estimable,
  influence: Float64Array | null,
  noSkill: number,
  level: number,
): WaldContrast {
  if (!isEstimable(estimate) || influence === null) return waldContrast(estimate, 0, level);
  const n = influence.length;
  const squares = influence.reduce((sum, value) => sum + value * value, 0);
  // Differences at the level of rounding are none.
  const error = n > 1 && squares > 1e-28 ? Math.sqrt((squares * n) / (n - 1)) : 0;
  const contrast = waldContrast(estimate - noSkill, error, level);
  const within = (limit: Estimable) =>
    mapEstimable(limit, (value) => Math.min(1, Math.max(0, value + noSkill)));
  return { ...contrast, estimate, lower: within(contrast.lower), upper: within(contrast.upper) };
}
