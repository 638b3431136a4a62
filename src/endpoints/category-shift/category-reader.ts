import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { column, whereRow } from '../dataset-columns.js';

export interface CategoryReader {
  /** Names of the categories, lowest first. */
  readonly labels: readonly string[];
  /** The place of a cell on the scale; -1 where missing. */
  readonly read: (column: string, row: number) => number;
}

/**
 * Reads columns that share one scale: the one asked for, else the codelist of the first column, else numbers in their
 * order.
 *
 * @throws DataError where the order is not known, and at a value that is not on the scale.
 */
export function categoryReader(
  dataset: Dataset,
  rows: Int32Array,
  names: readonly string[],
  asked: readonly string[] | undefined,
): CategoryReader {
  const cellOf = (name: string) => {
    const source = column(dataset, name);
    return (row: number): string | null => {
      if ('missing' in source) return source.missing[row] ? null : String(source.values[row]!);
      return source.values[row] || null;
    };
  };
  const cells = new Map(names.map((name) => [name, cellOf(name)]));
  const present = new Set<string>();
  for (const cell of cells.values()) {
    for (const row of rows) {
      const value = cell(row);
      if (value !== null) present.add(value);
    }
  }
  const listed = column(dataset, names[0]!).codelist;
  const isNumeric = [...present].every((value) => /^-?\d+(\.\d+)?$/.test(value));
  const numeric = isNumeric ? [...present].sort((left, right) => Number(left) - Number(right)) : undefined;
  const scale = asked ?? listed?.map(({ code }) => code) ?? numeric;
  if (scale === undefined || scale.length === 0) {
    throw new DataError({
      code: 'data/category-order',
      where: dataset.source.file,
      what: `The order of the values of ${names.join(' and ')} is not known`,
      got: [...present].map((value) => `"${value}"`).join(', ') || 'no value',
      expected: 'numbers, or a codelist in the dictionary',
      fix: 'List them in `categories`, lowest first.',
    });
  }
  const place = new Map(scale.map((value, code) => [value, code]));
  return {
    labels: scale.map((value) => listed?.find(({ code }) => code === value)?.label ?? value),
    read: (name, row) => {
      const value = cells.get(name)!(row);
      if (value === null) return -1;
      const code = place.get(value);
      if (code !== undefined) return code;
      throw new DataError({
        code: 'data/unlisted-category',
        where: whereRow(dataset, row),
        what: `A value of ${name} is in none of the categories`,
        got: `"${value}"`,
        expected: `one of ${scale.map((known) => `"${known}"`).join(', ')}`,
        fix: 'Add it to `categories`, or leave its rows out with a where clause.',
      });
    },
  };
}
