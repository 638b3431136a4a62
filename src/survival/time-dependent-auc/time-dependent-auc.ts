import { notEstimable } from '../../core/estimable.js';
import { requireObject } from '../../math/argument-checks.js';
import { requireOptions } from '../../math/option-checks.js';
import {
  accuracyEstimate,
  type PredictionInput,
  type PredictionOptions,
  readPredictions,
} from '../accuracy-estimate.js';
import { censoringCurve, horizonWeights } from '../censoring-weights.js';
import { checkLevel, readSurvivalColumns } from '../survival-columns.js';
import type { WaldContrast } from '../wald-contrast.js';
import { areaUnderCurve } from './area-under-curve.js';

/** How well a prediction ranks subjects at one horizon. `p` tests an area of one half: no better than a coin. */
export interface TimeDependentAuc extends Omit<WaldContrast, 'estimate'> {
  readonly time: number;
  /** Chance that a subject with the event by the time has the higher prediction than one without. */
  readonly auc: WaldContrast['estimate'];
  /** Subjects with the event by the time, and followed free of it beyond the time. */
  readonly cases: number;
  readonly controls: number;
}

const method = 'time-dependent-auc';

/**
 * How well a prediction tells who will have the event by a time from who will not: the area under the ROC curve at
 * each time, cumulative cases against dynamic controls, corrected for censoring.
 *
 * Conventions. Subjects censored before the time are not known; the others carry the inverse of their chance of being
 * followed, by Kaplan-Meier of the censoring (events first at equal times, as riskRegression). Equal predictions
 * count one half. Higher predictions mean the earlier event. The standard error is that of a mean of influences,
 * divisor n - 1, with the estimation of the weights in it; riskRegression gives the same to rounding.
 *
 * Units: `predictions` one column for all times, or one column a time; any scale. 1 ranks without fault, 0.5 is chance.
 * Not estimable: `no-events` without cases, `beyond-last-observation` without controls, `no-variation` for intervals.
 * Errors: `MethodError` for unequal lengths, missing predictions, negative times. O(n log n) a time.
 *
 * Source: Uno H, Cai T, Tian L, Wei LJ. J Am Stat Assoc 2007;102:527-537; Hung H, Chiang C-T. Can J Stat 2010;38:8-26;
 * Blanche P, Dartigues J-F, Jacqmin-Gadda H. Stat Med 2013;32:5381-5397. Oracle: test/oracles/time-dependent-auc.
 */
export function timeDependentAuc(
  input: PredictionInput,
  options: PredictionOptions,
): readonly TimeDependentAuc[] {
  requireObject(method, 'input', input, '{ time, event, predictions }');
  requireOptions(method, options, { times: 'numbers', level: 'number' });
  const { times, level = 0.95 } = options;
  checkLevel(method, level);
  const columns = readSurvivalColumns(method, { time: input.time, event: input.event });
  const predictions = readPredictions(method, input.predictions, columns.n, times);
  const curve = censoringCurve(columns);
  return times.map((time, index) => {
    const weights = horizonWeights(columns, curve, time);
    const { cases, controls } = weights;
    if (cases === 0 || controls === 0) {
      const none = notEstimable(columns.n > 0 && controls === 0 ? 'beyond-last-observation' : 'no-events');
      const { estimate, ...rest } = accuracyEstimate(none, null, 0.5, level);
      return { time, cases, controls, auc: estimate, ...rest };
    }
    const { area, influence } = areaUnderCurve(columns, curve, weights, predictions[index]!);
    const { estimate, ...rest } = accuracyEstimate(area, influence, 0.5, level);
    return { time, cases, controls, auc: estimate, ...rest };
  });
}
