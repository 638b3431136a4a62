import type { Dataset, DatasetColumn } from '../core/dataset.js';
import { DataError, PlanError } from '../core/errors.js';
import { column, whereRow } from '../endpoints/dataset-columns.js';
import type { PlannedSubgroups } from '../spec/plan.js';

type Variable = PlannedSubgroups['by'][number];

/** The levels of one variable, in the order of a figure, and the level of a row; null where the cell is empty. */
export interface SubgroupLevels {
  readonly label: string;
  /** Values as the data have them, and as a figure prints them. */
  readonly levels: readonly { readonly value: string; readonly label: string }[];
  readonly levelOf: (row: number) => string | null;
}

/** Reads the levels of a column. Throws for cuts of a column that is no number and for levels that nobody is in. */
export function subgroupLevels(dataset: Dataset, variable: Variable): SubgroupLevels {
  const values = column(dataset, variable.column);
  const label = variable.label ?? values.label;
  if (variable.cuts !== null) {
    const unit = variable.label === null && values.unit !== null ? `, ${values.unit}` : '';
    return { label: `${label}${unit}`, ...cutLevels(dataset, values, variable.cuts) };
  }
  const labelled = (levels: readonly string[]) =>
    levels.map((value) => ({
      value,
      label: values.codelist?.find(({ code }) => code === value)?.label ?? value,
    }));
  const levelOf = (row: number) => printedValue(values, row);
  const seen = new Set<string>();
  for (let row = 0; row < dataset.rowCount; row += 1) {
    const level = levelOf(row);
    if (level !== null) seen.add(level);
  }
  if (variable.levels === null) {
    const isNumber = values.type === 'integer' || values.type === 'decimal';
    const levels = [...seen].sort(isNumber ? (one, other) => Number(one) - Number(other) : undefined);
    if (levels.length > mostLevels) {
      throw new PlanError({
        code: 'plan/subgroup-levels',
        where: dataset.source.file,
        what: `"${variable.column}" has ${levels.length} different values, too many for subgroups`,
        expected: `at most ${mostLevels}`,
        fix: isNumber ? 'Give `cuts`.' : 'Name the `levels` that are wanted.',
      });
    }
    return { label, levels: labelled(levels), levelOf };
  }
  const levels = variable.levels.map(String);
  const absent = levels.find((level) => !seen.has(level));
  if (absent !== undefined) {
    throw new PlanError({
      code: 'plan/subgroup-levels',
      where: dataset.source.file,
      what: `No row has "${absent}" as ${variable.column}`,
      expected: [...seen].slice(0, 20).join(', '),
    });
  }
  return { label, levels: labelled(levels), levelOf };
}

const mostLevels = 30;

function cutLevels(
  dataset: Dataset,
  values: DatasetColumn,
  cuts: readonly number[],
): Omit<SubgroupLevels, 'label'> {
  if (values.type !== 'integer' && values.type !== 'decimal') {
    throw new PlanError({
      code: 'plan/column-type',
      where: dataset.source.file,
      what: `"${values.name}" is cut into subgroups, but is no number`,
      got: values.type,
      expected: 'a number',
    });
  }
  const levels = [
    `<${cuts[0]}`,
    ...cuts.slice(1).map((cut, place) => `${cuts[place]} to <${cut}`),
    `≥${cuts.at(-1)}`,
  ];
  return {
    levels: levels.map((value) => ({ value, label: value })),
    levelOf: (row) => {
      if (values.missing[row]) return null;
      const place = cuts.findIndex((cut) => values.values[row]! < cut);
      return levels[place === -1 ? cuts.length : place]!;
    },
  };
}

/** A cell as a level; numbers as they print. */
function printedValue(values: DatasetColumn, row: number): string | null {
  if ('missing' in values) return values.missing[row] ? null : String(values.values[row]);
  const value = values.values[row];
  return value === null || value === undefined || value === '' ? null : value;
}

/** The level of each subject, from a dataset with one row each. Throws where a subject has two. */
export function levelsBySubject(
  dataset: Dataset,
  subject: string,
  { levelOf }: SubgroupLevels,
): ReadonlyMap<string, string | null> {
  const nameOf = subjectNames(dataset, subject);
  const levels = new Map<string, string | null>();
  for (let row = 0; row < dataset.rowCount; row += 1) {
    const name = nameOf(row);
    if (name === null) continue;
    const level = levelOf(row);
    const known = levels.get(name);
    if (known !== undefined && known !== level) {
      throw new DataError({
        code: 'data/subgroup-changes',
        where: whereRow(dataset, row),
        what: `Subject ${name} is in two subgroups`,
        got: `"${level}" after "${known}"`,
        expected: 'one level a subject',
      });
    }
    levels.set(name, level);
  }
  return levels;
}

/** The subject of a row as text; null where the cell is empty. */
export function subjectNames(dataset: Dataset, subject: string): (row: number) => string | null {
  const values = column(dataset, subject);
  return (row) => printedValue(values, row);
}
