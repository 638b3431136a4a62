import type { Dataset } from '../core/dataset.js';
import { DataError, PlanError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { shortList } from '../data/short-list.js';
import { numberColumn, requiredText, whereRow } from './dataset-columns.js';

interface VisitChoice {
  readonly visit: string;
  readonly visitNumber?: string | undefined;
  readonly visitTime?: string | undefined;
  readonly visits?: readonly string[] | undefined;
  readonly baselineVisit?: string | undefined;
}

export interface PlannedVisits {
  /** In order of time, the baseline visit not among them. */
  readonly visits: readonly { readonly name: string; readonly time: number | null }[];
  /** Name of the visit of a row. */
  readonly visitOf: (row: number) => string;
}

/**
 * Names of the visits of the rows, in the order that `visits` states, else of their numbers, else of appearance. A
 * number or a time that is missing or differs between rows of a visit is a `DataError`; a stated visit without a row a
 * `PlanError`.
 */
export function plannedVisits(dataset: Dataset, rows: Int32Array, choice: VisitChoice): PlannedVisits {
  const names = new Map(Array.from(rows, (row) => [row, requiredText(dataset, choice.visit, row)]));
  const visitOf = (row: number) => names.get(row)!;
  const present = [...new Set(names.values())].filter((name) => name !== choice.baselineVisit);
  const { visitNumber, visitTime } = choice;
  for (const name of choice.visits ?? []) {
    if (present.includes(name)) continue;
    const fix = didYouMean(name, present);
    throw new PlanError({
      code: 'plan/unknown-visit',
      where: dataset.source.file,
      what: `"${name}" is not a value of ${choice.visit} in the selected rows`,
      expected: `one of ${shortList(
        present.map((one) => `"${one}"`),
        40,
      )}`,
      ...(fix === undefined ? {} : { fix }),
    });
  }
  const numbers = visitNumber === undefined ? null : numberOfVisit(dataset, rows, visitOf, visitNumber);
  const times = visitTime === undefined ? null : numberOfVisit(dataset, rows, visitOf, visitTime);
  const ordered =
    choice.visits ??
    (numbers === null ? present : present.sort((left, right) => numbers.get(left)! - numbers.get(right)!));
  return { visits: ordered.map((name) => ({ name, time: times?.get(name) ?? null })), visitOf };
}

/** The number of each visit, the same on all of its rows. */
function numberOfVisit(
  dataset: Dataset,
  rows: Int32Array,
  visitOf: (row: number) => string,
  name: string,
): ReadonlyMap<string, number> {
  const { values, missing } = numberColumn(dataset, name);
  const numbers = new Map<string, number>();
  const firstRow = new Map<string, number>();
  for (const row of rows) {
    const visit = visitOf(row);
    const first = firstRow.get(visit);
    if (!missing[row] && (first === undefined || values[row] === numbers.get(visit))) {
      numbers.set(visit, values[row]!);
      firstRow.set(visit, first ?? row);
      continue;
    }
    throw new DataError({
      code: 'data/visit-number',
      where: whereRow(dataset, row),
      what: missing[row]
        ? `${name} is missing at visit "${visit}"`
        : `${name} of visit "${visit}" is another one than at ${whereRow(dataset, first!)}`,
      ...(missing[row] ? {} : { got: `${values[row]} after ${numbers.get(visit)}` }),
      expected: `one ${name} a visit`,
      fix: 'Give every visit one number, or state the order under visits.',
    });
  }
  return numbers;
}
