import type { Dataset } from '../core/dataset.js';
import { requiredText } from './dataset-columns.js';
import { noRows } from './no-rows.js';
import { type PublishedArm, publishedArm } from './published-arms.js';
import { selectArms } from './select-arms.js';

/** The arms of each SUBGROUP of a `published-counts` dataset, in the order of the file. */
export function publishedStrata(
  dataset: Dataset,
  rows: Int32Array,
  compare: { readonly of: string; readonly versus: string } | null,
): readonly { readonly name: string; readonly arms: readonly PublishedArm[] }[] {
  const members = new Map<string, number[]>();
  for (const row of rows) {
    const name = requiredText(dataset, 'SUBGROUP', row);
    const own = members.get(name);
    if (own === undefined) members.set(name, [row]);
    else own.push(row);
  }
  if (members.size === 0) throw noRows(dataset);
  return [...members].map(([name, own]) => ({
    name,
    arms: selectArms(
      own.map((row) => publishedArm(dataset, row)),
      compare,
      dataset,
      `${dataset.source.file}, subgroup "${name}"`,
    ),
  }));
}

/** Each arm summed over the strata. */
export function armTotals(
  strata: readonly {
    readonly arms: readonly { readonly name: string; readonly n: number; readonly events: number }[];
  }[],
): readonly { readonly name: string; readonly n: number; readonly events: number }[] {
  const totals = new Map<string, { name: string; n: number; events: number }>();
  for (const { name, n, events } of strata.flatMap(({ arms }) => arms)) {
    const total = totals.get(name) ?? { name, n: 0, events: 0 };
    totals.set(name, { name, n: total.n + n, events: total.events + events });
  }
  return [...totals.values()];
}
