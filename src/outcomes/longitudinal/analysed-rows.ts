import type { Covariate, Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';
import type { RepeatedMeasuresRows } from './repeated-measures-rows.js';

/** One entry a row in every list; a row is one visit of one subject. */
export interface ModelledRows {
  readonly subject: ArrayLike<string | number>;
  /** Levels in order of time. */
  readonly visit: Factor;
  /** NaN where missing: the row is left out and counted. */
  readonly outcome: ArrayLike<number>;
  readonly group: Factor;
  /** The comparator; null for a single arm. */
  readonly reference: string | null;
  /** The value before treatment, a covariate named `baseline`; NaN where missing. */
  readonly baseline?: ArrayLike<number>;
  /** May change from visit to visit; NaN where missing. */
  readonly covariates?: readonly Covariate[];
  /** A row of weight 4 has a quarter of the variance. */
  readonly weights?: ArrayLike<number>;
  /** Subjects of each level have a covariance matrix of their own. */
  readonly covarianceGroup?: Factor;
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
  /** Names of the subjects by their numbers in `kernel`. */
  readonly subjects: readonly (string | number)[];
  readonly kernel: Omit<RepeatedMeasuresRows, 'columns'>;
}

/**
 * Leaves out rows without an outcome or a covariate, and visits without a row.
 *
 * @throws MethodError for lists of different lengths and codes out of range; `where` names the method.
 */
export function analysedRows(where: string, rows: ModelledRows): AnalysedRows {
  requireShape(where, rows);
  const total = rows.outcome.length;
  const all: readonly Covariate[] = [
    ...(rows.baseline === undefined ? [] : [{ name: 'baseline', values: Float64Array.from(rows.baseline) }]),
    ...(rows.covariates ?? []),
  ];
  const kept: number[] = [];
  let rowsWithoutOutcome = 0;
  let rowsWithoutCovariate = 0;
  for (let row = 0; row < total; row += 1) {
    if (Number.isNaN(rows.outcome[row])) rowsWithoutOutcome += 1;
    else if (all.some(({ values }) => Number.isNaN(values[row]))) rowsWithoutCovariate += 1;
    else kept.push(row);
  }
  const used = new Set(kept.map((row) => rows.visit.codes[row]!));
  const visits = rows.visit.levels.flatMap((_, code) => (used.has(code) ? [code] : []));
  const place = new Map(visits.map((code, index) => [code, index]));
  const visit = {
    levels: visits.map((code) => rows.visit.levels[code]!),
    codes: Int32Array.from(kept, (row) => place.get(rows.visit.codes[row]!)!),
  };
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
    subjects,
    kernel: {
      subject,
      visit: visit.codes,
      outcome: Float64Array.from(kept, (row) => rows.outcome[row]!),
      visits: visits.length,
      ...(rows.visitTimes === undefined
        ? {}
        : { visitTimes: visits.map((code) => rows.visitTimes![code] ?? null) }),
      ...(rows.weights === undefined
        ? {}
        : { weight: Float64Array.from(kept, (row) => rows.weights![row]!) }),
      ...(rows.covarianceGroup === undefined
        ? {}
        : { covarianceGroup: Int32Array.from(kept, (row) => rows.covarianceGroup!.codes[row]!) }),
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

function requireShape(where: string, rows: ModelledRows): void {
  requireObject(where, 'rows', rows, 'subject, visit, outcome, group and reference');
  requireList(where, 'outcome', rows.outcome, 'one number a row, NaN where missing');
  requireList(where, 'subject', rows.subject, 'one name a row');
  const total = rows.outcome.length;
  const lists: readonly (readonly [string, ArrayLike<unknown> | undefined])[] = [
    ['subject', rows.subject],
    ['baseline', rows.baseline],
    ['weights', rows.weights],
    ...(rows.covariates ?? []).map(({ name, values }) => [name, values] as const),
  ];
  for (const [name, values] of lists) {
    if (values !== undefined && values.length !== total) {
      throw argumentError(where, name, 'has the wrong length', String(values.length), `${total}, one a row`);
    }
  }
  for (const name of ['visit', 'group', 'covarianceGroup'] as const) {
    const factor = rows[name];
    if (factor === undefined && name === 'covarianceGroup') continue;
    requireObject(where, name, factor, 'levels and codes');
    requireFactor(where, name, factor as Factor, total);
  }
  if (rows.visitTimes !== undefined && rows.visitTimes.length !== rows.visit.levels.length) {
    throw argumentError(
      where,
      'visitTimes',
      'has the wrong length',
      String(rows.visitTimes.length),
      `${rows.visit.levels.length}, one a visit`,
    );
  }
}

function requireFactor(where: string, name: string, { levels, codes }: Factor, total: number): void {
  if (codes.length !== total) {
    throw argumentError(
      where,
      `${name}.codes`,
      'has the wrong length',
      String(codes.length),
      `${total}, one a row`,
    );
  }
  const wrong = codes.findIndex((code) => levels[code] === undefined);
  if (wrong >= 0) {
    throw argumentError(
      where,
      `${name}.codes[${wrong}]`,
      'is no level',
      String(codes[wrong]),
      `0 to ${levels.length - 1}`,
    );
  }
}

/**
 * Position of the comparator; -1 for a single arm.
 *
 * @throws MethodError where it names no arm; `where` names the method.
 */
export function requireReference(
  where: string,
  { group, reference }: Pick<ModelledRows, 'group' | 'reference'>,
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
