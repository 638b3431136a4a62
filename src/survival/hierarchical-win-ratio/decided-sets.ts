import { sortOrder } from '../../math/order/sort-order.js';
import type { WinColumn } from './win-levels.js';

/**
 * A set of places for each place, every one the beginning of a single order: place p has the first `size[p]` of
 * `order`. Places not in the order are in no set.
 */
export interface NestedSets {
  readonly order: Int32Array;
  readonly size: Int32Array;
}

/** Whom each place beats on a level, and who beats it there. */
export interface DecidedSets {
  readonly beaten: NestedSets;
  readonly beating: NestedSets;
}

/**
 * The sets that one level decides, for the subjects `rows`.
 *
 * Whatever the level, "p has the larger value, and it is known" says that the rank of the other is below a limit of p:
 * the rank is that of its value, but beyond all limits where its event was not seen or nothing was measured; the limit
 * of p is the number of values that its own exceeds by more than the margin. O(n) after sorting, which `sortOrder` does
 * in O(n) in practice.
 */
export function decidedSets(column: WinColumn, rows: Int32Array): DecidedSets {
  const { rank, limit } = ranksAndLimits(column, rows);
  const largest = rows.length + 1;
  const larger = nestedSets(rank, limit, largest);
  // The same pairs from the other side: limit above rank is its complement below that of the rank.
  const turn = (value: number): number => largest - value;
  const smaller = nestedSets(limit.map(turn), rank.map(turn), largest);
  return column.direction === 1 ? { beaten: larger, beating: smaller } : { beaten: smaller, beating: larger };
}

/** Ranks from 0 up, `rows.length + 1` where never surpassed; limits from 0 to `rows.length`. */
function ranksAndLimits({ value, event, margin, eventFirst }: WinColumn, rows: Int32Array) {
  const n = rows.length;
  const rank = new Int32Array(n).fill(n + 1);
  const limit = new Int32Array(n);
  const known = Int32Array.from(rows.keys()).filter((place) => !Number.isNaN(value[rows[place]!]!));
  const valueAt = (index: number): number => value[rows[known[index]!]!]!;
  const sorted = Float64Array.from(known, (_, index) => valueAt(index));
  const order = sortOrder(sorted);
  let first = 0;
  let surpassed = 0;
  for (let from = 0; from < order.length; from = first) {
    const own = sorted[order[from]!]!;
    while (first < order.length && sorted[order[first]!] === own) first += 1;
    while (surpassed < order.length && own - sorted[order[surpassed]!]! > margin) surpassed += 1;
    for (let index = from; index < first; index += 1) {
      const place = known[order[index]!]!;
      const seen = event === null || event[rows[place]!] === 1;
      if (seen) rank[place] = from;
      // Followed to the time of an event, and known to be free of it then.
      limit[place] = eventFirst && !seen ? first : surpassed;
    }
  }
  return { rank, limit };
}

/** Sets of the places whose rank is below the limit of each place; ranks and limits are at most `largest`. */
function nestedSets(rank: Int32Array, limit: Int32Array, largest: number): NestedSets {
  const below = new Int32Array(largest + 2);
  for (let place = 0; place < rank.length; place += 1) below[rank[place]! + 1]! += 1;
  for (let value = 0; value <= largest; value += 1) below[value + 1]! += below[value]!;
  const size = limit.map((value) => below[value]!);
  const order = new Int32Array(rank.length);
  for (let place = 0; place < rank.length; place += 1) {
    order[below[rank[place]!]!] = place;
    below[rank[place]!]! += 1;
  }
  return { order, size };
}
