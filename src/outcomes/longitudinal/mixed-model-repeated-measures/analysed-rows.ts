import type { Covariate, Factor } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { requireList, requireObject } from '../../../math/argument-checks.js';
import type { RepeatedMeasuresRows } from '../repeated-measures-rows.js';
import type { MixedModelRows } from './mixed-model-repeated-measures.js';

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
  readonly kernel: Omit<RepeatedMeasuresRows, 'columns'>;
}

const where = 'mixed-model-repeated-measures';

/** Leaves out rows without an outcome or a covariate, and visits without a row. */
export function analysedRows(rows: MixedModelRows): AnalysedRows {
  requireShape(rows);
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
  const subject = numberSubjects(rows.subject, kept);
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

function numberSubjects(names: ArrayLike<string | number>, kept: readonly number[]): Int32Array {
  const numbers = new Map<string | number, number>();
  return Int32Array.from(kept, (row) => {
    const name = names[row]!;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
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

function requireShape(rows: MixedModelRows): void {
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
    requireFactor(name, factor as Factor, total);
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

function requireFactor(name: string, { levels, codes }: Factor, total: number): void {
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
