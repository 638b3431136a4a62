import { type Estimable, isEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { adjustedDifferences } from '../adjusted-differences.js';
import { type DifferenceFigure, waldDifference } from '../difference-figure.js';
import { drawImputations, type ImputationOptions, type ImputationTrace } from '../draw-imputations.js';
import { imputationOptionChecks } from '../imputation-option.js';
import { type PooledEstimate, poolRubin } from '../pool-rubin.js';
import { standardisedDifferences } from '../standardised-differences.js';
import {
  adjustmentColumns,
  type CheckedOutcomes,
  chosenVisit,
  missingCounts,
  requireObservedValues,
  requireVisitOutcomes,
  type VisitOutcomes,
} from '../visit-outcomes.js';

export const riskContrastKinds = ['unadjusted', 'standardised'] as const;
export type RiskContrastKind = (typeof riskContrastKinds)[number];

export interface MultipleImputationOptions extends ImputationOptions {
  /** Name of the visit that is compared; the last unless given. */
  readonly visit?: string | null;
  /** How risks of a yes-no outcome are compared. */
  readonly contrast?: RiskContrastKind;
  readonly level?: number;
}

/** One arm compared with the reference over all imputations. */
export interface PooledDifference extends DifferenceFigure {
  /** Null where an imputation gave no estimate. */
  readonly pooled: PooledEstimate | null;
}

export interface MultipleImputation {
  readonly differences: readonly PooledDifference[];
  /** Mean over imputations of each arm's mean or proportion at the visit, in the order of the arms. */
  readonly armMeans: readonly number[];
  readonly visit: string;
  /** Imputed cells: `[arm][visit]`. */
  readonly imputed: readonly (readonly number[])[];
  /** Completed outcomes, one an imputation: subjects × visits, one row a subject. */
  readonly completed: readonly Float64Array[];
  /** How imputed values moved from cycle to cycle; chained equations only. */
  readonly trace: readonly ImputationTrace[];
  /** Gaps between observed visits that data augmentation filled; monotone scheme only. */
  readonly intermittent: number;
  /** Regressions with predictors that determined one another, steadied by a ridge. */
  readonly steadied: number;
  readonly level: number;
}

/**
 * Fills missing values many times with draws from models of the observed ones, analyses each completed data set, and
 * pools: valid where values are missing at random given arm, baseline, covariates and the other visits.
 *
 * Schemes:
 * - `chained-equations` (default): from random starts, `cycles` (10) rounds in which each visit is regressed on all other
 *   visits, the baseline value, covariates and strata, and its missing values are drawn anew. The `trace` shows whether
 *   the rounds were enough.
 * - `monotone`: visits in order of time, each regressed on those before. Gaps between observed visits are filled first by
 *   data augmentation of a multivariate normal (`burnIn` 200 steps, then `between` 100 before each imputation), as SAS MI
 *   `MCMC IMPUTE=MONOTONE` and `MONOTONE REG`. Yes-no outcomes must have no gaps.
 *
 * Models: `normal` (linear regression; coefficients and residual variance drawn from their posterior), or
 * `predictive-mean-matching` (a drawn match among the five nearest). A yes-no outcome takes logistic regressions with
 * White, Daniel and Royston's safeguard against separation. `byArm` (default true): each arm has models of its own, so
 * that effects may differ between visits and with covariates; else the arm is a predictor.
 *
 * Analysis: numbers by analysis of covariance at `visit` on baseline, covariates and strata; yes-no outcomes by the
 * difference of proportions (`unadjusted`, Wald variance) or standardised over the same covariates (`standardised`).
 * Pooled by Rubin's rules with Barnard and Rubin's df (complete-data df: subjects less coefficients; infinite for
 * yes-no). Without missing values the result is that of the complete data.
 *
 * Random: xoshiro256++ from `seed`; the same seed gives the same bits on every machine. With chained equations the first
 * imputations are the same however many follow.
 *
 * Cost O(imputations × cycles × visits × n p²): 100 imputations of 400 subjects at 5 visits take less than a second.
 *
 * @throws MethodError when the data do not hold together, an arm has no observed value at a visit or too few for its
 * regression, or an option is out of range.
 *
 * Sources: Rubin DB. Multiple imputation for nonresponse in surveys 1987. Barnard J, Rubin DB. Biometrika
 * 1999;86:948-955. van Buuren S. Flexible imputation of missing data, 2nd ed. 2018: sections 3.2, 3.4, 3.6, 4.3, 4.5.
 * Schafer JL. Analysis of incomplete multivariate data 1997. Oracle: test/oracles/multiple-imputation.
 */
export function multipleImputation(
  data: VisitOutcomes,
  options: MultipleImputationOptions = {},
): MultipleImputation {
  const method = 'multiple-imputation';
  requireOptions(method, options, {
    visit: 'checked later',
    contrast: riskContrastKinds,
    level: 'checked later',
    ...imputationOptionChecks,
  });
  const { visit: name = null, contrast = 'unadjusted', level = 0.95 } = options;
  requireLevel(method, 'level', level);
  const checked = requireVisitOutcomes(method, data);
  const visit = chosenVisit(method, data, name);
  requireObservedValues(method, data, checked, checked.visits - 1);
  const drawn = drawImputations(method, data, options);
  const columns = drawn.completed.map((outcome) => visitColumn(outcome, checked, visit));
  return {
    differences:
      data.outcomeIs === 'number'
        ? poolMeans(data, checked, columns, level)
        : poolRisks(method, data, checked, columns, contrast, level),
    armMeans: armMeans(data, checked, columns),
    visit: data.visits[visit]!.name,
    imputed: missingCounts(data),
    ...drawn,
    level,
  };
}

function visitColumn(
  outcome: Float64Array,
  { subjects, visits }: CheckedOutcomes,
  visit: number,
): Float64Array {
  return Float64Array.from({ length: subjects }, (_, subject) => outcome[subject * visits + visit]!);
}

function poolMeans(
  data: VisitOutcomes,
  { arms, reference, others }: CheckedOutcomes,
  columns: readonly Float64Array[],
  level: number,
): readonly PooledDifference[] {
  const model = adjustedDifferences(data.group.codes, arms, reference, others, adjustmentColumns(data));
  const analyses = columns.map((column) => model.analyse(column));
  return others.map((arm, index) =>
    pool(
      data,
      arm,
      analyses.map((list) => list[index]!),
      model.df > 0 ? model.df : null,
      level,
    ),
  );
}

function poolRisks(
  method: string,
  data: VisitOutcomes,
  { reference, others }: CheckedOutcomes,
  columns: readonly Float64Array[],
  contrast: RiskContrastKind,
  level: number,
): readonly PooledDifference[] {
  const { codes } = data.group;
  const analyse =
    contrast === 'standardised'
      ? standardisedDifferences(method, codes, others, adjustmentColumns(data))
      : (column: Float64Array) => {
          const risks = others.concat(reference).map((arm) => proportion(column, codes, arm));
          const base = risks.at(-1)!;
          return risks.slice(0, -1).map(({ share, variance }) => ({
            estimate: share - base.share,
            standardError: Math.sqrt(variance + base.variance),
          }));
        };
  const analyses = columns.map(analyse);
  return others.map((arm, index) =>
    pool(
      data,
      arm,
      analyses.map((list) => list[index]!),
      null,
      level,
    ),
  );
}

function proportion(
  column: Float64Array,
  codes: Int32Array,
  arm: number,
): { readonly share: number; readonly variance: number } {
  let events = 0;
  let n = 0;
  for (let row = 0; row < codes.length; row += 1) {
    if (codes[row] !== arm) continue;
    n += 1;
    events += column[row]!;
  }
  return { share: events / n, variance: (events * (n - events)) / n ** 3 };
}

function pool(
  data: VisitOutcomes,
  arm: number,
  analyses: readonly {
    readonly estimate: Estimable;
    readonly standardError: Estimable;
  }[],
  completeDf: number | null,
  level: number,
): PooledDifference {
  const names = [data.group.levels[arm]!, data.reference!] as const;
  const estimates: number[] = [];
  const standardErrors: number[] = [];
  for (const { estimate, standardError } of analyses) {
    if (isEstimable(estimate) && isEstimable(standardError)) {
      estimates.push(estimate);
      standardErrors.push(standardError);
      continue;
    }
    const reason = isEstimable(standardError) ? estimate : standardError;
    return { ...waldDifference(...names, estimate, reason, null, level), pooled: null };
  }
  const pooled = poolRubin(estimates, standardErrors, { completeDf });
  return { ...waldDifference(...names, pooled.estimate, pooled.standardError, pooled.df, level), pooled };
}

function armMeans(
  data: VisitOutcomes,
  { armSizes }: CheckedOutcomes,
  columns: readonly Float64Array[],
): readonly number[] {
  const sums = armSizes.map(() => 0);
  for (const column of columns) {
    for (let row = 0; row < column.length; row += 1) {
      const arm = data.group.codes[row]!;
      sums[arm] = sums[arm]! + column[row]!;
    }
  }
  return sums.map((sum, arm) => sum / (armSizes[arm]! * columns.length));
}
