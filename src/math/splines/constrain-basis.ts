/** Values of all B-splines, or of a derivative of them, at a place within the boundary knots. */
type Basis = (x: number, derivative: 0 | 1 | 2) => Float64Array;

/**
 * Columns of a spline basis that are straight beyond the boundary knots: the B-splines are turned by the Householder
 * reflections that reduce their second derivatives at the two boundary knots to a triangle, and the two columns along
 * these are left out. Outside the boundary the value and slope at the boundary continue.
 *
 * Source: Golub GH, Van Loan CF. Matrix Computations. 4th ed. 2013, sections 5.1 and 6.2.
 */
export function constrainBasis(
  basis: Basis,
  values: ArrayLike<number>,
  count: number,
  [low, high]: readonly [number, number],
  intercept: boolean,
): readonly Float64Array[] {
  const first = intercept ? 0 : 1;
  const size = count - first;
  const reflections = twoReflections(basis(low, 2).subarray(first), basis(high, 2).subarray(first));
  const columns = Array.from({ length: size - 2 }, () => new Float64Array(values.length));
  const atBoundary = [low, high].map((knot) => ({
    knot,
    value: basis(knot, 0),
    slope: basis(knot, 1),
  }));
  for (let row = 0; row < values.length; row += 1) {
    const x = values[row]!;
    const beyond = x < low ? atBoundary[0] : x > high ? atBoundary[1] : undefined;
    const own =
      beyond === undefined
        ? basis(x, 0)
        : beyond.value.map((value, index) => value + (x - beyond.knot) * beyond.slope[index]!);
    const turned = own.slice(first);
    for (const normal of reflections) reflect(turned, normal);
    for (let column = 0; column < size - 2; column += 1) columns[column]![row] = turned[column + 2]!;
  }
  return columns;
}

/** Normals of the reflections that zero the first vector below its first entry, and the second below its second. */
function twoReflections(one: Float64Array, other: Float64Array): readonly [Float64Array, Float64Array] {
  const first = reflectionNormal(one, 0);
  const turned = other.slice();
  reflect(turned, first);
  return [first, reflectionNormal(turned, 1)];
}

function reflectionNormal(vector: Float64Array, from: number): Float64Array {
  const normal = vector.slice().fill(0, 0, from);
  const length = Math.hypot(...normal);
  normal[from]! += (normal[from]! < 0 ? -1 : 1) * length;
  return normal;
}

function reflect(vector: Float64Array, normal: Float64Array): void {
  let product = 0;
  let squared = 0;
  for (let index = 0; index < normal.length; index += 1) {
    product += normal[index]! * vector[index]!;
    squared += normal[index]! * normal[index]!;
  }
  if (squared === 0) return;
  for (let index = 0; index < normal.length; index += 1) {
    vector[index]! -= (2 * product * normal[index]!) / squared;
  }
}
