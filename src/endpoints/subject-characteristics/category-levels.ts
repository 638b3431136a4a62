import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { column, whereRow } from '../dataset-columns.js';
import type { Characteristic } from './characteristic-options.js';

export interface CodedCategories {
  readonly categories: readonly string[];
  readonly codes: Int32Array;
}

/**
 * The categories of a column in display order and each row's place among them, -1 where missing. The order is the one
 * asked for; else that of the codelist, whose labels name the categories; else Y before N for a flag; else that of the
 * numeric companion column that CDISC gives (`RACEN` of `RACE`); else the numeric or alphabetical one.
 *
 * @throws DataError `data/unlisted-category` at the first value that no listed category holds.
 */
export function categoryLevels(
  dataset: Dataset,
  rows: Int32Array,
  { column: name, categories }: Characteristic,
): CodedCategories {
  const cells = cellsOf(dataset, name, rows);
  const present = [...new Set(cells)].filter((cell) => cell !== null);
  const levels =
    categories?.map((one) => (typeof one === 'string' ? { label: one, values: [one] } : one)) ??
    naturalOrder(dataset, rows, name, present);
  const place = new Map(levels.flatMap(({ values }, index) => values.map((value) => [value, index])));
  return {
    categories: levels.map(({ label }) => label),
    codes: Int32Array.from(cells, (cell, index) => {
      if (cell === null) return -1;
      const code = place.get(cell);
      if (code !== undefined) return code;
      throw new DataError({
        code: 'data/unlisted-category',
        where: whereRow(dataset, rows[index]!),
        what: `A value of ${name} is in none of the listed categories`,
        got: `"${cell}"`,
        expected: `one of ${[...place.keys()].map((value) => `"${value}"`).join(', ')}`,
        fix: 'Add it to `categories`, or leave its rows out with a where clause.',
      });
    }),
  };
}

function cellsOf(dataset: Dataset, name: string, rows: Int32Array): readonly (string | null)[] {
  const source = column(dataset, name);
  if ('missing' in source) {
    return Array.from(rows, (row) => (source.missing[row] ? null : String(source.values[row]!)));
  }
  return Array.from(rows, (row) => source.values[row] || null);
}

function naturalOrder(
  dataset: Dataset,
  rows: Int32Array,
  name: string,
  present: readonly string[],
): readonly { readonly label: string; readonly values: readonly string[] }[] {
  const source = column(dataset, name);
  const listed = source.codelist?.filter(({ code }) => present.includes(code));
  if (listed !== undefined) return listed.map(({ code, label }) => ({ label, values: [code] }));
  return ordered(dataset, rows, name, present).map((value) => ({ label: value, values: [value] }));
}

function ordered(
  dataset: Dataset,
  rows: Int32Array,
  name: string,
  present: readonly string[],
): readonly string[] {
  const source = column(dataset, name);
  if (source.type === 'flag') return ['Y', 'N'].filter((value) => present.includes(value));
  if ('missing' in source) return [...present].sort((left, right) => Number(left) - Number(right));
  const companion = dataset.columns.get(`${name}N`);
  const alphabetical = [...present].sort();
  if (companion === undefined || !('missing' in companion)) return alphabetical;
  const rank = new Map<string, number>();
  for (const row of rows) {
    const value = source.values[row];
    if (value && !companion.missing[row] && !rank.has(value)) rank.set(value, companion.values[row]!);
  }
  const rankOf = (value: string): number => rank.get(value) ?? Number.POSITIVE_INFINITY;
  // A stable sort: values without a rank stay in alphabetical order behind the others.
  return alphabetical.sort((left, right) =>
    rankOf(left) < rankOf(right) ? -1 : rankOf(left) > rankOf(right) ? 1 : 0,
  );
}
