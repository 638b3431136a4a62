import { type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { type PredictionInput, readPredictions } from '../accuracy-estimate.js';
import { censoringCurve, horizonWeights } from '../censoring-weights.js';
import { readSurvivalColumns } from '../survival-columns.js';

/** One point a distinct prediction: subjects at or above it are called early. From (0, 0) to (1, 1). */
export interface TimeDependentRoc {
  readonly time: number;
  /** Share of those free of the event beyond the time who are called early: 1 - specificity. */
  readonly falsePositive: readonly number[];
  /** Share of those with the event by the time who are called early. */
  readonly sensitivity: readonly number[];
  /** The prediction at or above which subjects are called early; null at the origin, where nobody is. */
  readonly threshold: readonly (number | null)[];
  /** Why there is no curve; null where there is one. */
  readonly reason: { readonly notEstimable: NotEstimableReason } | null;
}

/**
 * The ROC curve behind each time-dependent area: for every threshold of the prediction, how many of those with the
 * event by the time it finds, and how many of those free of the event it calls wrongly. Corrected for censoring.
 *
 * Conventions, errors and reasons are those of `timeDependentAuc`; the area beneath the straight lines between the
 * points is that area. O(n log n) a time.
 *
 * Source: Heagerty PJ, Lumley T, Pepe MS. Biometrics 2000;56:337-344; Uno H et al. J Am Stat Assoc 2007;102:527-537.
 * Oracle: test/oracles/time-dependent-auc, by the area.
 */
export function timeDependentRoc(
  input: PredictionInput,
  options: { readonly times: readonly number[] },
): readonly TimeDependentRoc[] {
  const method = 'time-dependent-auc';
  const columns = readSurvivalColumns(method, { time: input.time, event: input.event });
  const predictions = readPredictions(method, input.predictions, columns.n, options.times);
  const curve = censoringCurve(columns);
  return options.times.map((time, index) => {
    const { status, weight, cases, controls } = horizonWeights(columns, curve, time);
    if (cases === 0 || controls === 0) {
      const reason = notEstimable(columns.n > 0 && controls === 0 ? 'beyond-last-observation' : 'no-events');
      return { time, falsePositive: [], sensitivity: [], threshold: [], reason };
    }
    const prediction = predictions[index]!;
    const order = sortOrder(prediction).reverse();
    let caseWeight = 0;
    for (let row = 0; row < columns.n; row += 1) if (status[row] === 1) caseWeight += weight[row]!;
    const falsePositive = [0];
    const sensitivity = [0];
    const threshold: (number | null)[] = [null];
    let found = 0;
    let wrong = 0;
    for (let place = 0; place < order.length; place += 1) {
      const row = order[place]!;
      if (status[row] === 1) found += weight[row]!;
      else if (status[row] === 0) wrong += 1;
      const next = order[place + 1];
      if (next !== undefined && prediction[next] === prediction[row]) continue;
      // Subjects whose status is not known move nothing.
      if (found / caseWeight === sensitivity.at(-1) && wrong / controls === falsePositive.at(-1)) continue;
      falsePositive.push(wrong / controls);
      sensitivity.push(found / caseWeight);
      threshold.push(prediction[row]!);
    }
    // Sums of weights leave rounding behind.
    sensitivity[sensitivity.length - 1] = 1;
    return { time, falsePositive, sensitivity, threshold, reason: null };
  });
}
