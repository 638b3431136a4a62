/** Share of a column's spread that must be new for the column to count as independent, as in R's qr(). */
const TOLERANCE = 1e-7;

/**
 * Which columns add something that a constant and the columns before them do not hold: Gram-Schmidt in the order
 * given, so that of two collinear columns the later one is dropped, as R does. Rows of weight 0 do not count.
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
    let rest = column.map((value, row) => value * roots[row]!);
    const before = norm(rest);
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
