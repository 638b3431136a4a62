import { notEstimable } from '../../core/estimable.js';
import { type PredictionInput, type PredictionOptions, readPredictions } from '../accuracy-estimate.js';
import { censoringCurve, horizonWeights } from '../censoring-weights.js';
import { checkLevel, readSurvivalColumns } from '../survival-columns.js';
import { type WaldContrast, waldContrast } from '../wald-contrast.js';
import { areaUnderCurve } from './area-under-curve.js';

export interface TwoPredictions extends PredictionInput {
  /** The prediction to compare with, in the shape of `predictions`. */
  readonly versus: PredictionInput['predictions'];
}

/** The area of `predictions` less that of `versus`, on the same subjects. `p` tests equal areas. */
export interface AreaDifference extends WaldContrast {
  readonly time: number;
}

/**
 * Tells whether one prediction ranks subjects better than another by each time, on the same subjects.
 *
 * Conventions are those of `timeDependentAuc`. The standard error is that of the differences of each subject's two
 * influences, so that it counts that both areas come from one sample, divisor n - 1.
 *
 * Not estimable: as the areas; `no-variation` for the interval where both rank everybody alike. Errors as there.
 * Source: Blanche P, Dartigues J-F, Jacqmin-Gadda H. Stat Med 2013;32:5381-5397, section 3.
 * Oracle: test/oracles/time-dependent-auc/differences.json.
 */
export function compareTimeDependentAuc(
  input: TwoPredictions,
  options: PredictionOptions,
): readonly AreaDifference[] {
  const method = 'time-dependent-auc';
  const { times, level = 0.95 } = options;
  checkLevel(method, level);
  const columns = readSurvivalColumns(method, { time: input.time, event: input.event });
  const first = readPredictions(method, input.predictions, columns.n, times);
  const second = readPredictions(method, input.versus, columns.n, times);
  const curve = censoringCurve(columns);
  return times.map((time, index) => {
    const weights = horizonWeights(columns, curve, time);
    if (weights.cases === 0 || weights.controls === 0) {
      const reason = columns.n > 0 && weights.controls === 0 ? 'beyond-last-observation' : 'no-events';
      return { time, ...waldContrast(notEstimable(reason), 0, level) };
    }
    const one = areaUnderCurve(columns, curve, weights, first[index]!);
    const two = areaUnderCurve(columns, curve, weights, second[index]!);
    let squares = 0;
    for (let row = 0; row < columns.n; row += 1) squares += (one.influence[row]! - two.influence[row]!) ** 2;
    // Differences at the level of rounding are none.
    const error = squares > 1e-28 ? Math.sqrt((squares * columns.n) / (columns.n - 1)) : 0;
    return { time, ...waldContrast(one.area - two.area, error, level) };
  });
}
