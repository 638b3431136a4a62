import type { Covariate, Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { numbersWithGaps } from '../../math/number-list.js';
import type { RepeatedMeasuresRows } from './repeated-measures-rows.js';
import { covariatesOf, readVisitRows, requireLength, type VisitRows, visitsSeen } from './visit-rows.js';

/** Rows of visits with what a mixed model may know of them beside. */
export interface ModelledRows extends VisitRows {
  /** A row of weight 4 has a quarter of the variance. */
  readonly weights?: ArrayLike<number>;
  /** Subjects of each level have a covariance matrix of their own. */
  readonly covarianceGroup?: NameColumn | undefined;
  /** Planned time of each visit, for covariances and coefficients that depend on time. */
  readonly visitTimes?: readonly (number | null)[];
}

/** Rows with an outcome and all covariates, and visits with such rows. */
export interface AnalysedRows {
  readonly visit: Factor;
  readonly group: Factor;
  /** `baseline` first, where there is one. */
  readonly covariates: readonly Covariate[];
  /** Whether each covariate is the same on all rows of each subject. */
  readonly constantWithin: readonly boolean[];
  /** Rows of each arm at each visit, arm after arm. */
  readonly counts: Float64Array;
  readonly rowsWithoutOutcome: number;
  readonly rowsWithoutCovariate: number;
  /** Levels of `covarianceGroup`; null where all subjects share a matrix. */
  readonly covarianceGroups: readonly string[] | null;
  /** Names of the subjects by their numbers in `kernel`. */
  readonly subjects: readonly (string | number)[];
  readonly kernel: Omit<RepeatedMeasuresRows, 'columns'>;
}

/**
 * Leaves out rows without an outcome or a covariate, and visits without a row.
 *
 * @throws MethodError for lists of different lengths and codes out of range; `where` names the method.
 */
export function analysedRows(where: string, given: ModelledRows): AnalysedRows {
  const rows = readVisitRows(where, given);
  const covarianceGroup =
    rows.covarianceGroup === undefined
      ? undefined
      : readNames(where, 'covarianceGroup', rows.covarianceGroup, rows.outcome.length);
  requireLength(where, 'weights', rows.weights, rows.outcome.length, 'one a row');
  requireLength(where, 'visitTimes', rows.visitTimes, rows.visit.levels.length, 'one a visit');
  const outcome = numbersWithGaps(where, 'outcome', rows.outcome);
  const total = outcome.length;
  const all = covariatesOf(where, rows);
  const kept: number[] = [];
  let rowsWithoutOutcome = 0;
  let rowsWithoutCovariate = 0;
  for (let row = 0; row < total; row += 1) {
    if (Number.isNaN(outcome[row])) rowsWithoutOutcome += 1;
    else if (all.some(({ values }) => Number.isNaN(values[row]))) rowsWithoutCovariate += 1;
    else kept.push(row);
  }
  const { visit, visits } = visitsSeen(rows.visit, kept);
  const group = {
    levels: rows.group.levels,
    codes: Int32Array.from(kept, (row) => rows.group.codes[row]!),
  };
  const { subject, subjects } = numberSubjects(rows.subject, kept);
  const covariates = all.map((one) => ({
    ...one,
    values: Float64Array.from(kept, (row) => one.values[row]!),
  }));
  const counts = new Float64Array(group.levels.length * visits.length);
  kept.forEach((_, row) => {
    counts[group.codes[row]! * visits.length + visit.codes[row]!]! += 1;
  });
  return {
    visit,
    group,
    covariates,
    constantWithin: covariates.map(({ values }) => isConstantWithin(subject, values)),
    counts,
    rowsWithoutOutcome,
    rowsWithoutCovariate,
    covarianceGroups: covarianceGroup?.levels ?? null,
    subjects,
    kernel: {
      subject,
      visit: visit.codes,
      outcome: Float64Array.from(kept, (row) => outcome[row]!),
      visits: visits.length,
      ...(rows.visitTimes === undefined
        ? {}
        : { visitTimes: visits.map((code) => rows.visitTimes![code] ?? null) }),
      ...(rows.weights === undefined
        ? {}
        : { weight: Float64Array.from(kept, (row) => rows.weights![row]!) }),
      ...(covarianceGroup === undefined
        ? {}
        : { covarianceGroup: Int32Array.from(kept, (row) => covarianceGroup.codes[row]!) }),
    },
  };
}

function numberSubjects(names: ArrayLike<string | number>, kept: readonly number[]) {
  const numbers = new Map<string | number, number>();
  const subject = Int32Array.from(kept, (row) => {
    const name = names[row]!;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  return { subject, subjects: [...numbers.keys()] };
}

function isConstantWithin(subject: Int32Array, values: Float64Array): boolean {
  const first = new Map<number, number>();
  for (let row = 0; row < subject.length; row += 1) {
    const value = first.get(subject[row]!);
    if (value === undefined) first.set(subject[row]!, values[row]!);
    else if (value !== values[row]) return false;
  }
  return true;
}

/**
 * Position of the comparator; -1 for a single arm.
 *
 * @throws MethodError where it names no arm; `where` names the method.
 */
export function requireReference(
  where: string,
  { group, reference }: { readonly group: Factor; readonly reference: string | null },
): number {
  if (reference === null && group.levels.length === 1) return -1;
  const position = reference === null ? -1 : group.levels.indexOf(reference);
  if (position >= 0) return group.levels.length === 1 ? -1 : position;
  throw argumentError(
    where,
    'reference',
    'names no arm',
    reference ?? 'none',
    `one of ${group.levels.join(', ')}`,
  );
}
