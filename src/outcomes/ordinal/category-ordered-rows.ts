import type { CumulativeLogitRows, SettledTerms } from './cumulative-logit-rows.js';

/** Rows laid out for the likelihood: those of the lowest category first, with their columns scaled side by side. */
export interface CategoryOrderedRows {
  readonly categoryCount: number;
  /** Columns. */
  readonly size: number;
  /** rows × size, row after row. */
  readonly matrix: Float64Array;
  readonly weight: Float64Array;
  /** Where each category begins, and one entry more: the number of rows. */
  readonly firstRow: Int32Array;
  /** Subjects of each category. */
  readonly categoryWeight: Float64Array;
  readonly offset?: Float64Array;
  readonly settled?: SettledTerms;
}

/** How one column is centred and scaled. */
export interface ColumnScale {
  readonly centre: number;
  /** Standard deviation. */
  readonly scale: number;
  /** Largest size of a value once centred and scaled. */
  readonly reach: number;
}

/** Orders rows by category, in one pass, and scales their columns: one scale a column. */
export function orderByCategory(
  rows: CumulativeLogitRows,
  scales: readonly ColumnScale[],
): CategoryOrderedRows {
  const { outcome, weight, categoryCount, columns } = rows;
  const size = columns.length;
  const firstRow = new Int32Array(categoryCount + 1);
  const categoryWeight = new Float64Array(categoryCount);
  for (let row = 0; row < outcome.length; row += 1) {
    const category = outcome[row]!;
    firstRow[category + 1] = firstRow[category + 1]! + 1;
    categoryWeight[category] = categoryWeight[category]! + weight[row]!;
  }
  for (let category = 0; category < categoryCount; category += 1) {
    firstRow[category + 1] = firstRow[category + 1]! + firstRow[category]!;
  }
  const next = firstRow.slice();
  const place = new Int32Array(outcome.length);
  for (let row = 0; row < outcome.length; row += 1) {
    const category = outcome[row]!;
    place[row] = next[category]!;
    next[category] = next[category]! + 1;
  }
  const matrix = new Float64Array(outcome.length * size);
  for (let index = 0; index < size; index += 1) {
    const column = columns[index]!;
    const { centre, scale } = scales[index]!;
    for (let row = 0; row < outcome.length; row += 1) {
      matrix[place[row]! * size + index] = (column[row]! - centre) / scale;
    }
  }
  const placed = <Values extends Float64Array | Uint8Array>(values: Values): Values => {
    const ordered = values.slice() as Values;
    for (let row = 0; row < place.length; row += 1) ordered[place[row]!] = values[row]!;
    return ordered;
  };
  const { offset, settled } = rows;
  return {
    categoryCount,
    size,
    matrix,
    weight: placed(weight),
    firstRow,
    categoryWeight,
    ...(offset === undefined ? {} : { offset: placed(offset) }),
    ...(settled === undefined
      ? {}
      : { settled: { ...settled, atMost: placed(settled.atMost), atLeast: placed(settled.atLeast) } }),
  };
}

/** Weighted mean and standard deviation of a column, and how far it reaches in those. */
export function columnScale(column: Float64Array, weight: Float64Array): ColumnScale {
  let total = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row]!;
    total += weight[row]!;
    sum += weight[row]! * value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const centre = sum / total;
  let squares = 0;
  for (let row = 0; row < column.length; row += 1) {
    const distance = column[row]! - centre;
    squares += weight[row]! * distance * distance;
  }
  const scale = Math.sqrt(squares / total);
  return { centre, scale, reach: Math.max(most - centre, centre - least) / scale };
}
