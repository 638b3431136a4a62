import { sortOrder } from '../../math/order/sort-order.js';

/** Weight of the members of a changing set with a lower, an equal and a higher score than one of them. */
export interface RankedWeight {
  readonly lower: number;
  readonly equal: number;
  readonly higher: number;
}

/** A set of rows by rank of their score that can be added to, taken from and asked, each in O(log n): a Fenwick tree. */
export class RankedSet {
  readonly #rank: Int32Array;
  readonly #count: number;
  readonly #tree: Float64Array;

  constructor(score: Float64Array) {
    const { rank, count } = rankScores(score);
    this.#rank = rank;
    this.#count = count;
    this.#tree = new Float64Array(count + 1);
  }

  clear(): void {
    this.#tree.fill(0);
  }

  add(row: number, weight: number): void {
    for (let node = this.#rank[row]! + 1; node <= this.#count; node += node & -node) {
      this.#tree[node]! += weight;
    }
  }

  compare(row: number): RankedWeight {
    const rank = this.#rank[row]!;
    const lower = this.#below(rank);
    const upTo = this.#below(rank + 1);
    return { lower, equal: upTo - lower, higher: this.#below(this.#count) - upTo };
  }

  #below(limit: number): number {
    let sum = 0;
    for (let node = limit; node > 0; node -= node & -node) sum += this.#tree[node]!;
    return sum;
  }
}

/** Dense ranks from 0; scores that differ by rounding only are equal. */
function rankScores(score: Float64Array): { readonly rank: Int32Array; readonly count: number } {
  const order = sortOrder(score);
  const rank = new Int32Array(score.length);
  let count = 0;
  let previous = Number.NaN;
  for (const place of order) {
    const value = score[place]!;
    if (!(Math.abs(value - previous) <= 1e-12 * Math.max(1, Math.abs(value)))) {
      count += 1;
      previous = value;
    }
    rank[place] = count - 1;
  }
  return { rank, count };
}
