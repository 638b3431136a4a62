import type { Covariate } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';

/** One entry for each observed outcome: who, when, what, and the columns of the fixed effects. */
export interface RepeatedMeasuresRows {
  /** Any number that tells subjects apart. */
  readonly subject: ArrayLike<number>;
  /** Position of the visit, from 0. */
  readonly visit: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
  /** Columns of the fixed effects, an intercept or its equivalent among them. */
  readonly columns: readonly Covariate[];
  /** Number of planned visits: the size of the covariance matrix. */
  readonly visits: number;
  /** Planned times, for covariance structures that depend on time. */
  readonly visitTimes?: readonly (number | null)[];
  /** A row of weight 4 has a quarter of the variance; 1 where absent. */
  readonly weight?: ArrayLike<number>;
  /** Subjects with another code have a covariance matrix of their own, from 0; one matrix for all where absent. */
  readonly covarianceGroup?: ArrayLike<number>;
}

/** Rows in an order that depends on nothing but their content: subject after subject, visits ascending. */
export interface OrderedRows {
  readonly rows: number;
  readonly columns: number;
  readonly visits: number;
  /** First row of each subject, and one past the last row at the end. */
  readonly start: Int32Array;
  /** Covariance matrix of each subject. */
  readonly matrixOf: Int32Array;
  readonly matrices: number;
  readonly visit: Int32Array;
  /** Outcome and columns times the root of the weight. */
  readonly outcome: Float64Array;
  /** rows × columns, row after row. */
  readonly design: Float64Array;
  /** Row of the input that each row came from. */
  readonly source: Int32Array;
  readonly sumLogWeights: number;
}

const where = 'mixed-model-repeated-measures';

/**
 * Puts rows in the canonical order in which all sums are taken, so that a fit has the same bits whatever the order of
 * the input and whatever the subjects are called.
 *
 * @throws MethodError for lists of different lengths, numbers that are not finite, a visit out of range, a subject with
 * two rows at one visit or in two covariance groups, a weight that is not above 0.
 */
export function orderRows(input: RepeatedMeasuresRows): OrderedRows {
  const rows = input.outcome.length;
  const { visits } = input;
  requireRows(input);
  const bySubject = new Map<number, number[]>();
  for (let row = 0; row < rows; row += 1) {
    const list = bySubject.get(input.subject[row]!);
    if (list === undefined) bySubject.set(input.subject[row]!, [row]);
    else list.push(row);
  }
  const groups = input.covarianceGroup;
  let matrices = 1;
  const subjects = [...bySubject.values()];
  for (const list of subjects) {
    list.sort((left, right) => input.visit[left]! - input.visit[right]!);
    list.forEach((row, place) => {
      if (place === 0) return;
      const before = list[place - 1]!;
      if (input.visit[row] === input.visit[before]) {
        throw argumentError(
          where,
          'visit',
          `has rows ${before} and ${row} for the same subject and visit`,
          `visit ${input.visit[row]}`,
          'one row a subject and visit',
        );
      }
      if (groups !== undefined && groups[row] !== groups[before]) {
        throw argumentError(
          where,
          'covarianceGroup',
          `differs between rows ${before} and ${row} of a subject`,
          String(groups[row]),
          String(groups[before]),
        );
      }
    });
    if (groups !== undefined) matrices = Math.max(matrices, groups[list[0]!]! + 1);
  }
  subjects.sort((left, right) => compareSubjects(input, left, right));
  return layOut(input, subjects, rows, visits, matrices);
}

