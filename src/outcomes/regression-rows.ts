import { isEstimable } from '../core/estimable.js';
import { type Notice, warning } from '../core/notice.js';
import type { EstimateRow, SummaryRow } from '../core/result.js';
import type { SubjectTerms } from './subject-outcome.js';
import type { RegressionCoefficient, RegressionCoefficients } from './wald-coefficients.js';

/** What all ratios of one regression share. */
export interface RegressionRowSettings {
  readonly statistic: 'odds-ratio' | 'rate-ratio' | 'risk-ratio';
  readonly level: number;
  readonly intervalMethod: string;
}

/** Log ratios of arms (comparisons, as many as `terms.arms`) and then of covariates, under their exact names. */
export function regressionRows(
  { coefficients }: RegressionCoefficients,
  terms: SubjectTerms,
  settings: RegressionRowSettings,
): readonly EstimateRow[] {
  return coefficients.map((coefficient, index): EstimateRow => {
    const isArm = index < terms.arms.length;
    return {
      statistic: settings.statistic,
      term: isArm && terms.arms.length === 1 ? null : coefficient.name,
      role: isArm ? 'comparison' : 'covariate',
      of: isArm ? coefficient.name : null,
      versus: isArm ? terms.reference : null,
      scale: 'log',
      estimate: coefficient.estimate,
      standardError: coefficient.standardError,
      lower: coefficient.lower,
      upper: coefficient.upper,
      level: settings.level,
      p: coefficient.p,
      reference: { distribution: 'normal' },
      intervalMethod: settings.intervalMethod,
    };
  });
}

/** The intercept with its Wald interval: the linear predictor where every covariate is 0. */
export function interceptRow(intercept: RegressionCoefficient, level: number): SummaryRow {
  return {
    group: null,
    term: null,
    statistic: 'intercept',
    value: intercept.estimate,
    interval: { lower: intercept.lower, upper: intercept.upper, level, method: 'Wald' },
    unit: null,
  };
}

/** Says which terms are without bound or determined by others; none when all is well. */
export function troubleNotices(
  method: string,
  { coefficients }: RegressionCoefficients,
  advice: string,
): readonly Notice[] {
  const named = (reason: string) =>
    coefficients
      .filter(({ estimate }) => !isEstimable(estimate) && estimate.notEstimable === reason)
      .map(({ name }) => name)
      .join(', ');
  const separated = named('separated');
  const collinear = named('collinear');
  return [
    ...(separated === ''
      ? []
      : [warning(`${method}/separated`, `The estimate of ${separated} grows without bound. ${advice}`)]),
    ...(collinear === ''
      ? []
      : [warning(`${method}/collinear`, `Earlier terms determine ${collinear}, which is left out.`)]),
  ];
}
