import type { OrdinalData } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import { DataError } from '../core/errors.js';
import type { Population } from '../core/result.js';
import { requiredNumber, requiredText, whereRow } from './dataset-columns.js';
import { selectArms } from './select-arms.js';

/**
 * Counted cells of an ordered scale, one row an arm and category (and stratum, where `stratumColumn` names its column).
 * Throws a `DataError` when a place on the scale has two names or a cell stands twice.
 */
export function publishedOrdinalCells(
  dataset: Dataset,
  rows: Int32Array,
  compare: { readonly of: string; readonly versus: string } | null,
  stratumColumn: string | null,
): { readonly data: OrdinalData; readonly population: Population } {
  const order = new Map<number, string>();
  const armNames: { name: string }[] = [];
  const strata: string[] = [];
  const cells: { arm: string; stratum: string; order: number; count: number }[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const arm = requiredText(dataset, 'ARM', row);
    const stratum = stratumColumn === null ? '' : requiredText(dataset, stratumColumn, row);
    const position = requiredNumber(dataset, 'ORDER', row);
    const category = requiredText(dataset, 'CATEGORY', row);
    const known = order.get(position);
    if (known !== undefined && known !== category) {
      throw new DataError({
        code: 'data/category-order',
        where: whereRow(dataset, row),
        what: `ORDER ${position} names two categories`,
        got: `"${category}"`,
        expected: `"${known}"`,
      });
    }
    const key = JSON.stringify([arm, stratum, position]);
    if (seen.has(key)) {
      throw new DataError({
        code: 'data/category-twice',
        where: whereRow(dataset, row),
        what: `Category "${category}" of arm "${arm}" stands twice${stratum === '' ? '' : ` in stratum "${stratum}"`}`,
        fix: 'Make the where clause select one outcome.',
      });
    }
    seen.add(key);
    order.set(position, category);
    if (!armNames.some((one) => one.name === arm)) armNames.push({ name: arm });
    if (!strata.includes(stratum)) strata.push(stratum);
    cells.push({ arm, stratum, order: position, count: requiredNumber(dataset, 'COUNT', row) });
  }
  const arms = selectArms(armNames, compare, dataset).map((arm) => arm.name);
  const positions = [...order.keys()].sort((left, right) => left - right);
  const used = cells.filter((cell) => arms.includes(cell.arm) && cell.count > 0);
  return {
    data: {
      kind: 'ordinal',
      categories: positions.map((position) => order.get(position)!),
      outcome: Int32Array.from(used, (cell) => positions.indexOf(cell.order)),
      weight: Float64Array.from(used, (cell) => cell.count),
      group: { levels: arms, codes: Int32Array.from(used, (cell) => arms.indexOf(cell.arm)) },
      reference: compare?.versus ?? null,
      ...(stratumColumn === null
        ? {}
        : {
            strata: {
              levels: strata,
              codes: Int32Array.from(used, (cell) => strata.indexOf(cell.stratum)),
            },
          }),
      covariates: [],
    },
    population: {
      label: 'as published',
      groups: arms.map((name) => ({
        name,
        n: used.reduce((sum, cell) => sum + (cell.arm === name ? cell.count : 0), 0),
        events: null,
      })),
      exclusions: [],
    },
  };
}
