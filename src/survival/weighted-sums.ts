/** Rows worked on together, so that they stay in the processor's cache while all pairs of columns go over them. */
const chunk = 256;
/** From this many rows on, sums are held in local variables, column by column. */
const manyRows = 16;

/**
 * Adds the sum over rows of weight x x' to the lower triangle of `target` (columnCount x columnCount, row-major).
 *
 * Pairs of columns go over a chunk of rows with their four sums in local variables: this is the inner loop of every
 * regression here, O(rows x columns^2).
 *
 * @param x rows one after the other, `columnCount` numbers each; rows `from` up to `to` are taken.
 */
export function addOuterProducts(
  x: Float64Array,
  columnCount: number,
  weights: Float64Array,
  from: number,
  to: number,
  target: Float64Array,
): void {
  const p = columnCount;
  const paired = p - (p % 2);
  for (let start = from; start < to; start += chunk) {
    const end = Math.min(to, start + chunk);
    for (let row = 0; row < paired; row += 2) {
      for (let column = 0; column <= row; column += 2) {
        let sum00 = 0;
        let sum01 = 0;
        let sum10 = 0;
        let sum11 = 0;
        let left = start * p + row;
        let right = start * p + column;
        for (let place = start; place < end; place += 1) {
          const weight = weights[place]!;
          const first = weight * x[left]!;
          const second = weight * x[left + 1]!;
          sum00 += first * x[right]!;
          sum01 += first * x[right + 1]!;
          sum10 += second * x[right]!;
          sum11 += second * x[right + 1]!;
          left += p;
          right += p;
        }
        target[row * p + column]! += sum00;
        if (column < row) target[row * p + column + 1]! += sum01;
        target[(row + 1) * p + column]! += sum10;
        target[(row + 1) * p + column + 1]! += sum11;
      }
    }
    if (paired < p) addLastColumn(x, p, weights, start, end, target);
  }
}

/** The last row of the triangle where the number of columns is odd, in pairs of columns and the diagonal. */
function addLastColumn(
  x: Float64Array,
  p: number,
  weights: Float64Array,
  start: number,
  end: number,
  target: Float64Array,
): void {
  const last = p - 1;
  for (let column = 0; column < last; column += 2) {
    let sum0 = 0;
    let sum1 = 0;
    let at = start * p;
    for (let place = start; place < end; place += 1) {
      const own = weights[place]! * x[at + last]!;
      sum0 += own * x[at + column]!;
      sum1 += own * x[at + column + 1]!;
      at += p;
    }
    target[last * p + column]! += sum0;
    target[last * p + column + 1]! += sum1;
  }
  let square = 0;
  let at = start * p + last;
  for (let place = start; place < end; place += 1) {
    square += weights[place]! * x[at]! * x[at]!;
    at += p;
  }
  target[last * p + last]! += square;
}

/** Copies the lower triangle of a square row-major matrix onto the upper one. */
export function mirrorLowerTriangle(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < row; column += 1)
      matrix[column * size + row] = matrix[row * size + column]!;
  }
}

/** Adds the sum of weights to `target[0]` and, for each column, the sum of weight times x to `target[column + 1]`. */
export function addWeightedSums(
  x: Float64Array,
  columnCount: number,
  weights: Float64Array,
  from: number,
  to: number,
  target: Float64Array,
): void {
  const p = columnCount;
  if (to - from < manyRows) {
    for (let place = from, at = from * p; place < to; place += 1) {
      const weight = weights[place]!;
      target[0]! += weight;
      for (let column = 1; column <= p; column += 1, at += 1) target[column]! += weight * x[at]!;
    }
    return;
  }
  let total = 0;
  for (let place = from; place < to; place += 1) total += weights[place]!;
  target[0]! += total;
  for (let start = from; start < to; start += chunk) {
    const end = Math.min(to, start + chunk);
    let column = 0;
    // Four sums that do not wait for each other; then what is left, in one pass.
    for (; column + 3 < p; column += 4) addFourSums(x, p, weights, start, end, column, target);
    if (column + 3 === p) addThreeSums(x, p, weights, start, end, column, target);
    else if (column + 2 === p) addTwoSums(x, p, weights, start, end, column, target);
    else if (column + 1 === p) {
      let sum = 0;
      for (let place = start, at = start * p + column; place < end; place += 1, at += p) {
        sum += weights[place]! * x[at]!;
      }
      target[column + 1]! += sum;
    }
  }
}

function addFourSums(
  x: Float64Array,
  p: number,
  weights: Float64Array,
  start: number,
  end: number,
  column: number,
  target: Float64Array,
): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let place = start, at = start * p + column; place < end; place += 1, at += p) {
    const weight = weights[place]!;
    sum0 += weight * x[at]!;
    sum1 += weight * x[at + 1]!;
    sum2 += weight * x[at + 2]!;
    sum3 += weight * x[at + 3]!;
  }
  target[column + 1]! += sum0;
  target[column + 2]! += sum1;
  target[column + 3]! += sum2;
  target[column + 4]! += sum3;
}

function addThreeSums(
  x: Float64Array,
  p: number,
  weights: Float64Array,
  start: number,
  end: number,
  column: number,
  target: Float64Array,
): void {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  for (let place = start, at = start * p + column; place < end; place += 1, at += p) {
    const weight = weights[place]!;
    sum0 += weight * x[at]!;
    sum1 += weight * x[at + 1]!;
    sum2 += weight * x[at + 2]!;
  }
  target[column + 1]! += sum0;
  target[column + 2]! += sum1;
  target[column + 3]! += sum2;
}

function addTwoSums(
  x: Float64Array,
  p: number,
  weights: Float64Array,
  start: number,
  end: number,
  column: number,
  target: Float64Array,
): void {
  let sum0 = 0;
  let sum1 = 0;
  for (let place = start, at = start * p + column; place < end; place += 1, at += p) {
    const weight = weights[place]!;
    sum0 += weight * x[at]!;
    sum1 += weight * x[at + 1]!;
  }
  target[column + 1]! += sum0;
  target[column + 2]! += sum1;
}
