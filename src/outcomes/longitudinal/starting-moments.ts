import type { OrderedRows } from './repeated-measures-rows.js';

export interface StartingMoments {
  /** Standard deviation at each visit, one list a covariance group. */
  readonly deviations: readonly (readonly number[])[];
  /** One correlation for all pairs of visits, from 0 to 0.95. */
  readonly correlation: number;
}

/** Rough moments of residuals to start from: a spread a visit and a common correlation. null where a visit has no spread. */
export function startingMoments(rows: OrderedRows, residuals: Float64Array): StartingMoments | null {
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
  if (deviations.some((deviation) => !(deviation > 1e-7))) return null;
  let products = 0;
  let pairs = 0;
  for (let subject = 0; subject + 1 < rows.start.length; subject += 1) {
    const offset = rows.matrixOf[subject]! * visits;
    const [from, to] = [rows.start[subject]!, rows.start[subject + 1]!];
    for (let row = from; row < to; row += 1) {
      const scaled = residuals[row]! / deviations[offset + rows.visit[row]!]!;
      for (let other = row + 1; other < to; other += 1) {
        products += (scaled * residuals[other]!) / deviations[offset + rows.visit[other]!]!;
        pairs += 1;
      }
    }
  }
  return {
    deviations: Array.from({ length: matrices }, (_, matrix) =>
      Array.from(deviations.subarray(matrix * visits, (matrix + 1) * visits)),
    ),
    correlation: pairs === 0 ? 0 : Math.min(Math.max(products / pairs, 0), 0.95),
  };
}
