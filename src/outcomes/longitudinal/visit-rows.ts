import type { Covariate, Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';
import { type CovariateColumns, readCovariates } from '../../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { numbersWithGaps } from '../../math/number-list.js';
import { requireFactor } from '../require-factor.js';

/** One entry a row in every list; a row is one visit of one subject. */
export interface VisitRows {
  readonly subject: ArrayLike<string | number>;
  /** Levels in order of time. */
  readonly visit: Factor;
  /** NaN where missing: the row is left out and counted. */
  readonly outcome: ArrayLike<number>;
  readonly group: NameColumn;
  /** The comparator; null for a single arm. */
  readonly reference: string | null;
  /** The value before treatment, a covariate named `baseline`; NaN where missing. */
  readonly baseline?: ArrayLike<number>;
  /** May change from visit to visit; NaN where missing. */
  readonly covariates?: CovariateColumns | undefined;
}

/** The same with names as codes. */
export type CodedVisitRows<Rows extends VisitRows = VisitRows> = Omit<Rows, 'group' | 'covariates'> & {
  readonly group: Factor;
  readonly covariates: readonly Covariate[];
};

/**
 * Codes names. Throws unless every list has one entry a row and every code names a level.
 *
 * @throws MethodError, where `where` names the method.
 */
export function readVisitRows<Rows extends VisitRows>(where: string, rows: Rows): CodedVisitRows<Rows> {
  requireObject(where, 'rows', rows, 'subject, visit, outcome, group and reference');
  requireList(where, 'outcome', rows.outcome, 'one number a row, NaN where missing');
  requireList(where, 'subject', rows.subject, 'one name or number a row');
  const total = rows.outcome.length;
  requireFactor(where, 'visit', rows.visit, total);
  requireLength(where, 'subject', rows.subject, total, 'one a row');
  requireLength(where, 'baseline', rows.baseline, total, 'one a row');
  return {
    ...rows,
    group: readNames(where, 'group', rows.group, total),
    covariates: readCovariates(where, rows.covariates, total, { gaps: true }),
  };
}

/** Throws for a list of another length; a list that is absent may be. */
export function requireLength(
  where: string,
  name: string,
  list: ArrayLike<unknown> | undefined,
  length: number,
  each: string,
): void {
  if (list === undefined || list.length === length) return;
  throw argumentError(where, name, 'has the wrong length', String(list.length), `${length}, ${each}`);
}

/** The value before treatment as a covariate named `baseline`, then the others; what is missing is NaN. */
export function covariatesOf(
  where: string,
  { baseline, covariates }: Pick<CodedVisitRows, 'baseline' | 'covariates'>,
): readonly Covariate[] {
  return [...(baseline === undefined ? [] : [{ name: 'baseline', values: baseline }]), ...covariates].map(
    (one) => ({ ...one, values: numbersWithGaps(where, one.name, one.values) }),
  );
}

/** Visits that some of these rows are at: as a factor of the rows, and as codes of the factor given. */
export function visitsSeen(
  visit: Factor,
  rows: readonly number[],
): { readonly visit: Factor; readonly visits: readonly number[] } {
  const seen = new Set(rows.map((row) => visit.codes[row]!));
  const visits = visit.levels.flatMap((_, code) => (seen.has(code) ? [code] : []));
  const place = new Map(visits.map((code, index) => [code, index]));
  return {
    visit: {
      levels: visits.map((code) => visit.levels[code]!),
      codes: Int32Array.from(rows, (row) => place.get(visit.codes[row]!)!),
    },
    visits,
  };
}
