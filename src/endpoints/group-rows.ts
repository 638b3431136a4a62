import type { Factor } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import { PlanError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { shortList } from '../data/short-list.js';
import { textColumn } from './dataset-columns.js';
import { noRows } from './no-rows.js';

export interface GroupedRows {
  /** Rows that belong to one of the arms, in file order. */
  readonly rows: Int32Array;
  readonly group: Factor;
  readonly reference: string | null;
  readonly exclusions: readonly { readonly reason: string; readonly n: number }[];
}

/**
 * Assigns subject rows to arms. With `compare` only its two arms stay; else `arms` gives the arms and their order, or
 * all arms stay in order of appearance. Rows without an arm, or of another arm, are excluded and counted.
 */
export function groupRows(
  dataset: Dataset,
  rows: Int32Array,
  armColumn: string,
  compare: { readonly of: string; readonly versus: string } | null,
  arms: readonly string[] | undefined,
  reference: string | undefined,
): GroupedRows {
  const values = textColumn(dataset, armColumn).values;
  const present = [
    ...new Set(Array.from(rows, (row) => values[row]).filter((arm) => arm !== null && arm !== '')),
  ] as string[];
  const levels = compare ? [compare.of, compare.versus] : (arms ?? present);
  if (rows.length === 0) throw noRows(dataset);
  for (const name of [...levels, ...(reference === undefined ? [] : [reference])]) {
    if (present.includes(name)) continue;
    const fix = didYouMean(name, present);
    throw new PlanError({
      code: 'plan/unknown-arm',
      where: dataset.source.file,
      what: `"${name}" is not a value of ${armColumn} in the selected rows`,
      expected:
        present.length > 0
          ? `one of ${shortList(
              present.map((arm) => `"${arm}"`),
              40,
            )}`
          : 'a value in some row',
      ...(fix === undefined ? {} : { fix }),
    });
  }
  const kept: number[] = [];
  const codes: number[] = [];
  let withoutArm = 0;
  let otherArm = 0;
  for (const row of rows) {
    const arm = values[row];
    const code = arm === null || arm === undefined ? -1 : levels.indexOf(arm);
    if (code >= 0) {
      kept.push(row);
      codes.push(code);
    } else if (arm === null || arm === undefined || arm === '') withoutArm += 1;
    else otherArm += 1;
  }
  return {
    rows: Int32Array.from(kept),
    group: { levels, codes: Int32Array.from(codes) },
    reference: compare?.versus ?? reference ?? null,
    exclusions: [
      { reason: `${armColumn} missing`, n: withoutArm },
      { reason: 'in an arm that is not compared', n: otherArm },
    ].filter((exclusion) => exclusion.n > 0),
  };
}

/** Keeps the rows for which `keep` holds and counts the others under `reason`. */
export function excludeRows(
  grouped: GroupedRows,
  reason: string,
  keep: (row: number) => boolean,
): GroupedRows {
  const indices = Array.from(grouped.rows.keys()).filter((index) => keep(grouped.rows[index]!));
  const dropped = grouped.rows.length - indices.length;
  if (dropped === 0) return grouped;
  return {
    ...grouped,
    rows: Int32Array.from(indices, (index) => grouped.rows[index]!),
    group: {
      levels: grouped.group.levels,
      codes: Int32Array.from(indices, (index) => grouped.group.codes[index]!),
    },
    exclusions: [...grouped.exclusions, { reason, n: dropped }],
  };
}
