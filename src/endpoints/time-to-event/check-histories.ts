import type { Dataset, DatasetColumn } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { whereRow } from '../dataset-columns.js';
import type { SelectedTimes } from '../subject-times.js';

/**
 * Checks rows of subjects who can have several, each (entry, time]: one arm a subject, and no overlap, which would
 * count a subject twice among those at risk. Throws a `DataError` with the line.
 */
export function checkHistories(dataset: Dataset, { values }: DatasetColumn, selected: SelectedTimes): void {
  const { grouped, time, entry } = selected;
  const { rows, group } = grouped;
  const histories = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const name = String(values[row]);
    const known = histories.get(name);
    if (known === undefined) histories.set(name, [index]);
    else known.push(index);
  });
  const start = (index: number) => entry?.[index] ?? 0;
  for (const [name, history] of histories) {
    history.sort((one, other) => start(one) - start(other) || time[one]! - time[other]!);
    history.forEach((index, place) => {
      const before = history[place - 1];
      if (before === undefined) return;
      if (group.codes[before] !== group.codes[index]) {
        throw new DataError({
          code: 'data/arm-changes',
          where: whereRow(dataset, rows[index]!),
          what: `Subject ${name} is in another arm than at ${whereRow(dataset, rows[before]!)}`,
          got: `"${group.levels[group.codes[index]!]}" after "${group.levels[group.codes[before]!]}"`,
          expected: 'one arm a subject',
        });
      }
      if (start(index) < time[before]!) {
        throw new DataError({
          code: 'data/overlapping-rows',
          where: whereRow(dataset, rows[index]!),
          what: `The row overlaps another of subject ${name}, at ${whereRow(dataset, rows[before]!)}`,
          got: `${start(index)} to ${time[index]} beside ${start(before)} to ${time[before]}`,
          expected: 'rows of a subject that do not overlap',
          fix: 'Start each row where the one before it ends, and name the column with its start in `entry`',
        });
      }
    });
  }
}
