import { z } from 'zod';
import type { DataSource, RawColumn } from '../../../core/dataset.js';
import { DataError, type Issue } from '../../../core/errors.js';
import { IssueList } from '../../issue-list.js';
import { decodeText } from '../decode-text.js';
import type { TableAsRead } from '../format-definition.js';
import { JsonCursor } from '../json-cursor.js';
import { tableName } from '../table-name.js';

export const jsonOptions = z.strictObject({});

/** Far above any table; keeps hostile text from filling the memory with empty columns. */
const mostColumns = 5000;

interface ColumnBuilder {
  readonly name: string;
  type: 'text' | 'number' | null;
  /** Row (from 1) of the first value that is not null. */
  firstRow: number;
  /** Row that set the last value: a second one in the same row is a duplicate key. */
  lastRow: number;
  readonly values: (string | number | null)[];
}

/**
 * Reads JSON records: an array of flat objects, or an object with such an array under `records`. A key is a column,
 * in the order of first appearance; `null` and an absent key are missing.
 *
 * Numbers stay numbers and text stays text. Refused, each with row and key: nested values, true and false, a column
 * that mixes numbers with text, a key written twice in one record, an integer that a double cannot hold. Keys such as
 * `__proto__` are names like any other. `lines` holds the line on which each record starts.
 *
 * Cost: O(characters), one pass.
 * @throws DataError with every problem found; bad JSON ends the reading with its line and column.
 */
export function readJson(bytes: Uint8Array, source: DataSource): TableAsRead {
  const cursor = new JsonCursor(decodeText(bytes, source), source.file);
  const issues = new IssueList(source.file);
  const columns = new Map<string, ColumnBuilder>();
  const lines: number[] = [];
  let foundRecords = false;

  const readRecords = (): void => {
    foundRecords = true;
    if (cursor.peek() !== '[') cursor.fail('an array of records');
    cursor.forEachItem(() => {
      if (cursor.peek() !== '{') cursor.fail('a record: an object with one value a column');
      lines.push(cursor.line());
      readRecord(cursor, lines.length, columns, issues);
    });
  };

  if (cursor.peek() === '{') {
    cursor.forEachKey((key) => {
      if (key === 'records' && cursor.peek() === '[' && !foundRecords) readRecords();
      else {
        issues.add(unknownKey(cursor.where(), key));
        cursor.skipValue();
      }
    });
  } else readRecords();
  cursor.end();
  issues.throwDataErrorIfAny();
  if (lines.length === 0 || columns.size === 0) {
    throw new DataError({
      code: 'json/no-records',
      where: `${source.file}:1:1`,
      what: 'The file holds no record with a key, so its columns are unknown',
      expected: 'an array of objects, or an object with such an array under "records"',
      fix: 'Check that the file was written completely; an empty table can be given as CSV with a first line of names',
    });
  }
  return {
    name: tableName(source.file),
    label: null,
    source,
    rowCount: lines.length,
    columns: [...columns.values()].map((column) => finishColumn(column, lines.length)),
    lines: Int32Array.from(lines),
  };
}

function readRecord(
  cursor: JsonCursor,
  row: number,
  columns: Map<string, ColumnBuilder>,
  issues: IssueList,
): void {
  cursor.forEachKey((key) => {
    let column = columns.get(key);
    if (column === undefined) {
      if (columns.size === mostColumns) cursor.fail(`at most ${mostColumns} different keys in the file`);
      column = { name: key, type: null, firstRow: 0, lastRow: 0, values: [] };
      columns.set(key, column);
    }
    const where = (): string => `${cursor.where()} (row ${row}, key "${key}")`;
    if (column.lastRow === row) {
      issues.add({
        code: 'json/duplicate-key',
        where: where(),
        what: 'The record has this key twice',
        expected: 'each key once in a record',
        fix: 'Remove or rename one of the two',
      });
    }
    column.lastRow = row;
    const next = cursor.peek();
    if (next === 'n') {
      cursor.readLiteral();
      return;
    }
    if (next === '{' || next === '[' || next === 't' || next === 'f') {
      issues.add({
        code: next === 't' || next === 'f' ? 'json/boolean-value' : 'json/nested-value',
        where: where(),
        what: 'The value is not text, a number or null',
        got: next === '{' ? 'an object' : next === '[' ? 'an array' : next === 't' ? 'true' : 'false',
        expected: 'text, a number or null',
        fix:
          next === 't' || next === 'f'
            ? 'Write a flag as "Y" or "N"'
            : 'Give each inner value a key of its own',
      });
      cursor.skipValue();
      return;
    }
    const type = next === '"' ? 'text' : 'number';
    if (type === 'number' && !/[-0-9]/.test(next))
      cursor.fail('a value: text in double quotes, a number or null');
    if (column.type !== null && column.type !== type) {
      issues.add(
        {
          code: 'json/mixed-column',
          where: where(),
          what: `The column mixes numbers with text: it is ${column.type} since row ${column.firstRow}`,
          got: type === 'text' ? 'text' : 'a number',
          expected: column.type === 'text' ? 'text, in double quotes' : 'a number, without quotes',
          fix: 'Write all values of the key the same way, and null where there is none',
        },
        `json/mixed-column ${key}`,
      );
      cursor.skipValue();
      return;
    }
    const value = type === 'text' ? cursor.readString() : cursor.readNumber();
    if (column.type === null) {
      column.type = type;
      column.firstRow = row;
    }
    while (column.values.length < row - 1) column.values.push(null);
    column.values[row - 1] = value;
  });
}

function finishColumn(column: ColumnBuilder, rowCount: number): RawColumn {
  const base = { name: column.name, label: null, format: null };
  if (column.type !== 'number') {
    const values = column.values as (string | null)[];
    while (values.length < rowCount) values.push(null);
    return { ...base, type: 'text', values };
  }
  const values = new Float64Array(rowCount);
  const missing = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    const value = column.values[row] as number | null | undefined;
    if (value === null || value === undefined) missing[row] = 46;
    else values[row] = value;
  }
  return { ...base, type: 'number', values, missing };
}

function unknownKey(where: string, key: string): Issue {
  const isDatasetJson = key === 'datasetJSONVersion' || key === 'itemGroupOID';
  return {
    code: 'json/unknown-key',
    where,
    what: `The key "${key.slice(0, 40)}" does not belong to a file of records`,
    expected: 'an array of records, or an object whose only key is "records"',
    fix: isDatasetJson
      ? 'This is CDISC Dataset-JSON: set format: dataset-json'
      : 'Give the array of records alone, or under "records"',
  };
}
