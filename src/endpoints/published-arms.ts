import type { BinaryArm } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import { DataError } from '../core/errors.js';
import { information, type Notice } from '../core/notice.js';
import { numberColumn, requiredNumber, requiredText, whereRow } from './dataset-columns.js';
import { eventsFromPercent } from './rounding-range.js';

/** An arm as printed: the count when it was printed, or every count that its printed percentage allows. */
export interface PublishedArm extends BinaryArm {
  readonly possibleEvents: readonly number[];
}

/** Reads one arm a row from a `published-counts` dataset. */
export function publishedArm(dataset: Dataset, row: number): PublishedArm {
  const name = requiredText(dataset, 'ARM', row);
  const n = requiredNumber(dataset, 'N', row);
  const events = numberColumn(dataset, 'EVENTS');
  if (!events.missing[row]) {
    const count = events.values[row]!;
    return { name, n, events: count, possibleEvents: [count] };
  }
  const percent = dataset.columns.has('PERCENT') ? numberColumn(dataset, 'PERCENT') : null;
  const printed =
    percent === null || percent.missing[row] ? null : (percent.printed?.[row] ?? String(percent.values[row]));
  if (printed === null) {
    throw new DataError({
      code: 'data/missing-cell',
      where: whereRow(dataset, row),
      what: 'Neither EVENTS nor PERCENT is given',
      fix: 'Give the printed count, or the printed percentage with its digits.',
    });
  }
  const possibleEvents = eventsFromPercent(printed, n);
  if (possibleEvents.length === 0) {
    throw new DataError({
      code: 'data/impossible-percent',
      where: whereRow(dataset, row),
      what: `No whole number of ${n} subjects is ${printed} percent`,
      got: `PERCENT ${printed} with N ${n}`,
      expected: 'a percentage that some count gives',
      fix: 'Check N: the percentage may refer to another analysis set.',
    });
  }
  const nearest = possibleEvents.reduce((best, count) =>
    Math.abs((100 * count) / n - Number(printed)) < Math.abs((100 * best) / n - Number(printed))
      ? count
      : best,
  );
  return { name, n, events: nearest, possibleEvents };
}

/** Says which counts were worked back from percentages. */
export function derivedCountNotices(
  arms: readonly PublishedArm[],
  dataset: Dataset,
  rows: Iterable<number>,
): Notice[] {
  const events = numberColumn(dataset, 'EVENTS');
  const derived = new Set<string>();
  for (const row of rows) if (events.missing[row]) derived.add(requiredText(dataset, 'ARM', row));
  return arms
    .filter((arm) => derived.has(arm.name))
    .map((arm) =>
      information(
        'derived-count',
        `The count of "${arm.name}" was worked back from its printed percentage: ${
          arm.possibleEvents.length === 1
            ? `only ${arm.events} of ${arm.n} prints so`
            : `${arm.possibleEvents[0]} to ${arm.possibleEvents.at(-1)} of ${arm.n} print so, ${arm.events} is nearest`
        }.`,
      ),
    );
}
