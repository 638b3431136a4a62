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
  const roots = weight.map(Math.sqrt);
  const basis: Float64Array[] = [unit(roots) ?? roots];
  const kept: number[] = [];
  const dropped: number[] = [];
  columns.forEach((column, index) => {
    let rest = centred(column, weight).map((value, row) => value * roots[row]!);
    const raw = norm(column.map((value, row) => value * roots[row]!));
    const before = norm(rest) > ROUNDING * raw ? norm(rest) : Number.POSITIVE_INFINITY;
    // Twice: the second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass += 1) {
      for (const direction of basis) {
        const share = dot(rest, direction);
        rest = rest.map((value, row) => value - share * direction[row]!);
      }
    }
    const direction = norm(rest) > TOLERANCE * before ? unit(rest) : null;
    if (direction === null) {
      dropped.push(index);
    } else {
      basis.push(direction);
      kept.push(index);
    }
  });
  return { kept, dropped };
}

/** The column less its weighted mean, which is taken twice so that an offset leaves no rounding. */
function centred(column: Float64Array, weight: Float64Array): Float64Array {
  const total = weight.reduce((sum, value) => sum + value, 0);
  const mean = (values: Float64Array) =>
    values.reduce((sum, value, row) => sum + weight[row]! * value, 0) / total;
  const rough = mean(column);
  const near = column.map((value) => value - rough);
  const rest = mean(near);
  return near.map((value) => value - rest);
}

function unit(vector: Float64Array): Float64Array | null {
  const length = norm(vector);
  return length > 0 ? vector.map((value) => value / length) : null;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, row) => sum + value * right[row]!, 0);
}
