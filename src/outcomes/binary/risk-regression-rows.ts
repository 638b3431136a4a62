import { zerosAndOnes } from '../../math/number-list.js';
import type { RegressorColumns, Regressors } from '../regression-data.js';
import { type RegressionDesign, regressionDesign } from '../regression-design.js';

/** One entry a subject. */
export interface RiskRegressionData extends Regressors {
  /** 1 with the event, 0 without. */
  readonly outcome: ArrayLike<number>;
}

export interface RiskRegressionRows {
  readonly design: RegressionDesign;
  readonly outcome: Float64Array;
  readonly events: number;
}

/** Checks and lays out subjects for a regression of a yes/no outcome. Throws where an outcome is not 0 or 1. */
export function riskRegressionRows(
  method: string,
  data: Omit<RiskRegressionData, keyof Regressors> & RegressorColumns,
): RiskRegressionRows {
  const outcome = zerosAndOnes(method, 'outcome', data.outcome);
  const design = regressionDesign(method, data.covariates, new Float64Array(outcome.length).fill(1));
  return { design, outcome, events: outcome.reduce((sum, value) => sum + value, 0) };
}
