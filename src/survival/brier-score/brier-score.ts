import { argumentError } from '../../core/errors.js';
import { type Estimable, isEstimable, notEstimable } from '../../core/estimable.js';
import { requireObject } from '../../math/argument-checks.js';
import { requireOptions } from '../../math/option-checks.js';
import {
  accuracyEstimate,
  type PredictionInput,
  type PredictionOptions,
  readPredictions,
} from '../accuracy-estimate.js';
import {
  type CensoringCurve,
  censoringCurve,
  type HorizonWeights,
  horizonWeights,
  weightInfluence,
} from '../censoring-weights.js';
import { productLimit } from '../product-limit.js';
import { checkLevel, readSurvivalColumns, type SurvivalColumns } from '../survival-columns.js';

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

/** How far predicted risks are from what happened by one time. */
export interface BrierScoreAt {
  readonly time: number;
  /** Mean squared distance of predicted risk and event (1 or 0): 0 is perfect, 0.25 is a risk of one half for all. */
  readonly brier: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** The same for the Kaplan-Meier risk given to everybody. */
  readonly reference: Estimable;
  /** 1 - brier / reference: 1 is perfect, 0 no better than the reference, below 0 worse. */
  readonly scaled: Estimable;
}

export interface BrierScoreResult {
  readonly level: number;
  readonly times: readonly BrierScoreAt[];
  /** Mean over time from the first to the last of `times`, by the trapezoidal rule. */
  readonly integrated: {
    readonly from: number;
    readonly to: number;
    readonly brier: Estimable;
    readonly reference: Estimable;
    readonly scaled: Estimable;
  };
}

const method = 'brier-score';

/**
 * How far predicted risks are from what happened: the Brier score at each time, corrected for censoring, and its
 * mean over time. It rewards both good ranking and risks of the right size.
 *
 * Conventions. `predictions` are risks: probabilities of the event by each time (1 - survival), one column a time.
 * Censored subjects are made up for by inverse-probability-of-censoring weights from Kaplan-Meier (events first at
 * equal times, as riskRegression). The sum is divided by n. Standard errors carry the estimation of the weights,
 * divisor n - 1. The mean over time is the integral of straight lines between the times divided by their span;
 * packages differ in rule (riskRegression takes steps from 0) and in whether they divide.
 *
 * Not estimable: `beyond-last-observation` after the last time; `empty-group` without subjects; `no-variation` for
 * `scaled` where the reference is 0 and for intervals without variance; `too-few-observations` for the mean of one
 * time. Errors: `MethodError` for risks outside 0 to 1, times that are not ascending, unequal lengths. O(n) a time.
 *
 * Source: Graf E, Schmoor C, Sauerbrei W, Schumacher M. Stat Med 1999;18:2529-2545; Gerds TA, Schumacher M. Biom J
 * 2006;48:1029-1040. Oracle: test/oracles/time-dependent-auc.
 */
export function brierScore(input: PredictionInput, options: PredictionOptions): BrierScoreResult {
  requireObject(method, 'input', input, '{ time, event, predictions }');
  requireOptions(method, options, { times: 'numbers', level: 'number' });
  const { times, level = 0.95 } = options;
  checkLevel(method, level);
  const columns = readSurvivalColumns(method, { time: input.time, event: input.event });
  const risks = readPredictions(method, input.predictions, columns.n, times);
  checkRisks(risks, times);
  const curve = censoringCurve(columns);
  const kaplanMeier = productLimit(columns, curve.order, curve.order, 'greenwood');
  const lastTime = curve.time[curve.time.length - 1] ?? 0;
  const rows = times.map((time, index): BrierScoreAt => {
    const weights = horizonWeights(columns, curve, time);
    const reason =
      columns.n === 0
        ? ('empty-group' as const)
        : time > lastTime + timeTolerance && weights.controls === 0
          ? ('beyond-last-observation' as const)
          : null;
    if (reason !== null) {
      const none = notEstimable(reason);
      return {
        time,
        brier: none,
        standardError: none,
        lower: none,
        upper: none,
        reference: none,
        scaled: none,
      };
    }
    const score = squaredError(columns, curve, weights, risks[index]!);
    const common = 1 - (weights.last < 0 ? 1 : kaplanMeier.survival[weights.last]!);
    const reference = squaredError(columns, curve, weights, new Float64Array(columns.n).fill(common)).brier;
    const { estimate, standardError, lower, upper } = accuracyEstimate(
      score.brier,
      score.influence,
      0,
      level,
    );
    return {
      time,
      brier: estimate,
      standardError,
      lower,
      upper,
      reference,
      scaled: scaledScore(score.brier, reference),
    };
  });
  const brier = meanOverTime(
    times,
    rows.map((row) => row.brier),
  );
  const reference = meanOverTime(
    times,
    rows.map((row) => row.reference),
  );
  const scaled = isEstimable(brier) && isEstimable(reference) ? scaledScore(brier, reference) : brier;
  return {
    level,
    times: rows,
    integrated: { from: times[0]!, to: times[times.length - 1]!, brier, reference, scaled },
  };
}

function scaledScore(brier: number, reference: number): Estimable {
  return reference > 0 ? 1 - brier / reference : notEstimable('no-variation');
}

function squaredError(
  columns: SurvivalColumns,
  curve: CensoringCurve,
  weights: HorizonWeights,
  risk: Float64Array,
): { readonly brier: number; readonly influence: Float64Array } {
  const { n } = columns;
  const { status, weight } = weights;
  const terms = new Float64Array(n);
  let brier = 0;
  for (let row = 0; row < n; row += 1) {
    if (status[row] === -1) continue;
    terms[row] = (weight[row]! * (status[row]! - risk[row]!) ** 2) / n;
    brier += terms[row]!;
  }
  const influence = weightInfluence(columns, curve, weights, terms);
  for (let row = 0; row < n; row += 1) influence[row]! += terms[row]! - brier / n;
  return { brier, influence };
}

function meanOverTime(times: readonly number[], values: readonly Estimable[]): Estimable {
  const missing = values.find((value) => !isEstimable(value));
  if (missing !== undefined) return missing;
  if (times.length < 2) return notEstimable('too-few-observations');
  let area = 0;
  for (let index = 1; index < times.length; index += 1) {
    const height = ((values[index] as number) + (values[index - 1] as number)) / 2;
    area += height * (times[index]! - times[index - 1]!);
  }
  return area / (times[times.length - 1]! - times[0]!);
}

function checkRisks(risks: readonly Float64Array[], times: readonly number[]): void {
  times.forEach((time, index) => {
    if (index > 0 && !(time > times[index - 1]!)) {
      throw argumentError(
        method,
        'times',
        'is not ascending',
        times.join(', '),
        'each time after the one before',
      );
    }
  });
  for (const column of risks) {
    const bad = column.findIndex((risk) => !(risk >= 0 && risk <= 1));
    if (bad < 0) continue;
    throw argumentError(
      method,
      'predictions',
      `has a value that is no risk in row ${bad + 1}`,
      String(column[bad]),
      'probabilities of the event by the time, from 0 to 1',
      'Give 1 - survival where the model predicts survival',
    );
  }
}
