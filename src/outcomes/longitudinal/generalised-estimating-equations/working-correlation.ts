import { brentRoot } from '../../../math/optimise/brent-root.js';

export const workingCorrelations = [
  'independence',
  'exchangeable',
  'autoregressive',
  'unstructured',
] as const;
export type WorkingCorrelation = (typeof workingCorrelations)[number];

/** Which pairs and divisors estimate a correlation; see `generalisedEstimatingEquations`. */
export const momentRules = ['degrees-of-freedom', 'all-pairs'] as const;
export type MomentRule = (typeof momentRules)[number];

/** Subjects one after another, visits ascending: the rows of subject i are from start[i] up to start[i + 1]. */
export interface ClusteredRows {
  readonly start: Int32Array;
  readonly visit: Int32Array;
  readonly visits: number;
}

/** visits × visits, or null where the moments give no correlation matrix. */
export function workingMatrix(
  kind: WorkingCorrelation,
  rule: MomentRule,
  { start, visit, visits }: ClusteredRows,
  residuals: Float64Array,
  dispersion: number,
  parameters: number,
): Float64Array | null {
  const matrix = new Float64Array(visits * visits);
  for (let index = 0; index < visits; index += 1) matrix[index * visits + index] = 1;
  if (kind === 'independence' || visits === 1) return matrix;
  const sums = new Float64Array(visits * visits);
  const counts = new Float64Array(visits * visits);
  for (let subject = 0; subject + 1 < start.length; subject += 1) {
    for (let first = start[subject]!; first < start[subject + 1]!; first += 1) {
      for (let second = first + 1; second < start[subject + 1]!; second += 1) {
        const cell = visit[first]! * visits + visit[second]!;
        sums[cell]! += residuals[first]! * residuals[second]!;
        counts[cell]! += 1;
      }
    }
  }
  const lost = rule === 'degrees-of-freedom' ? parameters : 0;
  const fill = (value: (first: number, second: number) => number) => {
    for (let first = 0; first < visits; first += 1) {
      for (let second = first + 1; second < visits; second += 1) {
        const correlation = value(first, second);
        matrix[first * visits + second] = correlation;
        matrix[second * visits + first] = correlation;
      }
    }
    return matrix;
  };
  if (kind === 'unstructured') {
    const possible = counts.every(
      (count, cell) => count > lost || Math.floor(cell / visits) >= cell % visits,
    );
    if (!possible) return null;
    return fill((first, second) => {
      const cell = first * visits + second;
      return sums[cell]! / ((counts[cell]! - lost) * dispersion);
    });
  }
  const byLag = lagSums(sums, counts, visits);
  if (kind === 'exchangeable') {
    const pairs = byLag.counts.reduce((sum, count) => sum + count, 0);
    if (!(pairs > lost)) return null;
    const common = byLag.sums.reduce((sum, value) => sum + value, 0) / ((pairs - lost) * dispersion);
    return fill(() => common);
  }
  const decay =
    rule === 'degrees-of-freedom'
      ? byLag.counts[1]! > lost
        ? byLag.sums[1]! / ((byLag.counts[1]! - lost) * dispersion)
        : Number.NaN
      : decayOverAllPairs(byLag, dispersion);
  if (!(Math.abs(decay) < 1)) return null;
  return fill((first, second) => decay ** (second - first));
}

interface LagSums {
  /** Products of residuals and their number, by distance in visits. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

function lagSums(sums: Float64Array, counts: Float64Array, visits: number): LagSums {
  const lags = { sums: new Float64Array(visits), counts: new Float64Array(visits) };
  for (let first = 0; first < visits; first += 1) {
    for (let second = first + 1; second < visits; second += 1) {
      lags.sums[second - first]! += sums[first * visits + second]!;
      lags.counts[second - first]! += counts[first * visits + second]!;
    }
  }
  return lags;
}

/** Least squares of all products on the powers of one correlation. NaN where there is no solution inside (-1, 1). */
function decayOverAllPairs({ sums, counts }: LagSums, dispersion: number): number {
  const equation = (decay: number) => {
    let total = 0;
    for (let lag = 1; lag < sums.length; lag += 1) {
      total += lag * decay ** (lag - 1) * (sums[lag]! / dispersion - counts[lag]! * decay ** lag);
    }
    return total;
  };
  if (sums.length === 2) return sums[1]! / dispersion / counts[1]!;
  const edge = 1 - 1e-9;
  if (equation(-edge) * equation(edge) > 0) return Number.NaN;
  return brentRoot(equation, -edge, edge, { tolerance: 1e-15 });
}
