import { maximiseLinear } from '../../math/optimise/linear-program.js';
import type { CoxRows } from './cox-rows.js';

/** Scores closer than this share of the length of a difference are equal. */
const equalShare = 1e-10;
const mostRounds = 200;
/** Comparisons added to the linear program at a time: the most violated ones. */
const perRound = 40;
/** With late entry each event time searches its whole risk set; beyond this many comparisons nothing is searched. */
const mostComparisons = 1e8;

/**
 * A direction in which the log partial likelihood rises for ever: every event has the highest score of its risk set,
 * and some a higher one than others there. Null where there is none, so that the maximum is finite, or none was found.
 *
 * A linear program: raise the score along the gradient at no effect, which is a sum of such comparisons with positive
 * weights, subject to every comparison. Comparisons are added where the solution breaks them, until it breaks none, so
 * a direction that is returned has been checked against every event and risk set.
 * @param gradient at no effect; @param columns those of `rows` that may move, linearly independent.
 * Source: Jacobsen M. Scand J Stat 1989;16:335-349 (existence in Cox models); Konis K. Linear programming algorithms for
 * detecting separated data in binary logistic regression models. DPhil thesis, Oxford 2007.
 */
export function recessionDirection(
  rows: CoxRows,
  gradient: Float64Array,
  columns: readonly number[],
): Float64Array | null {
  const { n, columnCount: p, x, entry, eventTime } = rows;
  const size = columns.length;
  if (size === 0 || (entry !== null && n * eventTime.length > mostComparisons)) return null;
  const gain = columns.map((column) => gradient[column]!);
  const largest = gain.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return null;
  // The direction is up - down, each column of either at most 1.
  const objective = [...gain, ...gain.map((value) => -value)].map((value) => value / largest);
  const constraints: Float64Array[] = Array.from({ length: 2 * size }, (_, row) =>
    Float64Array.from({ length: 2 * size }, (__, column) => (row === column ? 1 : 0)),
  );
  const limits = new Array<number>(2 * size).fill(1);
  const score = new Float64Array(n);
  for (let round = 0; round < mostRounds; round += 1) {
    const solution = maximiseLinear(objective, constraints, limits);
    if (solution === null || solution.value <= equalShare) return null;
    const direction = new Float64Array(p);
    columns.forEach((column, index) => {
      const value = solution.x[index]! - solution.x[size + index]!;
      direction[column] = Math.abs(value) > equalShare ? value : 0;
    });
    for (let place = 0; place < n; place += 1) {
      let sum = 0;
      for (let column = 0; column < p; column += 1) sum += x[place * p + column]! * direction[column]!;
      score[place] = sum;
    }
    const broken = brokenComparisons(rows, score, direction, columns);
    if (broken.length === 0) return direction;
    for (const { difference } of broken) {
      constraints.push(Float64Array.from([...difference.map((value) => -value), ...difference]));
      limits.push(0);
    }
  }
  return null;
}

interface Comparison {
  /** x of the event less x of the row with the highest score, of length 1. */
  readonly difference: readonly number[];
  /** How far the score of the event lies below, per unit of that length. */
  readonly shortfall: number;
}

function brokenComparisons(
  rows: CoxRows,
  score: Float64Array,
  direction: Float64Array,
  columns: readonly number[],
): readonly Comparison[] {
  const { columnCount: p, x, event, firstRow, endRow } = rows;
  const broken: Comparison[] = [];
  const size = Math.hypot(...direction);
  eachHighest(rows, score, (step, highest) => {
    for (let place = firstRow[step]!; place < endRow[step]!; place += 1) {
      if (event[place] !== 1 || score[place]! >= score[highest]!) continue;
      const difference = columns.map((column) => x[place * p + column]! - x[highest * p + column]!);
      const length = Math.hypot(...difference);
      const shortfall = (score[highest]! - score[place]!) / (length * size);
      if (shortfall <= equalShare) continue;
      broken.push({ difference: difference.map((value) => value / length), shortfall });
    }
  });
  return broken.sort((one, other) => other.shortfall - one.shortfall).slice(0, perRound);
}

/** The place with the highest score of each risk set. */
function eachHighest(
  { strataRows, strataTimes, firstRow, eventTime, entry }: CoxRows,
  score: Float64Array,
  visit: (step: number, highest: number) => void,
): void {
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    const stop = strataRows[stratum + 1]!;
    let place = stop - 1;
    let highest = place;
    for (let step = strataTimes[stratum + 1]! - 1; step >= strataTimes[stratum]!; step -= 1) {
      if (entry === null) {
        for (; place >= firstRow[step]!; place -= 1) if (score[place]! > score[highest]!) highest = place;
      } else {
        highest = firstRow[step]!;
        for (let row = highest; row < stop; row += 1) {
          if (entry[row]! < eventTime[step]! && score[row]! > score[highest]!) highest = row;
        }
      }
      visit(step, highest);
    }
  }
}
