import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { symmetricEigen } from '../../math/linear-algebra/symmetric-eigen.js';
import type { CumulativeLogitRows, SettledTerms } from './cumulative-logit-rows.js';

/** What is left of a separated model in the limit in which its likelihood has a maximum. */
export interface SeparationLimit {
  readonly settled: SettledTerms;
  /** Columns whose coefficient the limit determines. */
  readonly determinedColumns: readonly boolean[];
  readonly determinedThresholds: readonly boolean[];
  /** Columns to fit again; the others stay as they are, for the terms that are left cannot tell them apart. */
  readonly fittedColumns: readonly number[];
}

/** A probability this close to 1 at a separated fit, or 100 times its rise still to come, counts as 1. */
const SETTLED = 1e-6;

/**
 * The limit of a cumulative logit model without a maximum, from a point so far up that its log likelihood is within
 * about `rise` of the supremum.
 *
 * Along the directions of separation some terms of the likelihood rise to 1 and the others do not change. The limit
 * is the product of the others: it has a maximum, equal to the supremum of the whole. What a direction leaves alone,
 * the limit determines; the rest it does not. The terms left say so: each ties a threshold to x'beta, and each gap left
 * ties two thresholds, so that thresholds fall into blocks; directions in which nothing changes are those that no
 * difference of two rows of one block can see. A term that was near 1 without moving (it holds no such direction) is
 * put back.
 *
 * Columns are centred and scaled; `centres` and `scales` say how. O(n p^2 + p^4).
 * Source: Geyer CJ. Electron J Stat 2009;3:259-289 (limiting conditional model); Albert A, Anderson JA. Biometrika
 * 1984;71:1-10.
 */
export function limitOfSeparation(
  rows: CumulativeLogitRows,
  thresholds: Float64Array,
  coefficients: Float64Array,
  rise: number,
  centres: readonly number[],
  scales: readonly number[],
): SeparationLimit {
  const { outcome, weight, categoryCount, columns } = rows;
  const size = columns.length;
  const close = Math.max(SETTLED, 100 * rise);
  const settled: SettledTerms = {
    atMost: new Uint8Array(outcome.length),
    atLeast: new Uint8Array(outcome.length),
    gap: new Uint8Array(categoryCount),
  };
  const predictor = Float64Array.from(outcome, (_, row) =>
    columns.reduce((sum, column, index) => sum + column[row]! * coefficients[index]!, 0),
  );
  const subjects = new Float64Array(categoryCount);
  outcome.forEach((category, row) => {
    subjects[category] = subjects[category]! + weight[row]!;
    const above = (thresholds[category] ?? Number.POSITIVE_INFINITY) - predictor[row]!;
    const below = predictor[row]! - (thresholds[category - 1] ?? Number.NEGATIVE_INFINITY);
    settled.atMost[row] = weight[row]! * Math.exp(-above) < close ? 1 : 0;
    settled.atLeast[row] = weight[row]! * Math.exp(-below) < close ? 1 : 0;
  });
  for (let category = 1; category < categoryCount - 1; category += 1) {
    const gap = thresholds[category]! - thresholds[category - 1]!;
    settled.gap[category] = subjects[category]! * Math.exp(-gap) < close ? 1 : 0;
  }

  const block = blocksOfThresholds(thresholds.length, settled);
  const means = blockMeans(rows, settled, block);
  const spread = spreadWithinBlocks(rows, settled, block, means);
  const unseen = unseenDirections(spread, size);
  const blockShift = (direction: Float64Array, threshold: number): number | null => {
    const mean = means[block[threshold]!];
    return mean === undefined ? null : dot(mean, direction);
  };
  const holds = (threshold: number, row: number) =>
    unseen.every((direction) => {
      const shift = blockShift(direction, threshold);
      const own = columns.reduce((sum, column, index) => sum + column[row]! * direction[index]!, 0);
      return shift !== null && Math.abs(own - shift) < 1e-7 * (1 + Math.abs(own));
    });
  outcome.forEach((category, row) => {
    if (settled.atMost[row] === 1 && category < thresholds.length && holds(category, row))
      settled.atMost[row] = 0;
    if (settled.atLeast[row] === 1 && category > 0 && holds(category - 1, row)) settled.atLeast[row] = 0;
  });
  for (let category = 1; category < categoryCount - 1; category += 1) {
    const stays = unseen.every((direction) => {
      const above = blockShift(direction, category);
      const below = blockShift(direction, category - 1);
      return above !== null && below !== null && Math.abs(above - below) < 1e-7 * (1 + Math.abs(above));
    });
    if (stays) settled.gap[category] = 0;
  }

  const determinedColumns = columns.map((_, column) =>
    unseen.every((direction) => Math.abs(direction[column]!) < 1e-7),
  );
  return {
    settled,
    determinedColumns,
    determinedThresholds: Array.from(thresholds, (_, threshold) =>
      unseen.every((direction) => {
        const shift = blockShift(direction, threshold);
        if (shift === null) return false;
        const fromCentres = direction.reduce(
          (sum, move, index) => sum + (move * centres[index]!) / scales[index]!,
          0,
        );
        return Math.abs(shift + fromCentres) < 1e-7 * (1 + Math.abs(shift));
      }),
    ),
    fittedColumns: independentSubset(spread, size, determinedColumns),
  };
}

