import { isEstimable } from '../../core/estimable.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { EstimateRow } from '../../core/result.js';
import type { ContrastFigure } from './fixed-effects-inference.js';

/** The figures of a row of estimates that a contrast of fixed effects gives; `method` says what the interval is. */
export function contrastFigures(
  { estimate, standardError, lower, upper, p, df }: ContrastFigure,
  level: number,
  method: string,
): Omit<EstimateRow, 'statistic' | 'term' | 'role' | 'of' | 'versus'> {
  return {
    scale: 'linear',
    estimate,
    standardError,
    lower,
    upper,
    p,
    level,
    reference: df !== null && isEstimable(df) ? { distribution: 't', df } : { distribution: 'normal' },
    intervalMethod: method,
  };
}

/** Rows that a model had no use for, and how many it used. */
interface RowCounts {
  readonly rowsWithoutOutcome: number;
  readonly rowsWithoutCovariate: number;
  readonly observations: number;
  readonly subjects: number;
}

/** Says which planned visits a mixed model took as missing at random, and which outcomes it left out. */
export function rowNotices(
  id: string,
  { rowsWithoutOutcome, rowsWithoutCovariate, observations, subjects }: RowCounts,
): readonly Notice[] {
  return [
    ...(rowsWithoutOutcome > 0
      ? [
          information(
            `${id}/missing-outcomes`,
            `${rowsWithoutOutcome} planned visits have no outcome and are taken as missing at random; ${observations} outcomes of ${subjects} subjects are in the model.`,
          ),
        ]
      : []),
    ...(rowsWithoutCovariate > 0
      ? [
          warning(
            `${id}/missing-covariates`,
            `${rowsWithoutCovariate} outcomes were left out because the baseline or a covariate is missing.`,
          ),
        ]
      : []),
  ];
}

/** Names the columns that a model set aside. */
export function collinearNotices(id: string, collinear: readonly string[]): readonly Notice[] {
  return collinear.length === 0
    ? []
    : [
        warning(
          `${id}/collinear`,
          `These columns are determined by others and were set aside: ${collinear.join('; ')}.`,
        ),
      ];
}
