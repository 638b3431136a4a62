import type { DatasetColumn } from '../../core/dataset.js';
import type { Violations } from './violations.js';

/**
 * Finds rows that repeat the key of an earlier row. Without all key columns there is no key to check. Says rows only,
 * never the values: they may name a subject. Cost: O(rows × key columns).
 */
export function checkKey(
  key: readonly string[],
  columns: ReadonlyMap<string, DatasetColumn>,
  rowCount: number,
  violations: Violations,
): void {
  const parts = key.map((name) => columns.get(name));
  if (parts.length === 0 || !parts.every((part) => part !== undefined)) return;
  // Rows that agree so far share a group; each key column splits the groups further.
  const groups = new Float64Array(rowCount);
  for (const part of parts) {
    const codes = new Map<unknown, number>();
    const pairs = new Map<number, number>();
    const codeOf = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row += 1) {
      const value = 'missing' in part && part.missing[row] !== 0 ? null : part.values[row];
      let code = codes.get(value);
      if (code === undefined) {
        code = codes.size;
        codes.set(value, code);
      }
      codeOf[row] = code;
    }
    for (let row = 0; row < rowCount; row += 1) {
      const pair = groups[row]! * codes.size + codeOf[row]!;
      let group = pairs.get(pair);
      if (group === undefined) {
        group = pairs.size;
        pairs.set(pair, group);
      }
      groups[row] = group;
    }
  }
  const firstRows = new Int32Array(rowCount).fill(-1);
  for (let row = 0; row < rowCount; row += 1) {
    const group = groups[row]!;
    if (firstRows[group]! < 0) {
      firstRows[group] = row;
      continue;
    }
    violations.cell(row, key.join(' + '), {
      code: 'data/duplicate-key',
      what: `The row has the same ${key.join(', ')} as ${violations.rowName(firstRows[group]!)}`,
      expected: 'each combination once',
      fix: 'Remove one of the two rows, or correct the key',
    });
  }
}
