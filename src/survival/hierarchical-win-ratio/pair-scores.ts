import { compareOn, type WinColumn } from './win-levels.js';

/** How the subjects of one stratum do: `of` first, then `versus`. */
export interface PairScores {
  /** Subjects of the other arm that each subject beats, and is beaten by. */
  readonly wins: Float64Array;
  readonly losses: Float64Array;
  /** Wins less losses of each subject against everybody else in the stratum, both arms. */
  readonly score: Float64Array;
  /** Pairs of the two arms that each level decides for and against the first arm. */
  readonly winsByLevel: Float64Array;
  readonly lossesByLevel: Float64Array;
}

/**
 * Compares every subject with every other of a stratum, level after level until one decides.
 *
 * One level without a margin is counted by bisection in sorted columns, O(n log n); otherwise all pairs are visited
 * once, O(n^2 levels) without storing them. Both give the same whole numbers.
 */
export function pairScores(columns: readonly WinColumn[], of: Int32Array, versus: Int32Array): PairScores {
  const [only] = columns;
  return columns.length === 1 && only !== undefined && only.margin === 0
    ? sortedScores(only, of, versus)
    : visitedScores(columns, of, versus);
}

function emptyScores(subjects: number, levels: number): PairScores {
  return {
    wins: new Float64Array(subjects),
    losses: new Float64Array(subjects),
    score: new Float64Array(subjects),
    winsByLevel: new Float64Array(levels),
    lossesByLevel: new Float64Array(levels),
  };
}

function visitedScores(columns: readonly WinColumn[], of: Int32Array, versus: Int32Array): PairScores {
  const split = of.length;
  const total = split + versus.length;
  const scores = emptyScores(total, columns.length);
  const { wins, losses, score, winsByLevel, lossesByLevel } = scores;
  for (let left = 0; left < total; left += 1) {
    const i = left < split ? of[left]! : versus[left - split]!;
    for (let right = left + 1; right < total; right += 1) {
      const j = right < split ? of[right]! : versus[right - split]!;
      let result = 0;
      let level = 0;
      for (; level < columns.length; level += 1) {
        result = compareOn(columns[level]!, i, j);
        if (result !== 0) break;
      }
      if (result === 0) continue;
      score[left]! += result;
      score[right]! -= result;
      if (left >= split || right < split) continue;
      if (result > 0) {
        wins[left]! += 1;
        losses[right]! += 1;
        winsByLevel[level]! += 1;
      } else {
        losses[left]! += 1;
        wins[right]! += 1;
        lossesByLevel[level]! += 1;
      }
    }
  }
  return scores;
}

function sortedScores(column: WinColumn, of: Int32Array, versus: Int32Array): PairScores {
  const split = of.length;
  const total = split + versus.length;
  const scores = emptyScores(total, 1);
  const { wins, losses, score, winsByLevel, lossesByLevel } = scores;
  const arms = [opponents(column, of), opponents(column, versus)] as const;
  for (let place = 0; place < total; place += 1) {
    const first = place < split;
    const row = first ? of[place]! : versus[place - split]!;
    const [own, other] = first ? arms : [arms[1], arms[0]];
    const better = column.direction === 1 ? 'below' : 'above';
    const worse = column.direction === 1 ? 'above' : 'below';
    const found = { below: below(column, row, other), above: above(column, row, other) };
    wins[place] = found[better];
    losses[place] = found[worse];
    const within = { below: below(column, row, own), above: above(column, row, own) };
    score[place] = found[better] - found[worse] + within[better] - within[worse];
    if (first) {
      winsByLevel[0]! += found[better];
      lossesByLevel[0]! += found[worse];
    }
  }
  return scores;
}

/** Sorted values of a set of subjects: all, and those with and without an event. */
interface Opponents {
  readonly all: Float64Array;
  readonly events: Float64Array;
  readonly censored: Float64Array;
}

function opponents({ value, event }: WinColumn, rows: Int32Array): Opponents {
  const sorted = (keep: (row: number) => boolean) =>
    Float64Array.from(
      rows.filter((row) => !Number.isNaN(value[row]!) && keep(row)),
      (row) => value[row]!,
    ).sort();
  const all = sorted(() => true);
  if (event === null) return { all, events: all, censored: all };
  return { all, events: sorted((row) => event[row] === 1), censored: sorted((row) => event[row] === 0) };
}

/** Opponents known to have the smaller value (the earlier event). */
function below({ value, event, eventFirst }: WinColumn, row: number, { events }: Opponents): number {
  const own = value[row]!;
  if (Number.isNaN(own)) return 0;
  return eventFirst && event![row] === 0 ? countUpTo(events, own) : countBelow(events, own);
}

/** Opponents known to have the larger value: to be free of the event when this subject had it. */
function above({ value, event, eventFirst }: WinColumn, row: number, { all, censored }: Opponents): number {
  const own = value[row]!;
  if (Number.isNaN(own) || event?.[row] === 0) return 0;
  const later = all.length - countUpTo(all, own);
  return eventFirst ? later + countUpTo(censored, own) - countBelow(censored, own) : later;
}

function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
