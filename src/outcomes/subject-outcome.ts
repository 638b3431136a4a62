import type { Covariate, SubjectOutcomeData } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { factorIndicators } from './factor-indicators.js';

type OutcomeKind = SubjectOutcomeData['outcomeIs'];

const kindWords: Record<OutcomeKind, string> = {
  'yes-no': 'a yes/no outcome (endpoint subject-response)',
  number: 'a measured number (endpoint subject-value)',
  count: 'a count of events (endpoint subject-count)',
};

/** Throws unless the outcome is of the kind that the method models, and lists have one entry a subject. */
export function requireOutcome(method: string, data: SubjectOutcomeData, kind: OutcomeKind): void {
  if (data.outcomeIs !== kind) {
    throw argumentError(
      method,
      'outcomeIs',
      'is not what this method models',
      kindWords[data.outcomeIs],
      kindWords[kind],
      'Choose the endpoint or the method that fits the outcome',
    );
  }
  const lengths = [data.exposure.length, data.group.codes.length, data.strata?.codes.length];
  const wrong = lengths.find((length) => length !== undefined && length !== data.outcome.length);
  if (wrong !== undefined) {
    throw argumentError(
      method,
      'data',
      'has lists of different lengths',
      String(wrong),
      `${data.outcome.length}, one entry a subject`,
    );
  }
}

/** Columns of a regression by what they stand for. */
export interface SubjectTerms {
  /** Arms other than the reference, in display order. */
  readonly arms: readonly string[];
  readonly reference: string | null;
  /** Indicators of the arms, then covariates, then indicators of the strata against the first one. */
  readonly columns: readonly Covariate[];
}

/**
 * The columns that a regression on subjects takes: arms against the reference, covariates as they are, strata as
 * indicators. A single arm needs no reference and has no column.
 *
 * @throws MethodError when there are several arms and the reference names none of them.
 */
export function subjectTerms(method: string, data: SubjectOutcomeData): SubjectTerms {
  const { group, reference } = data;
  const single = group.levels.length === 1;
  if (!single && (reference === null || !group.levels.includes(reference))) {
    throw argumentError(
      method,
      'reference',
      'names no arm',
      reference ?? 'none',
      `one of ${group.levels.join(', ')}`,
      'Name the comparator under compare.versus',
    );
  }
  const arms = single || reference === null ? [] : asTerm('treatment', factorIndicators(group, reference));
  return {
    arms: arms.map(({ name }) => name),
    reference: single ? null : reference,
    columns: [...arms, ...adjustmentColumns(data)],
  };
}

/** Covariates as they are, and indicators of the strata named `stratum: level`. */
export function adjustmentColumns({ covariates, strata }: SubjectOutcomeData): readonly Covariate[] {
  const [first] = strata?.levels ?? [];
  if (strata === undefined || first === undefined) return covariates;
  const indicators = factorIndicators(strata, first);
  const named = indicators.map(({ name, values }) => ({ name: `stratum: ${name}`, values }));
  return [...covariates, ...asTerm('strata', named)];
}

/** Marks several columns as one term, which is then tested as a whole; one column stands for itself. */
function asTerm(term: string, columns: readonly Covariate[]): readonly Covariate[] {
  return columns.length > 1 ? columns.map((column) => ({ ...column, term })) : columns;
}

/** Sum of `values` in each arm. */
export function sumByArm({ group }: SubjectOutcomeData, values: ArrayLike<number>): readonly number[] {
  const sums = group.levels.map(() => 0);
  for (const [row, code] of group.codes.entries()) sums[code] = sums[code]! + values[row]!;
  return sums;
}

/** Subjects of each arm. */
export function subjectsByArm(data: SubjectOutcomeData): readonly number[] {
  return sumByArm(data, new Float64Array(data.outcome.length).fill(1));
}
