import { argumentError } from '../../../core/errors.js';
import type { AncovaData } from './ancova.js';

/** The design matrix of an analysis of covariance: one column an arm that has subjects, then the centred covariates. */
export interface AncovaDesign {
  readonly matrix: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly outcome: Float64Array;
  /** Column of each arm; -1 for an arm without subjects. */
  readonly armColumn: readonly number[];
  /** Subjects of each arm. */
  readonly counts: readonly number[];
  /** Column of the first covariate. */
  readonly covariateColumn: number;
  /** Largest size of an outcome, the scale of rounding. */
  readonly largest: number;
}

/** With covariates centred at their overall means, the coefficient of an arm is its least-squares mean. */
export function ancovaDesign(data: AncovaData): AncovaDesign {
  const rows = data.outcome.length;
  requireLength('group.codes', data.group.codes.length, rows);
  const outcome = finiteValues('outcome', data.outcome);
  const counts = data.group.levels.map(() => 0);
  for (const [row, code] of data.group.codes.entries()) {
    if (counts[code] === undefined) {
      throw argumentError(
        'ancova',
        `group.codes[${row}]`,
        'is no level',
        String(code),
        `0 to ${counts.length - 1}`,
      );
    }
    counts[code] += 1;
  }
  let next = 0;
  const armColumn = counts.map((count) => (count > 0 ? next++ : -1));
  const covariateColumn = next;
  const columns = covariateColumn + data.covariates.length;
  const matrix = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) matrix[armColumn[data.group.codes[row]!]! * rows + row] = 1;
  for (const [index, { name, values }] of data.covariates.entries()) {
    requireLength(name, values.length, rows);
    const column = finiteValues(name, values);
    const mean = column.reduce((sum, value) => sum + value, 0) / rows;
    matrix.set(
      column.map((value) => value - mean),
      (covariateColumn + index) * rows,
    );
  }
  const largest = outcome.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { matrix, rows, columns, outcome, armColumn, counts, covariateColumn, largest };
}

function requireLength(name: string, got: number, rows: number): void {
  if (got !== rows) throw argumentError('ancova', name, 'has the wrong length', String(got), String(rows));
}

function finiteValues(name: string, values: ArrayLike<number>): Float64Array {
  const list = Float64Array.from(values);
  const row = list.findIndex((value) => !Number.isFinite(value));
  if (row >= 0) {
    throw argumentError(
      'ancova',
      `${name}[${row}]`,
      'is not a finite number',
      String(list[row]),
      undefined,
      'Leave out subjects with missing values',
    );
  }
  return list;
}
