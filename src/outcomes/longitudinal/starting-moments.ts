import type { CovarianceStructure } from './covariance-structure.js';
import type { OrderedRows } from './repeated-measures-rows.js';

export interface StartingMoments {
  /** Standard deviation at each visit, one list a covariance group. */
  readonly deviations: readonly Float64Array[];
  /** One correlation for all pairs of visits, from 0 to 0.95. */
  readonly correlation: number;
  /** Correlation of each pair of visits, visits² numbers a covariance group; they need not fit together. */
  readonly pairwise: readonly Float64Array[];
}

/** A visit of a smaller deviation, in units of the residuals of all, has no spread. */
const smallestDeviation = 1e-7;
/** Fewer subjects than these seen at both of two visits say too little of their correlation. */
const fewestPairs = 4;

/**
 * Rough moments of residuals to start from: a spread a visit, a common correlation and one a pair of visits. null where
 * a visit without spread has a variance of its own.
 */
export function startingMoments(
  rows: OrderedRows,
  residuals: Float64Array,
  structure: CovarianceStructure,
): StartingMoments | null {
  const { visits, matrices } = rows;
  const squares = new Float64Array(matrices * visits);
  const counts = new Float64Array(matrices * visits);
  for (let subject = 0; subject + 1 < rows.start.length; subject += 1) {
    const offset = rows.matrixOf[subject]! * visits;
    for (let row = rows.start[subject]!; row < rows.start[subject + 1]!; row += 1) {
      squares[offset + rows.visit[row]!]! += residuals[row]! ** 2;
      counts[offset + rows.visit[row]!]! += 1;
    }
  }
  const deviations = squares.map((sum, cell) => (counts[cell]! > 0 ? Math.sqrt(sum / counts[cell]!) : 1));
  const isFlat = (deviation: number) => !(deviation > smallestDeviation);
  if (structure.heterogeneous && deviations.some(isFlat)) return null;
  const size = visits * visits;
  const products = new Float64Array(matrices * size);
  const pairs = new Float64Array(matrices * size);
  for (let subject = 0; subject + 1 < rows.start.length; subject += 1) {
    const matrix = rows.matrixOf[subject]!;
    const [from, to] = [rows.start[subject]!, rows.start[subject + 1]!];
    for (let row = from; row < to; row += 1) {
      const deviation = deviations[matrix * visits + rows.visit[row]!]!;
      for (let other = row + 1; other < to; other += 1) {
        const scale = deviation * deviations[matrix * visits + rows.visit[other]!]!;
        if (isFlat(scale)) continue;
        const cell = matrix * size + rows.visit[row]! * visits + rows.visit[other]!;
        products[cell]! += (residuals[row]! * residuals[other]!) / scale;
        pairs[cell]! += 1;
      }
    }
  }
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const correlation = total(pairs) === 0 ? 0 : Math.min(Math.max(total(products) / total(pairs), 0), 0.95);
  const each = <T>(of: (matrix: number) => T) => Array.from({ length: matrices }, (_, matrix) => of(matrix));
  return {
    deviations: each((matrix) => deviations.slice(matrix * visits, (matrix + 1) * visits)),
    correlation,
    pairwise: each((matrix) => {
      const own = new Float64Array(size);
      for (let row = 0; row < visits; row += 1) {
        for (let column = row + 1; column < visits; column += 1) {
          const cell = row * visits + column;
          const seen = pairs[matrix * size + cell]!;
          own[cell] = seen < fewestPairs ? correlation : products[matrix * size + cell]! / seen;
          own[column * visits + row] = own[cell]!;
        }
      }
      return own;
    }),
  };
}