/** Thresholds that a gap still ties share a block. */
function blocksOfThresholds(count: number, settled: SettledTerms): Int32Array {
  const block = new Int32Array(count);
  for (let threshold = 1; threshold < count; threshold += 1) {
    block[threshold] = block[threshold - 1]! + settled.gap[threshold]!;
  }
  return block;
}

/** Calls `visit` with the row, its threshold and its subjects, for each term that is left. */
function eachTermLeft(
  { outcome, weight, categoryCount }: CumulativeLogitRows,
  settled: SettledTerms,
  visit: (row: number, threshold: number, subjects: number) => void,
): void {
  outcome.forEach((category, row) => {
    if (category < categoryCount - 1 && settled.atMost[row] === 0) visit(row, category, weight[row]!);
    if (category > 0 && settled.atLeast[row] === 0) visit(row, category - 1, weight[row]!);
  });
}

/** Mean of the columns over the terms left in each block; no entry for a block without any. */
function blockMeans(
  rows: CumulativeLogitRows,
  settled: SettledTerms,
  block: Int32Array,
): readonly (Float64Array | undefined)[] {
  const sums: Float64Array[] = [];
  const totals: number[] = [];
  eachTermLeft(rows, settled, (row, threshold, subjects) => {
    const place = block[threshold]!;
    const sum = sums[place] ?? new Float64Array(rows.columns.length);
    sums[place] = sum;
    totals[place] = (totals[place] ?? 0) + subjects;
    rows.columns.forEach((column, index) => {
      sum[index] = sum[index]! + subjects * column[row]!;
    });
  });
  return Array.from(sums, (sum, place) => sum?.map((value) => value / totals[place]!));
}

function spreadWithinBlocks(
  rows: CumulativeLogitRows,
  settled: SettledTerms,
  block: Int32Array,
  means: readonly (Float64Array | undefined)[],
): Float64Array {
  const size = rows.columns.length;
  const spread = new Float64Array(size * size);
  eachTermLeft(rows, settled, (row, threshold, subjects) => {
    const mean = means[block[threshold]!]!;
    const distance = rows.columns.map((column, index) => column[row]! - mean[index]!);
    for (let column = 0; column < size; column += 1) {
      for (let other = 0; other < size; other += 1) {
        const cell = column * size + other;
        spread[cell] = spread[cell]! + subjects * distance[column]! * distance[other]!;
      }
    }
  });
  return spread;
}

/** Directions of the coefficients that no term left can see: an orthonormal basis, maybe empty. */
function unseenDirections(spread: Float64Array, size: number): Float64Array[] {
  const { values, vectors } = symmetricEigen(spread, size);
  const floor = 1e-10 * Math.max(1, values[0] ?? 0);
  return Array.from(values).flatMap((value, index) =>
    value <= floor ? [vectors.slice(index * size, (index + 1) * size)] : [],
  );
}

/** As many columns as the terms left can tell apart, those that are determined first. */
function independentSubset(spread: Float64Array, size: number, first: readonly boolean[]): number[] {
  const order = Array.from(first.keys()).sort((left, right) => Number(first[right]) - Number(first[left]));
  const chosen: number[] = [];
  const floor = 1e-10 * Math.max(1, ...order.map((column) => spread[column * size + column]!));
  for (const column of order) {
    const trial = [...chosen, column];
    const block = trial.flatMap((left) => trial.map((right) => spread[left * size + right]!));
    if (spread[column * size + column]! > floor && cholesky(block, trial.length, 1e-9) !== null) {
      chosen.push(column);
    }
  }
  return chosen.sort((left, right) => left - right);
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0);
}