function layOut(
  input: RepeatedMeasuresRows,
  subjects: readonly (readonly number[])[],
  rows: number,
  visits: number,
  matrices: number,
): OrderedRows {
  const columns = input.columns.length;
  const start = new Int32Array(subjects.length + 1);
  const matrixOf = new Int32Array(subjects.length);
  const visit = new Int32Array(rows);
  const source = new Int32Array(rows);
  const outcome = new Float64Array(rows);
  const design = new Float64Array(rows * columns);
  let sumLogWeights = 0;
  let place = 0;
  for (let subject = 0; subject < subjects.length; subject += 1) {
    const list = subjects[subject]!;
    matrixOf[subject] = input.covarianceGroup?.[list[0]!] ?? 0;
    for (const row of list) {
      const weight = input.weight?.[row] ?? 1;
      const root = weight === 1 ? 1 : Math.sqrt(weight);
      sumLogWeights += weight === 1 ? 0 : Math.log(weight);
      visit[place] = input.visit[row]!;
      source[place] = row;
      outcome[place] = root * input.outcome[row]!;
      for (let column = 0; column < columns; column += 1) {
        design[place * columns + column] = root * input.columns[column]!.values[row]!;
      }
      place += 1;
    }
    start[subject + 1] = place;
  }
  return {
    rows,
    columns,
    visits,
    start,
    matrixOf,
    matrices,
    visit,
    outcome,
    design,
    source,
    sumLogWeights,
  };
}

/** By covariance group, then by visits seen, then by content; 0 only for subjects alike in all that is fitted. */
function compareSubjects(
  { visit, outcome, columns, weight, covarianceGroup }: RepeatedMeasuresRows,
  left: readonly number[],
  right: readonly number[],
): number {
  const group = covarianceGroup === undefined ? 0 : covarianceGroup[left[0]!]! - covarianceGroup[right[0]!]!;
  if (group !== 0) return group;
  if (left.length !== right.length) return right.length - left.length;
  for (let place = 0; place < left.length; place += 1) {
    const difference = visit[left[place]!]! - visit[right[place]!]!;
    if (difference !== 0) return difference;
  }
  for (let place = 0; place < left.length; place += 1) {
    const difference = outcome[left[place]!]! - outcome[right[place]!]!;
    if (difference !== 0) return difference;
  }
  for (let place = 0; place < left.length; place += 1) {
    const [one, other] = [left[place]!, right[place]!];
    if (weight !== undefined && weight[one] !== weight[other]) return weight[one]! - weight[other]!;
    for (const { values } of columns) {
      if (values[one] !== values[other]) return values[one]! - values[other]!;
    }
  }
  return 0;
}

function requireRows(input: RepeatedMeasuresRows): void {
  const rows = input.outcome.length;
  const { visits } = input;
  const lists: readonly (readonly [string, ArrayLike<number> | undefined])[] = [
    ['subject', input.subject],
    ['visit', input.visit],
    ['outcome', input.outcome],
    ['weight', input.weight],
    ['covarianceGroup', input.covarianceGroup],
    ...input.columns.map(({ name, values }) => [name, values] as const),
  ];
  for (const [name, values] of lists) {
    if (values === undefined) continue;
    if (values.length !== rows) {
      throw argumentError(where, name, 'has the wrong length', String(values.length), `${rows}, one a row`);
    }
    for (let row = 0; row < rows; row += 1) {
      if (Number.isFinite(values[row])) continue;
      throw argumentError(
        where,
        `${name}[${row}]`,
        'is not a finite number',
        String(values[row]),
        undefined,
        'Leave out rows with missing values',
      );
    }
  }
  for (let row = 0; row < rows; row += 1) {
    const visit = input.visit[row]!;
    if (!(Number.isInteger(visit) && visit >= 0 && visit < visits)) {
      throw argumentError(where, `visit[${row}]`, 'is no visit', String(visit), `0 to ${visits - 1}`);
    }
    const group = input.covarianceGroup?.[row] ?? 0;
    if (!(Number.isInteger(group) && group >= 0)) {
      throw argumentError(
        where,
        `covarianceGroup[${row}]`,
        'is no group',
        String(group),
        'a whole number from 0',
      );
    }
    const weight = input.weight?.[row] ?? 1;
    if (!(weight > 0)) {
      throw argumentError(where, `weight[${row}]`, 'is not above 0', String(weight), 'a positive number');
    }
  }
}
