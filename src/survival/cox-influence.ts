import type { NotEstimableReason } from '../core/estimable.js';
import { type CoxModel, fitCoxModel } from './cox/fit-cox-model.js';
import { scoreResiduals } from './cox/score-residuals.js';

export type { CoxCoefficient } from './cox/cox-result.js';
export type { CoxInput, CoxModel, CoxOptions } from './cox/fit-cox-model.js';
export { fitCoxModel };

/** A fitted model that has estimates. */
export type FittedCoxModel = CoxModel & {
  readonly maximum: NonNullable<CoxModel['maximum']>;
  readonly modelCovariance: Float64Array;
};

/** Why a model gives no predictions, or null when it does. */
export function whyNoPrediction(model: CoxModel): NotEstimableReason | null {
  const { status, events } = model.result;
  if (events === 0 || status === 'no-events') return 'no-events';
  const lost = model.dependent.find(({ column }) => model.terms[column]!.role === 'comparison');
  if (lost !== undefined) return model.terms[lost.column]!.empty ? 'empty-group' : 'collinear';
  if (status === 'separated') return 'separated';
  if (model.maximum === null || model.modelCovariance === null) return 'collinear';
  return status === 'converged' ? null : 'not-converged';
}

/**
 * How a fitted model moves when the case weight of one subject does: the derivatives from which influence functions
 * of anything predicted are made. Places are sorted places of `model.rows`; columns are standardised.
 */
export interface CoxInfluence {
  /** Of the coefficients by each subject's weight; places x columns. */
  readonly coefficients: Float64Array;
  /** exp(linear predictor - shift) of each place. */
  readonly relativeRisk: Float64Array;
  readonly shift: number;
  /** Baseline hazard at each event time, for a relative risk of 1. */
  readonly hazard: Float64Array;
  /** Minus the derivative of `hazard` by the coefficients; event times x columns. */
  readonly hazardMean: Float64Array;
  /** What one more event at the time adds to `hazard`, the risk set being equal. */
  readonly perEvent: Float64Array;
  /** What one more subject at risk takes off `hazard`, per unit of relative risk; less for one with the event then. */
  readonly perRisk: Float64Array;
  readonly perOwnRisk: Float64Array;
}

/**
 * Derivatives of coefficients and baseline hazard by case weights, for both rules of ties. One sweep, O(n p^2).
 *
 * Source: Reid N, Crepeau H. Biometrika 1985;72:1-9; Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000,
 * section 7.1. Oracle: test/oracles/standardised-survival, where weights are moved and the model is fitted again.
 */
export function coxInfluence({ rows, likelihood, maximum, modelCovariance }: FittedCoxModel): CoxInfluence {
  const { n, columnCount: p } = rows;
  const steps = rows.eventTime.length;
  const { residuals } = scoreResiduals(rows, likelihood, maximum.beta);
  const coefficients = new Float64Array(n * p);
  for (let place = 0; place < n; place += 1) {
    for (let row = 0; row < p; row += 1) {
      let change = 0;
      for (let column = 0; column < p; column += 1) {
        change += modelCovariance[row * p + column]! * residuals[place * p + column]!;
      }
      coefficients[place * p + row] = change;
    }
  }
  const hazardMean = new Float64Array(steps * p);
  const perEvent = new Float64Array(steps);
  const perRisk = new Float64Array(steps);
  const perOwnRisk = new Float64Array(steps);
  const sweep = likelihood.sweep(maximum.beta, (step, total, mean, tied, ties) => {
    perEvent[step] = ties.first0 / (ties.weight * total);
    perRisk[step] = ties.second0 / total / total;
    perOwnRisk[step] = (ties.second0 - ties.second1) / total / total;
    for (let column = 0; column < p; column += 1) {
      hazardMean[step * p + column] = (ties.second0 * mean[column]! - ties.second1 * tied[column]!) / total;
    }
  });
  const { relativeRisk, shift, hazard } = sweep;
  return { coefficients, relativeRisk, shift, hazard, hazardMean, perEvent, perRisk, perOwnRisk };
}
