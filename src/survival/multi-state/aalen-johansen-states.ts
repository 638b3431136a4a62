import { sortOrder } from '../../math/order/sort-order.js';
import type { TransitionRows } from './transition-rows.js';

/** Where the subjects of one group are over time. Tables hold one column a state: `table[step * states + state]`. */
export interface StateOccupancy {
  /** Distinct ends of rows, ascending. */
  readonly time: Float64Array;
  readonly initial: Float64Array;
  readonly initialVariance: Float64Array;
  readonly probability: Float64Array;
  readonly variance: Float64Array;
  /** Just before each time; sums of case weights. */
  readonly atRisk: Float64Array;
  /** Came into the state at each time, and left follow-up while in it; sums of case weights. */
  readonly entered: Float64Array;
  readonly lost: Float64Array;
  /** Sums of case weights that went from one state to another: `transitions[from * states + to]`. */
  readonly transitions: Float64Array;
  /** Mean time in each state from 0 to the horizon, and its variance; null without a horizon. */
  readonly timeIn: { readonly mean: Float64Array; readonly variance: Float64Array } | null;
  readonly subjects: number;
}

interface Settings {
  readonly horizon: number | null;
  /** Whether the initial distribution adds to the variance. */
  readonly sampledStart: boolean;
}

/**
 * The Aalen-Johansen estimate: at each time the probabilities move by the shares of each state's occupants that leave
 * for another. The variance is the infinitesimal jackknife by subject: the sum of squared influences, each carried
 * through the later transitions, so that it holds without the Markov property and for repeated visits to a state.
 *
 * The initial distribution is that of those at risk just before the first transition, as in R survival.
 *
 * Cost: O(rows log rows), and for each time with a transition O(subjects x states left x states entered).
 * Source: Aalen OO, Johansen S. Scand J Stat 1978;5:141-150; Datta S, Satten GA. Stat Probab Lett 2001;55:403-411.
 * Oracle: test/oracles/multi-state.
 */
export function aalenJohansenStates(
  rows: TransitionRows,
  members: Int32Array,
  { horizon, sampledStart }: Settings,
): StateOccupancy {
  const size = rows.states.length;
  const byStop = sortOrder(Float64Array.from(members, (row) => rows.stop[row]!)).map(
    (index) => members[index]!,
  );
  const byStart = sortOrder(Float64Array.from(members, (row) => rows.start[row]!)).map(
    (index) => members[index]!,
  );
  const subject = new Int32Array(rows.id.levels.length).fill(-1);
  let subjects = 0;
  for (const row of members) {
    if (subject[rows.id.codes[row]!]! < 0) {
      subject[rows.id.codes[row]!] = subjects;
      subjects += 1;
    }
  }
  const times = distinctStops(rows, byStop);
  const first = firstTransition(rows, byStop);
  const probability = new Float64Array(size);
  /** Row at risk of each subject, or -1. */
  const current = new Int32Array(subjects).fill(-1);
  const influence = new Float64Array(subjects * size);
  const area = new Float64Array(horizon === null ? 0 : size);
  const areaInfluence = new Float64Array(horizon === null ? 0 : subjects * size);
  startAt(rows, members, subject, first, probability, sampledStart ? influence : null);
  const initial = probability.slice();
  const initialVariance = squares(influence, size);
  const table = () => new Float64Array(times.length * size);
  const result = {
    probability: table(),
    variance: table(),
    atRisk: table(),
    entered: table(),
    lost: table(),
  };
  const transitions = new Float64Array(size * size);
  const present = new Float64Array(size);
  const presentRows = new Int32Array(size);
  let entered = 0;
  let left = 0;
  let reached = 0;
  const accumulate = (until: number) => {
    const width = horizon === null ? 0 : Math.min(until, horizon) - reached;
    if (!(width > 0)) return;
    for (let state = 0; state < size; state += 1) area[state]! += width * probability[state]!;
    for (let cell = 0; cell < influence.length; cell += 1) areaInfluence[cell]! += width * influence[cell]!;
    reached += width;
  };
  for (let step = 0; step < times.length; step += 1) {
    const now = times[step]!;
    accumulate(now);
    for (; entered < byStart.length && rows.start[byStart[entered]!]! < now; entered += 1) {
      const row = byStart[entered]!;
      current[subject[rows.id.codes[row]!]!] = row;
      present[rows.from[row]!]! += rows.weight[row]!;
      presentRows[rows.from[row]!]! += 1;
    }
    result.atRisk.set(present, step * size);
    const end = left;
    let last = end;
    const moves = new Float64Array(size * size);
    const leaves = new Uint8Array(size);
    for (; last < byStop.length && rows.stop[byStop[last]!]! === now; last += 1) {
      const row = byStop[last]!;
      if (rows.to[row]! < 0) {
        if (rows.goesOn[row] === 0) result.lost[step * size + rows.from[row]!]! += rows.weight[row]!;
        continue;
      }
      result.entered[step * size + rows.to[row]!]! += rows.weight[row]!;
      moves[rows.from[row]! * size + rows.to[row]!]! += rows.weight[row]!;
      leaves[rows.from[row]!] = 1;
    }
    for (let cell = 0; cell < moves.length; cell += 1) transitions[cell]! += moves[cell]!;
    moveInfluence(rows, current, present, probability, moves, leaves, now, influence);
    moveProbability(present, moves, leaves, probability);
    for (; left < last; left += 1) {
      const row = byStop[left]!;
      const from = rows.from[row]!;
      current[subject[rows.id.codes[row]!]!] = -1;
      presentRows[from]! -= 1;
      // Sums of weights leave rounding behind; an empty state is exactly empty.
      present[from] = presentRows[from] === 0 ? 0 : present[from]! - rows.weight[row]!;
    }
    result.probability.set(probability, step * size);
    result.variance.set(squares(influence, size), step * size);
  }
  if (horizon !== null) accumulate(horizon);
  return {
    time: times,
    initial,
    initialVariance,
    ...result,
    transitions,
    timeIn: horizon === null ? null : { mean: area, variance: squares(areaInfluence, size) },
    subjects,
  };
}

