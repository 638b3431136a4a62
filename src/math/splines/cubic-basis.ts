const order = 4;

/**
 * The cubic B-splines, or a derivative of them, at one place within the boundary knots: `knots.length + 4` values.
 * The recursion of de Boor and Cox; the right boundary belongs to the last interval.
 * Source: de Boor C. A Practical Guide to Splines. Springer 2001, chapter X.
 */
export function cubicBasis(
  knots: readonly number[],
  [low, high]: readonly [number, number],
  x: number,
  derivative: 0 | 1 | 2,
): Float64Array {
  const all = [...new Array<number>(order).fill(low), ...knots, ...new Array<number>(order).fill(high)];
  const count = knots.length + order;
  let interval = order - 1;
  while (interval < count - 1 && x >= all[interval + 1]!) interval += 1;
  // B-splines of rising order that are not 0 in the interval; `basis[j]` is number `interval - order + 1 + j`.
  const basis = new Float64Array(count);
  const plain = order - derivative;
  basis[interval] = 1;
  for (let degree = 1; degree < plain; degree += 1) {
    for (let index = interval - degree; index <= interval; index += 1) {
      const rising =
        index > interval - degree ? ratio(x - all[index]!, all[index + degree]! - all[index]!) : 0;
      const falling =
        index < interval
          ? ratio(all[index + degree + 1]! - x, all[index + degree + 1]! - all[index + 1]!)
          : 0;
      basis[index] = rising * basis[index]! + (index < interval ? falling * basis[index + 1]! : 0);
    }
  }
  // The derivative of a B-spline of degree d is d times a difference of two of degree d - 1.
  for (let degree = plain; degree < order; degree += 1) {
    for (let index = interval - degree; index <= interval; index += 1) {
      const left = index > interval - degree ? ratio(basis[index]!, all[index + degree]! - all[index]!) : 0;
      const right =
        index < interval ? ratio(basis[index + 1]!, all[index + degree + 1]! - all[index + 1]!) : 0;
      basis[index] = degree * (left - right);
    }
  }
  return basis;
}

/** 0 where knots coincide: such a piece has no length. */
const ratio = (above: number, below: number): number => (below === 0 ? 0 : above / below);
