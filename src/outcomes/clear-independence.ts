import { cholesky } from '../math/linear-algebra/cholesky.js';

/**
 * Whether each of several columns keeps a thousandth of its length at right angles to those before it. `products` are
 * sums of products of the columns, size × size, of which the triangle that `cholesky` reads is enough; `lengths` are
 * theirs, above 0.
 */
export function keepTheirLength(products: Float64Array, lengths: ArrayLike<number>): boolean {
  const size = lengths.length;
  const shares = products.map((value, cell) => {
    return value / lengths[Math.floor(cell / size)]! / lengths[cell % size]!;
  });
  return cholesky(shares, size, 1e-6) !== null;
}
