import type { OrderedRows } from './repeated-measures-rows.js';

/**
 * Subjects with the same visits and the same covariance matrix, and the sums of products of their rows. A row is its
 * columns and, last, its outcome; only columns that are not 0 throughout a visit are held.
 */
export interface VisitPattern {
  readonly matrix: number;
  /** Ascending positions. */
  readonly visits: Int32Array;
  readonly subjects: number;
  /** For each pair of visits a ≤ b in row order: Σ x_a x_bᵀ, active columns of a × active columns of b, row after row. */
  readonly products: readonly Float64Array[];
}

export interface PatternSums {
  readonly patterns: readonly VisitPattern[];
  /** Columns that are not 0 throughout each visit; the outcome, numbered `size`, comes last. */
  readonly active: readonly Int32Array[];
  /** Columns of the fixed effects. */
  readonly size: number;
}

/**
 * Sums of products by pattern of visits seen: all that a likelihood of repeated measures needs of the data. `design`
 * has rows × size numbers and `outcome` one a row, in the order of `rows`. Cost Σ visits² columns² over subjects, once.
 */
export function sumPatterns(
  rows: OrderedRows,
  design: Float64Array,
  size: number,
  outcome: Float64Array,
): PatternSums {
  const active = activeColumns(rows, design, size);
  const patterns: { matrix: number; visits: Int32Array; subjects: number; products: Float64Array[] }[] = [];
  let current: (typeof patterns)[number] | undefined;
  for (let subject = 0; subject + 1 < rows.start.length; subject += 1) {
    const from = rows.start[subject]!;
    const seen = rows.start[subject + 1]! - from;
    if (current === undefined || !follows(rows, subject, current.matrix, current.visits)) {
      const visits = rows.visit.slice(from, from + seen);
      const products: Float64Array[] = [];
      for (let a = 0; a < seen; a += 1) {
        for (let b = a; b < seen; b += 1) {
          products.push(new Float64Array(active[visits[a]!]!.length * active[visits[b]!]!.length));
        }
      }
      current = { matrix: rows.matrixOf[subject]!, visits, subjects: 0, products };
      patterns.push(current);
    }
    current.subjects += 1;
    let pair = 0;
    for (let a = 0; a < seen; a += 1) {
      for (let b = a; b < seen; b += 1) {
        addProducts(current.products[pair]!, active, design, size, outcome, rows.visit, from + a, from + b);
        pair += 1;
      }
    }
  }
  return { patterns, active, size };
}

function follows(rows: OrderedRows, subject: number, matrix: number, visits: Int32Array): boolean {
  const from = rows.start[subject]!;
  if (rows.matrixOf[subject] !== matrix || rows.start[subject + 1]! - from !== visits.length) return false;
  for (let place = 0; place < visits.length; place += 1) {
    if (rows.visit[from + place] !== visits[place]) return false;
  }
  return true;
}

function addProducts(
  target: Float64Array,
  active: readonly Int32Array[],
  design: Float64Array,
  size: number,
  outcome: Float64Array,
  visit: Int32Array,
  left: number,
  right: number,
): void {
  const leftColumns = active[visit[left]!]!;
  const rightColumns = active[visit[right]!]!;
  let place = 0;
  for (let i = 0; i < leftColumns.length; i += 1) {
    const column = leftColumns[i]!;
    const value = column === size ? outcome[left]! : design[left * size + column]!;
    if (value === 0) {
      place += rightColumns.length;
      continue;
    }
    for (let j = 0; j < rightColumns.length; j += 1) {
      const other = rightColumns[j]!;
      target[place]! += value * (other === size ? outcome[right]! : design[right * size + other]!);
      place += 1;
    }
  }
}

function activeColumns(rows: OrderedRows, design: Float64Array, size: number): readonly Int32Array[] {
  const used = new Uint8Array(rows.visits * size);
  for (let row = 0; row < rows.rows; row += 1) {
    const offset = rows.visit[row]! * size;
    for (let column = 0; column < size; column += 1) {
      if (design[row * size + column] !== 0) used[offset + column] = 1;
    }
  }
  return Array.from({ length: rows.visits }, (_, visit) => {
    const columns: number[] = [];
    for (let column = 0; column < size; column += 1)
      if (used[visit * size + column] === 1) columns.push(column);
    return Int32Array.from([...columns, size]);
  });
}

/**
 * Adds Σ_ab weights_ab x_a x_bᵀ over the subjects of a pattern to the upper half of `target`, (size + 1)² numbers:
 * `target` + its mirror image is the sum once all patterns are added and `mirror` is called. `weights` is symmetric,
 * visits of the pattern squared.
 */
export function addWeightedProducts(
  target: Float64Array,
  pattern: VisitPattern,
  { active, size }: PatternSums,
  weights: Float64Array,
): void {
  const seen = pattern.visits.length;
  const width = size + 1;
  let pair = 0;
  for (let a = 0; a < seen; a += 1) {
    const leftColumns = active[pattern.visits[a]!]!;
    for (let b = a; b < seen; b += 1) {
      const products = pattern.products[pair]!;
      pair += 1;
      const weight = a === b ? weights[a * seen + a]! / 2 : weights[a * seen + b]!;
      if (weight === 0) continue;
      const rightColumns = active[pattern.visits[b]!]!;
      let place = 0;
      for (let i = 0; i < leftColumns.length; i += 1) {
        const offset = leftColumns[i]! * width;
        for (let j = 0; j < rightColumns.length; j += 1) {
          target[offset + rightColumns[j]!]! += weight * products[place]!;
          place += 1;
        }
      }
    }
  }
}

/** Makes `target` the sum of itself and its mirror image. */
export function mirror(target: Float64Array, width: number): void {
  for (let row = 0; row < width; row += 1) {
    for (let column = row; column < width; column += 1) {
      const sum = target[row * width + column]! + target[column * width + row]!;
      target[row * width + column] = sum;
      target[column * width + row] = sum;
    }
  }
}

/**
 * Fills `target` (visits of the pattern squared) with Σ x_aᵀ weights x_b over its subjects, where `weights` is a
 * symmetric matrix of size + 1: the cross products of residuals, or Σ X covariance Xᵀ.
 */
export function sumQuadratic(
  target: Float64Array,
  pattern: VisitPattern,
  { active, size }: PatternSums,
  weights: Float64Array,
): void {
  const seen = pattern.visits.length;
  const width = size + 1;
  let pair = 0;
  for (let a = 0; a < seen; a += 1) {
    const leftColumns = active[pattern.visits[a]!]!;
    for (let b = a; b < seen; b += 1) {
      const products = pattern.products[pair]!;
      pair += 1;
      const rightColumns = active[pattern.visits[b]!]!;
      let sum = 0;
      let place = 0;
      for (let i = 0; i < leftColumns.length; i += 1) {
        const offset = leftColumns[i]! * width;
        for (let j = 0; j < rightColumns.length; j += 1) {
          sum += weights[offset + rightColumns[j]!]! * products[place]!;
          place += 1;
        }
      }
      target[a * seen + b] = sum;
      target[b * seen + a] = sum;
    }
  }
}
