import { isEstimable } from '../../core/estimable.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { EstimateRow, SummaryRow } from '../../core/result.js';
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

/** The difference of two arms at a visit, in the unit of the outcome. */
export function visitDifferenceRow(
  one: ContrastFigure & { readonly visit: string; readonly of: string; readonly versus: string },
  level: number,
  method: string,
  unit: string | null,
): EstimateRow {
  return {
    statistic: 'mean-difference',
    term: one.visit,
    role: 'comparison',
    of: one.of,
    versus: one.versus,
    ...contrastFigures(one, level, method),
    ...(unit === null ? {} : { unit }),
  };
}

/** The least-squares mean of an arm at a visit with its interval, and how many outcomes were seen there. */
export function visitMeanRows(
  one: ContrastFigure & { readonly visit: string; readonly group: string; readonly n: number },
  level: number,
  method: string,
  unit: string | null,
): readonly SummaryRow[] {
  const { group, visit: term, lower, upper } = one;
  const interval = { lower, upper, level, method };
  return [
    { group, term, statistic: 'least-squares-mean', value: one.estimate, interval, unit },
    { group, term, statistic: 'n', value: one.n, unit: null },
  ];
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