function distinctStops({ stop }: TransitionRows, byStop: Int32Array): Float64Array {
  const times: number[] = [];
  for (const row of byStop) if (times[times.length - 1] !== stop[row]!) times.push(stop[row]!);
  return Float64Array.from(times);
}

/** Time of the first transition; of the first end of a row where nothing ever happens. */
function firstTransition({ stop, to }: TransitionRows, byStop: Int32Array): number {
  const row = byStop.find((candidate) => to[candidate]! >= 0) ?? byStop[0];
  return row === undefined ? 0 : stop[row]!;
}

function startAt(
  rows: TransitionRows,
  members: Int32Array,
  subject: Int32Array,
  first: number,
  probability: Float64Array,
  influence: Float64Array | null,
): void {
  const size = probability.length;
  const present = members.filter((row) => rows.start[row]! < first && first <= rows.stop[row]!);
  let total = 0;
  for (const row of present) {
    probability[rows.from[row]!]! += rows.weight[row]!;
    total += rows.weight[row]!;
  }
  for (let state = 0; state < size; state += 1) probability[state]! /= total;
  if (influence === null) return;
  for (const row of present) {
    const at = subject[rows.id.codes[row]!]! * size;
    for (let state = 0; state < size; state += 1) {
      const own = rows.from[row] === state ? 1 : 0;
      influence[at + state]! += (rows.weight[row]! / total) * (own - probability[state]!);
    }
  }
}

/** Carries influences through the transitions of one time, and adds those of the subjects at risk. */
function moveInfluence(
  rows: TransitionRows,
  current: Int32Array,
  present: Float64Array,
  probability: Float64Array,
  moves: Float64Array,
  leaves: Uint8Array,
  now: number,
  influence: Float64Array,
): void {
  const size = present.length;
  if (!leaves.includes(1)) return;
  const change = new Float64Array(size);
  for (let unit = 0; unit < current.length; unit += 1) {
    const at = unit * size;
    const row = current[unit]!;
    change.fill(0);
    for (let from = 0; from < size; from += 1) {
      if (leaves[from] === 0) continue;
      const own = row >= 0 && rows.from[row] === from;
      const leverage = own ? (probability[from]! * rows.weight[row]!) / present[from]! : 0;
      const carried = influence[at + from]! - leverage;
      for (let to = 0; to < size; to += 1) {
        const moved = moves[from * size + to]!;
        if (moved === 0) continue;
        const flow = (moved / present[from]!) * carried;
        change[to]! += flow;
        change[from]! -= flow;
      }
      if (own && rows.stop[row]! === now && rows.to[row]! >= 0) {
        change[rows.to[row]!]! += leverage;
        change[from]! -= leverage;
      }
    }
    for (let state = 0; state < size; state += 1) influence[at + state]! += change[state]!;
  }
}

function moveProbability(
  present: Float64Array,
  moves: Float64Array,
  leaves: Uint8Array,
  probability: Float64Array,
): void {
  const size = present.length;
  const before = probability.slice();
  for (let from = 0; from < size; from += 1) {
    if (leaves[from] === 0) continue;
    let gone = 0;
    for (let to = 0; to < size; to += 1) {
      const moved = moves[from * size + to]!;
      if (moved === 0) continue;
      gone += moved;
      probability[to]! += before[from]! * (moved / present[from]!);
    }
    // All gone is exactly none left.
    const stayed = gone >= present[from]! ? 0 : 1 - gone / present[from]!;
    probability[from]! += before[from]! * stayed - before[from]!;
  }
  for (let state = 0; state < size; state += 1) {
    if (probability[state]! < 0) probability[state] = 0;
  }
}

function squares(influence: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  for (let cell = 0; cell < influence.length; cell += 1) sums[cell % size]! += influence[cell]! ** 2;
  return sums;
}
