import type { RegressionDesign } from './regression-design.js';

/** Rows of numbers, `size` a row, one row after the other. */
export type DesignMatrix = Pick<RegressionDesign, 'size' | 'matrix'>;

/** Rows that are worked on together, few enough that they stay in the fastest memory. */
export const blockRows = 512;

/** The linear predictor of each row, matrix · parameters, on top of `offset` where there is one. */
export function linearPredictor(
  design: RegressionDesign,
  parameters: Float64Array,
  offset?: Float64Array,
): Float64Array {
  const linear = offset === undefined ? new Float64Array(design.rows) : offset.slice();
  addLinearPredictor(design, parameters, 0, design.rows, linear);
  return linear;
}

/**
 * Adds the linear predictor of rows `start` to before `end` to as many entries of `linear`. Three columns a pass, their
 * parameters in registers.
 */
export function addLinearPredictor(
  { size, matrix }: DesignMatrix,
  parameters: Float64Array,
  start: number,
  end: number,
  linear: Float64Array,
): void {
  const count = end - start;
  let column = 0;
  for (; column + 2 < size; column += 3) {
    const first = parameters[column]!;
    const second = parameters[column + 1]!;
    const third = parameters[column + 2]!;
    for (let place = 0, from = start * size + column; place < count; place += 1, from += size) {
      linear[place] =
        linear[place]! + first * matrix[from]! + second * matrix[from + 1]! + third * matrix[from + 2]!;
    }
  }
  for (; column < size; column += 1) {
    const only = parameters[column]!;
    for (let place = 0, from = start * size + column; place < count; place += 1, from += size) {
      linear[place] = linear[place]! + only * matrix[from]!;
    }
  }
}

/** Σ over rows of residual · x: one entry a column. */
export function weightedSums(design: RegressionDesign, residual: Float64Array): Float64Array {
  const sums = new Float64Array(design.size);
  for (let start = 0; start < design.rows; start += blockRows) {
    const end = Math.min(start + blockRows, design.rows);
    addWeightedSums(design, residual.subarray(start, end), start, end, sums);
  }
  return sums;
}

/**
 * Adds the sums of rows `start` to before `end`, whose residuals are given. Three columns a pass, their sums in
 * registers.
 */
export function addWeightedSums(
  { size, matrix }: DesignMatrix,
  residual: Float64Array,
  start: number,
  end: number,
  sums: Float64Array,
): void {
  const count = end - start;
  let column = 0;
  for (; column + 2 < size; column += 3) {
    let first = 0;
    let second = 0;
    let third = 0;
    for (let place = 0, from = start * size + column; place < count; place += 1, from += size) {
      const value = residual[place]!;
      first += value * matrix[from]!;
      second += value * matrix[from + 1]!;
      third += value * matrix[from + 2]!;
    }
    sums[column] = sums[column]! + first;
    sums[column + 1] = sums[column + 1]! + second;
    sums[column + 2] = sums[column + 2]! + third;
  }
  for (; column < size; column += 1) {
    let sum = 0;
    for (let place = 0, from = start * size + column; place < count; place += 1, from += size) {
      sum += residual[place]! * matrix[from]!;
    }
    sums[column] = sums[column]! + sum;
  }
}

/**
 * Σ over rows of weight · x xᵀ, size × size. Worked in blocks of rows and tiles of 3 × 3 columns whose nine sums stay
 * in registers: about a quarter of the time of adding to the matrix row by row.
 */
export function weightedCrossProducts(design: RegressionDesign, weight: Float64Array): Float64Array {
  const products = new Float64Array(design.size * design.size);
  for (let start = 0; start < design.rows; start += blockRows) {
    const end = Math.min(start + blockRows, design.rows);
    addWeightedCrossProducts(design, weight.subarray(start, end), start, end, products);
  }
  return mirrored(products, design.size);
}

/**
 * Adds the products of rows `start` to before `end`, whose weights are given, to one half of the matrix: see
 * `mirrored`.
 */
