import type { DatasetColumn } from '../../core/dataset.js';
import type { Violations } from './violations.js';

/** Rows sorted into groups of equal value: `of[row]` is the group, counted from 0 in order of appearance. */
interface Grouping {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * Finds rows that repeat the key of an earlier row. Without all key columns there is no key to check. Says rows only,
 * never the values: they may name a subject. Cost: O(rows × key columns), less once every row is told apart.
 */
export function checkKey(
  key: readonly string[],
  columns: ReadonlyMap<string, DatasetColumn>,
  rowCount: number,
  violations: Violations,
): void {
  const parts = key.map((name) => columns.get(name));
  if (parts.length === 0 || !parts.every((part) => part !== undefined)) return;
  let grouping: Grouping = { of: new Int32Array(rowCount), count: Math.min(rowCount, 1) };
  for (const part of parts) {
    if (grouping.count === rowCount) return;
    grouping = splitGroups(grouping, groupByValue(part, rowCount));
  }
  const firstRows = new Int32Array(grouping.count).fill(-1);
  for (let row = 0; row < rowCount; row += 1) {
    const group = grouping.of[row]!;
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

function groupByValue(column: DatasetColumn, rowCount: number): Grouping {
  const groups = new Map<string | number | null, number>();
  const of = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    const value = 'missing' in column && column.missing[row] !== 0 ? null : column.values[row]!;
    let group = groups.get(value);
    if (group === undefined) {
      group = groups.size;
      groups.set(value, group);
    }
    of[row] = group;
  }
  return { of, count: groups.size };
}

/** Rows are together when they are together in both groupings. */
function splitGroups(left: Grouping, right: Grouping): Grouping {
  if (left.count <= 1) return right;
  if (right.count <= 1) return left;
  const pairs = new Map<number, number>();
  const of = new Int32Array(left.of.length);
  for (let row = 0; row < of.length; row += 1) {
    const pair = left.of[row]! * right.count + right.of[row]!;
    let group = pairs.get(pair);
    if (group === undefined) {
      group = pairs.size;
      pairs.set(pair, group);
    }
    of[row] = group;
  }
  return { of, count: pairs.size };
}
