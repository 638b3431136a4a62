import { pivotedQr } from '../../math/linear-algebra/pivoted-qr.js';
import { factorIndicators } from '../factor-indicators.js';
import { adjustmentColumns, type VisitOutcomes } from './visit-outcomes.js';

/** Subjects whose missing values are imputed by one model: an arm, or all of them. */
export interface ImputationGroup {
  /** Whose errors those of this group are. */
  readonly method: string;
  /** The arm; null for all arms together. */
  readonly arm: string | null;
  /** Positions in the data. */
  readonly subjects: Int32Array;
  /** Columns that are never missing: 1, other arms where arms share the model, then what the analysis is adjusted for. */
  readonly fixed: number;
  readonly visits: number;
  readonly visitNames: readonly string[];
  /**
   * Rows of `fixed` + `visits` numbers, one a subject: the columns that are never missing (centred, but for the first)
   * and the outcomes, numbers less their observed mean; NaN where missing.
   */
  readonly table: Float64Array;
  /** What was taken off the outcomes of each visit. */
  readonly centres: Float64Array;
  /** Rows observed and missing at each visit. */
  readonly observed: readonly Int32Array[];
  readonly missing: readonly Int32Array[];
}

/** Splits subjects into the groups that share a model and lays out each group's table. */
export function imputationGroups(
  method: string,
  data: VisitOutcomes,
  byArm: boolean,
): readonly ImputationGroup[] {
  const everyone = Int32Array.from(data.group.codes.keys());
  if (!byArm) return [layOut(method, data, everyone, null)];
  return data.group.levels.map((arm, code) =>
    layOut(
      method,
      data,
      everyone.filter((subject) => data.group.codes[subject] === code),
      arm,
    ),
  );
}

function layOut(
  method: string,
  data: VisitOutcomes,
  subjects: Int32Array,
  arm: string | null,
): ImputationGroup {
  const rows = subjects.length;
  const visits = data.visits.length;
  const candidates = [
    ...(arm === null ? factorIndicators(data.group, data.reference!) : []),
    ...adjustmentColumns(data),
  ];
  const columns = candidates.length + 1;
  const matrix = new Float64Array(rows * columns).fill(1, 0, rows);
  for (const [index, { values }] of candidates.entries()) {
    let mean = 0;
    for (const subject of subjects) mean += values[subject]! / rows;
    for (let row = 0; row < rows; row += 1) {
      matrix[(index + 1) * rows + row] = values[subjects[row]!]! - mean;
    }
  }
  const { rank, pivot } = pivotedQr(matrix, rows, columns, 1e-5);
  const kept = Array.from(pivot.subarray(0, rank));
  const width = rank + visits;
  const table = new Float64Array(rows * width);
  const centres = new Float64Array(visits);
  const observed: Int32Array[] = [];
  const missing: Int32Array[] = [];
  for (const [place, column] of kept.entries()) {
    for (let row = 0; row < rows; row += 1) table[row * width + place] = matrix[column * rows + row]!;
  }
  const range = Int32Array.from({ length: rows }, (_, row) => row);
  for (let visit = 0; visit < visits; visit += 1) {
    const at = (row: number) => data.outcome[subjects[row]! * visits + visit]!;
    const seen = range.filter((row) => !Number.isNaN(at(row)));
    observed.push(seen);
    missing.push(range.filter((row) => Number.isNaN(at(row))));
    if (data.outcomeIs === 'number') {
      centres[visit] = seen.reduce((sum, row) => sum + at(row), 0) / seen.length;
    }
    for (let row = 0; row < rows; row += 1) {
      table[row * width + rank + visit] = at(row) - centres[visit]!;
    }
  }
  return {
    method,
    arm,
    subjects,
    fixed: rank,
    visits,
    visitNames: data.visits.map(({ name }) => name),
    table,
    centres,
    observed,
    missing,
  };
}

/** Writes the imputed cells of a group's completed table into a copy of all outcomes; observed cells keep their bits. */
export function writeImputed(
  group: ImputationGroup,
  table: Float64Array,
  into: Float64Array,
  { visits }: Pick<VisitOutcomes, 'visits'>,
): void {
  const width = group.fixed + group.visits;
  for (let visit = 0; visit < group.visits; visit += 1) {
    for (const row of group.missing[visit]!) {
      into[group.subjects[row]! * visits.length + visit] =
        table[row * width + group.fixed + visit]! + group.centres[visit]!;
    }
  }
}