export function addWeightedCrossProducts(
  design: DesignMatrix,
  weight: Float64Array,
  start: number,
  end: number,
  products: Float64Array,
): void {
  const { size } = design;
  if (size < 3) {
    addPairs(design, weight, start, end, products);
    return;
  }
  for (let column = 0; column < size; column += 3) {
    const whole = column + 2 < size;
    if (whole) addDiagonalTile(design, weight, start, end, column, products);
    for (let other = whole ? column + 3 : column; other < size; other += 3) {
      addTile(design, weight, start, end, column, other, products);
    }
  }
}

/** Writes one half of a symmetric matrix over the other, in place. */
export function mirrored(products: Float64Array, size: number): Float64Array {
  for (let column = 0; column < size; column += 1) {
    for (let other = 0; other < column; other += 1) {
      products[column * size + other] = products[other * size + column]!;
    }
  }
  return products;
}

/** Adds the products of one or two columns. */
function addPairs(
  { size, matrix }: DesignMatrix,
  weight: Float64Array,
  start: number,
  end: number,
  products: Float64Array,
): void {
  const count = end - start;
  for (let column = 0; column < size; column += 1) {
    for (let other = column; other < size; other += 1) {
      let sum = 0;
      for (let place = 0, from = start * size; place < count; place += 1, from += size) {
        sum += weight[place]! * matrix[from + column]! * matrix[from + other]!;
      }
      products[column * size + other] = products[column * size + other]! + sum;
    }
  }
}

/** Adds the products of three columns from `column` with each other. */
function addDiagonalTile(
  { size, matrix }: DesignMatrix,
  weight: Float64Array,
  start: number,
  end: number,
  column: number,
  products: Float64Array,
): void {
  let aa = 0;
  let ab = 0;
  let ac = 0;
  let bb = 0;
  let bc = 0;
  let cc = 0;
  const count = end - start;
  for (let place = 0, from = start * size + column; place < count; place += 1, from += size) {
    const value = weight[place]!;
    const a = matrix[from]!;
    const b = matrix[from + 1]!;
    const c = matrix[from + 2]!;
    const weighted = value * b;
    aa += value * a * a;
    ab += a * weighted;
    ac += value * a * c;
    bb += weighted * b;
    bc += weighted * c;
    cc += value * c * c;
  }
  const first = column * size + column;
  const second = first + size + 1;
  const third = second + size + 1;
  products[first] = products[first]! + aa;
  products[first + 1] = products[first + 1]! + ab;
  products[first + 2] = products[first + 2]! + ac;
  products[second] = products[second]! + bb;
  products[second + 1] = products[second + 1]! + bc;
  products[third] = products[third]! + cc;
}

/** Adds the products of three columns from `column` with three from `other`; at the edge, of those not yet added. */
function addTile(
  { size, matrix }: DesignMatrix,
  weight: Float64Array,
  start: number,
  end: number,
  column: number,
  other: number,
  products: Float64Array,
): void {
  const left = Math.min(column, size - 3);
  const right = Math.min(other, size - 3);
  let aa = 0;
  let ab = 0;
  let ac = 0;
  let ba = 0;
  let bb = 0;
  let bc = 0;
  let ca = 0;
  let cb = 0;
  let cc = 0;
  const count = end - start;
  for (let place = 0, from = start * size; place < count; place += 1, from += size) {
    const value = weight[place]!;
    const a = value * matrix[from + left]!;
    const b = value * matrix[from + left + 1]!;
    const c = value * matrix[from + left + 2]!;
    const x = matrix[from + right]!;
    const y = matrix[from + right + 1]!;
    const z = matrix[from + right + 2]!;
    aa += a * x;
    ab += a * y;
    ac += a * z;
    ba += b * x;
    bb += b * y;
    bc += b * z;
    ca += c * x;
    cb += c * y;
    cc += c * z;
  }
  const add = (row: number, place: number, sum: number) => {
    if (row < column || place < other) return;
    products[row * size + place] = products[row * size + place]! + sum;
  };
  add(left, right, aa);
  add(left, right + 1, ab);
  add(left, right + 2, ac);
  add(left + 1, right, ba);
  add(left + 1, right + 1, bb);
  add(left + 1, right + 2, bc);
  add(left + 2, right, ca);
  add(left + 2, right + 1, cb);
  add(left + 2, right + 2, cc);
}
