import { keepTheirLength } from '../clear-independence.js';

/** Share of a column's spread that must be new for the column to count as independent, as in R's qr(). */
const TOLERANCE = 1e-7;

/** A spread below this share of the values themselves is rounding. */
const ROUNDING = 1e-13;

/**
 * Which columns add something that a constant and the columns before them do not hold: Gram-Schmidt in the order
 * given, so that of two collinear columns the later one is dropped, as R does. Columns are centred first: a large common
 * offset, as of dates in seconds, is no collinearity with the constant. Rows of weight 0 do not count.
 */
export function independentColumns(
  columns: readonly Float64Array[],
  weight: Float64Array,
): { readonly kept: readonly number[]; readonly dropped: readonly number[] } {
  if (clearlyIndependent(columns, weight)) return { kept: columns.map((_, index) => index), dropped: [] };
  const roots = weight.map(Math.sqrt);
  const basis: Float64Array[] = [unit(roots) ?? roots];
  const kept: number[] = [];
  const dropped: number[] = [];
  columns.forEach((column, index) => {
    const rest = centred(column, weight);
    let raw = 0;
    for (let row = 0; row < rest.length; row += 1) {
      const value = column[row]! * roots[row]!;
      raw += value * value;
      rest[row] = rest[row]! * roots[row]!;
    }
    const spread = Math.sqrt(dot(rest, rest));
    const before = spread > ROUNDING * Math.sqrt(raw) ? spread : Number.POSITIVE_INFINITY;
    // Twice: the second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass += 1) {
      for (const direction of basis) {
        const share = dot(rest, direction);
        for (let row = 0; row < rest.length; row += 1) rest[row] = rest[row]! - share * direction[row]!;
      }
    }
    const direction = Math.sqrt(dot(rest, rest)) > TOLERANCE * before ? unit(rest) : null;
    if (direction === null) {
      dropped.push(index);
    } else {
      basis.push(direction);
      kept.push(index);
    }
  });
  return { kept, dropped };
}

/** A look at the correlations that spares most designs the rest: every column keeps a thousandth of its length. */
function clearlyIndependent(columns: readonly Float64Array[], weight: Float64Array): boolean {
  const size = columns.length;
  const means = columns.map((column) => weightedMean(column, weight));
  const products = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    for (let row = column; row < size; row += 1) {
      products[column * size + row] = weightedProduct(
        columns[column]!,
        means[column]!,
        columns[row]!,
        means[row]!,
        weight,
      );
    }
  }
  const lengths = columns.map((_, column) => Math.sqrt(products[column * size + column]!));
  const varies = (length: number, column: number) => {
    const raw = Math.sqrt(weightedProduct(columns[column]!, 0, columns[column]!, 0, weight));
    return length > 1e-6 * raw && Number.isFinite(length);
  };
  if (!lengths.every(varies)) return false;
  return keepTheirLength(products, lengths);
}

function weightedMean(column: Float64Array, weight: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (let row = 0; row < column.length; row += 1) {
    total += weight[row]!;
    sum += weight[row]! * column[row]!;
  }
  return sum / total;
}

/** Sum of products of two columns less a number each. */
function weightedProduct(
  left: Float64Array,
  fromLeft: number,
  right: Float64Array,
  fromRight: number,
  weight: Float64Array,
): number {
  let sum = 0;
  for (let row = 0; row < left.length; row += 1) {
    sum += weight[row]! * (left[row]! - fromLeft) * (right[row]! - fromRight);
  }
  return sum;
}

/** The column less its weighted mean, which is taken twice so that an offset leaves no rounding. */
function centred(column: Float64Array, weight: Float64Array): Float64Array {
  const values = column.slice();
  for (let pass = 0; pass < 2; pass += 1) {
    let total = 0;
    let sum = 0;
    for (let row = 0; row < values.length; row += 1) {
      total += weight[row]!;
      sum += weight[row]! * values[row]!;
    }
    const mean = sum / total;
    for (let row = 0; row < values.length; row += 1) values[row] = values[row]! - mean;
  }
  return values;
}

function unit(vector: Float64Array): Float64Array | null {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : null;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < left.length; row += 1) sum += left[row]! * right[row]!;
  return sum;
}
