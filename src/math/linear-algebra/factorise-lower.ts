/**
 * Replaces a lower triangle by its Cholesky factor, in place and without allocating, for loops that factorise at every
 * step; elsewhere use `cholesky`. False, with the triangle spoilt, where the matrix is not positive definite.
 *
 * The triangle lies row after row, `width` numbers apart, from `start`; only its first `size` rows are worked. A pivot of
 * `tolerance` times its diagonal element or less counts as 0. The factor has the same bits as that of `cholesky`.
 */
export function factoriseLower(
  triangle: Float64Array,
  start: number,
  width: number,
  size: number,
  tolerance: number,
): boolean {
  for (let row = 0; row < size; row += 1) {
    const line = start + row * width;
    for (let column = 0; column < row; column += 1) {
      const other = start + column * width;
      let rest = triangle[line + column]!;
      for (let inner = 0; inner < column; inner += 1) {
        rest -= triangle[line + inner]! * triangle[other + inner]!;
      }
      triangle[line + column] = rest / triangle[other + column]!;
    }
    const diagonal = triangle[line + row]!;
    let rest = diagonal;
    for (let inner = 0; inner < row; inner += 1) rest -= triangle[line + inner]! * triangle[line + inner]!;
    if (!(rest > tolerance * diagonal) || rest === Number.POSITIVE_INFINITY) return false;
    triangle[line + row] = Math.sqrt(rest);
  }
  return true;
}
