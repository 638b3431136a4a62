import { type DecidedSets, decidedSets, type NestedSets } from './decided-sets.js';
import { OpenPairs } from './open-pairs.js';
import type { WinColumn } from './win-levels.js';

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
 * The first level is counted in sorted order, O(n log n). Further levels hold the pairs still open as bits, 32 to a
 * word: O(n²/32) a level in time and O(n) in space, with no pair written out.
 */
export function pairScores(columns: readonly WinColumn[], of: Int32Array, versus: Int32Array): PairScores {
  const split = of.length;
  const rows = new Int32Array(split + versus.length);
  rows.set(of);
  rows.set(versus, split);
  const scores: PairScores = {
    wins: new Float64Array(rows.length),
    losses: new Float64Array(rows.length),
    score: new Float64Array(rows.length),
    winsByLevel: new Float64Array(columns.length),
    lossesByLevel: new Float64Array(columns.length),
  };
  const levels = columns.map((column) => decidedSets(column, rows));
  countFirstLevel(levels[0]!, split, scores);
  if (levels.length > 1) countLaterLevels(levels, split, scores);
  return scores;
}

/** Everybody meets everybody on the first level, so that the sizes of the sets say it all. */
function countFirstLevel({ beaten, beating }: DecidedSets, split: number, scores: PairScores): void {
  const { wins, losses, score, winsByLevel, lossesByLevel } = scores;
  const beatenOf = membersBelow(beaten.order, split);
  const beatingOf = membersBelow(beating.order, split);
  for (let place = 0; place < score.length; place += 1) {
    const [won, lost] = [beaten.size[place]!, beating.size[place]!];
    score[place] = won - lost;
    if (place < split) {
      wins[place] = won - beatenOf[won]!;
      losses[place] = lost - beatingOf[lost]!;
      winsByLevel[0]! += wins[place]!;
      lossesByLevel[0]! += losses[place]!;
    } else {
      wins[place] = beatenOf[won]!;
      losses[place] = beatingOf[lost]!;
    }
  }
}

/** Entry k: how many of the first k places of an order belong to the first arm. */
function membersBelow(order: NestedSets['order'], split: number): Int32Array {
  const counts = new Int32Array(order.length + 1);
  for (let index = 0; index < order.length; index += 1) {
    counts[index + 1] = counts[index]! + (order[index]! < split ? 1 : 0);
  }
  return counts;
}

function countLaterLevels(levels: readonly DecidedSets[], split: number, scores: PairScores): void {
  const { wins, losses, score, winsByLevel, lossesByLevel } = scores;
  const open = new OpenPairs(levels, split, score.length);
  const found = { wonOf: 0, wonVersus: 0, lostOf: 0, lostVersus: 0 };
  for (let place = 0; place < score.length; place += 1) {
    const first = place < split;
    open.begin(place);
    for (let level = 1; level < levels.length; level += 1) {
      open.decide(level, place, found);
      const won = first ? found.wonVersus : found.wonOf;
      const lost = first ? found.lostVersus : found.lostOf;
      wins[place]! += won;
      losses[place]! += lost;
      score[place]! += found.wonOf + found.wonVersus - found.lostOf - found.lostVersus;
      if (!first) continue;
      winsByLevel[level]! += won;
      lossesByLevel[level]! += lost;
    }
  }
}
