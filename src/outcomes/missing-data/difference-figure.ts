import { type Estimable, isEstimable } from '../../core/estimable.js';
import type { EstimateRow } from '../../core/result.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { criticalT, studentTTwoSidedP } from '../../math/distributions/student-t.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';

/** One arm compared with the reference. */
export interface DifferenceFigure {
  readonly of: string;
  readonly versus: string;
  /** Arm less reference: of adjusted means, or of proportions with the event. */
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Two-sided, against 0. */
  readonly p: Estimable;
  /** Degrees of freedom of t; null where limits and p come from the normal distribution. */
  readonly df: number | null;
}

/** Limits and p of a difference with its standard error; `df` null or infinite means the normal distribution. */
export function waldDifference(
  of: string,
  versus: string,
  estimate: Estimable,
  standardError: Estimable,
  df: number | null,
  level: number,
): DifferenceFigure {
  const finite = df !== null && Number.isFinite(df) ? df : null;
  if (!isEstimable(estimate) || !isEstimable(standardError)) {
    const reason = isEstimable(estimate) ? standardError : estimate;
    return { of, versus, estimate, standardError, lower: reason, upper: reason, p: reason, df: finite };
  }
  const width = (finite === null ? criticalZ(level) : criticalT(level, finite)) * standardError;
  const statistic = estimate / standardError;
  return {
    of,
    versus,
    estimate,
    standardError,
    lower: finiteOrOverflow(estimate - width),
    upper: finiteOrOverflow(estimate + width),
    p: finite === null ? normalTwoSidedP(statistic) : studentTTwoSidedP(statistic, finite),
    df: finite,
  };
}

/** Differences as rows of a result. `term` names the rule where one analysis has several; else arms name the rows. */
export function differenceRows(
  figures: readonly DifferenceFigure[],
  about: {
    readonly statistic: 'mean-difference' | 'risk-difference';
    readonly level: number;
    readonly intervalMethod: string;
    readonly unit: string | null;
    readonly term?: string;
  },
): readonly EstimateRow[] {
  return figures.map((figure) => ({
    statistic: about.statistic,
    term: about.term ?? (figures.length === 1 ? null : figure.of),
    role: 'comparison',
    of: figure.of,
    versus: figure.versus,
    scale: 'linear',
    estimate: figure.estimate,
    standardError: figure.standardError,
    lower: figure.lower,
    upper: figure.upper,
    level: about.level,
    p: figure.p,
    reference: figure.df === null ? { distribution: 'normal' } : { distribution: 't', df: figure.df },
    intervalMethod: about.intervalMethod,
    ...(about.unit === null || about.statistic === 'risk-difference' ? {} : { unit: about.unit }),
  }));
}
