import type { Covariate } from '../../../core/analysis-data.js';
import { type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { pivotedQr } from '../../../math/linear-algebra/pivoted-qr.js';
import type { IncompleteRegression } from '../../../math/multivariate/incomplete-regression.js';
import { type DifferenceFigure, waldDifference } from '../difference-figure.js';
import { adjustmentColumns, type CheckedOutcomes, type VisitOutcomes } from '../visit-outcomes.js';
import type { IncompleteModel } from './incomplete-model.js';
import { leaveOneOutContrasts } from './leave-one-out-contrasts.js';

/** Covariates of the analysis without those that arms and earlier ones determine. */
function independentCovariates(
  data: VisitOutcomes,
  { subjects, arms }: CheckedOutcomes,
): readonly Covariate[] {
  const covariates = adjustmentColumns(data);
  const matrix = new Float64Array(subjects * (arms + covariates.length));
  for (const [row, code] of data.group.codes.entries()) matrix[code * subjects + row] = 1;
  for (const [index, { values }] of covariates.entries()) {
    const mean = values.reduce((sum, value) => sum + value, 0) / subjects;
    matrix.set(
      values.map((value) => value - mean),
      (arms + index) * subjects,
    );
  }
  const { collinear } = pivotedQr(matrix, subjects, arms + covariates.length, 1e-5);
  return covariates.filter((_, index) => !collinear.includes(arms + index));
}

/**
 * Differences with the standard error of the jackknife: each subject is left out in turn, and model, imputation and
 * analysis are done again. `complete` imputes from a fit. Where a refit fails, the standard error says why there is none.
 *
 * Source: Wolbers M et al. Pharm Stat 2022;21:1246-1257, section 3.3. Efron B, Stein C. Ann Stat 1981;9:586-596.
 */
export function jackknifeDifferences(
  data: VisitOutcomes,
  checked: CheckedOutcomes,
  model: IncompleteModel,
  fit: IncompleteRegression,
  criterion: 'reml' | 'ml',
  complete: (fit: IncompleteRegression) => Float64Array,
  completed: Float64Array,
  level: number,
): readonly DifferenceFigure[] {
  const { subjects, arms, reference, others } = checked;
  const contrasts = leaveOneOutContrasts(
    data.group.codes,
    arms,
    reference,
    others,
    independentCovariates(data, checked),
  );
  const estimates = contrasts.differences(completed, -1);
  const accelerator = model.accelerator(criterion, fit);
  const replicates = new Float64Array(subjects * others.length);
  let reason: NotEstimableReason | null = estimates === null ? 'collinear' : null;
  for (let subject = 0; subject < subjects && reason === null; subject += 1) {
    const refit = model.fit({ criterion, start: fit.covariance, accelerator, without: subject });
    if (typeof refit === 'string') {
      reason = refit === 'collinear' ? 'too-few-observations' : refit;
      break;
    }
    const values = contrasts.differences(complete(refit), subject);
    if (values === null) reason = 'too-few-observations';
    else replicates.set(values, subject * others.length);
  }
  return others.map((arm, index) => {
    const names = [data.group.levels[arm]!, data.reference!] as const;
    const estimate = estimates?.[index] ?? notEstimable('collinear');
    if (reason !== null) {
      return waldDifference(...names, estimate, notEstimable(reason), null, level);
    }
    let mean = 0;
    for (let subject = 0; subject < subjects; subject += 1) {
      mean += replicates[subject * others.length + index]! / subjects;
    }
    let squares = 0;
    for (let subject = 0; subject < subjects; subject += 1) {
      squares += (replicates[subject * others.length + index]! - mean) ** 2;
    }
    const standardError = Math.sqrt((squares * (subjects - 1)) / subjects);
    return waldDifference(
      ...names,
      estimate,
      standardError > 0 ? standardError : notEstimable('no-variation'),
      null,
      level,
    );
  });
}
