import type { LedgerEntry } from '../core/dataset.js';

/** How many rows an entry lists. */
const listedRows = 10;

/** Counts, by kind and column, what typing changed or found odd without being fatal. */
export class Ledger {
  readonly #entries = new Map<
    string,
    { kind: string; column: string; count: number; rows: number[]; what: string }
  >();

  /** `row` counts from 0. `what` completes "3 cells: …" and is the same for every row of a kind and column. */
  note(kind: string, column: string, row: number, what: string): void {
    const key = `${kind} ${column}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { kind, column, count: 0, rows: [], what };
      this.#entries.set(key, entry);
    }
    entry.count += 1;
    if (entry.rows.length < listedRows) entry.rows.push(row + 1);
  }

  entries(): LedgerEntry[] {
    return [...this.#entries.values()].map(({ kind, column, count, rows, what }) => ({
      kind,
      column,
      count,
      rows,
      message: `${column}: ${count} ${count === 1 ? 'cell' : 'cells'} ${what}`,
    }));
  }
}
