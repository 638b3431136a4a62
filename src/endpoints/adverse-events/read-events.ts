import type { AdverseEventsData, Factor } from '../../core/analysis-data.js';
import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { information, type Notice, warning } from '../../core/notice.js';
import { column, textColumn, whereRow } from '../dataset-columns.js';

export interface EventColumns {
  readonly subject: string;
  readonly bodySystem: string;
  readonly term: string;
  readonly severity?: string | undefined;
  readonly severities?: readonly string[] | undefined;
}

export interface ReadEvents {
  /** Row of each event. */
  readonly rows: Int32Array;
  readonly events: AdverseEventsData['events'];
  readonly notices: readonly Notice[];
}

/** The level of events without a term or class. */
const notCoded = 'Not coded';

/**
 * Reads one event a row and finds its subject by name. Events of subjects outside the population are left out, events
 * without a class or term are kept as "Not coded"; a notice counts both.
 */
export function readEvents(
  dataset: Dataset,
  rows: Int32Array,
  placeOf: ReadonlyMap<string, number>,
  columns: EventColumns,
): ReadEvents {
  const names = column(dataset, columns.subject).values;
  const kept = new Int32Array(rows.length);
  const subject = new Int32Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const place = placeOf.get(String(names[row]));
    if (place === undefined) continue;
    kept[count] = row;
    subject[count] = place;
    count += 1;
  }
  const own = kept.subarray(0, count);
  const outside = rows.length - count;
  const bodySystem = codedText(dataset, columns.bodySystem, own);
  const term = codedText(dataset, columns.term, own);
  const severity =
    columns.severity === undefined
      ? undefined
      : severityFactor(dataset, columns.severity, own, columns.severities);
  const uncoded = own.reduce(
    (sum, _, event) =>
      sum +
      (bodySystem.levels[bodySystem.codes[event]!] === notCoded ||
      term.levels[term.codes[event]!] === notCoded
        ? 1
        : 0),
    0,
  );
  return {
    rows: own,
    events: {
      subject: subject.slice(0, count),
      bodySystem,
      term,
      ...(severity === undefined ? {} : { severity }),
    },
    notices: [
      ...(outside > 0
        ? [
            information(
              'adverse-events/outside-population',
              `Events of subjects outside the population, left out: ${outside}.`,
            ),
          ]
        : []),
      ...(uncoded > 0
        ? [
            warning(
              'adverse-events/not-coded',
              `Events without ${columns.bodySystem} or ${columns.term}, counted as "${notCoded}": ${uncoded}.`,
            ),
          ]
        : []),
    ],
  };
}

/** Codes of a text column in order of appearance; an empty cell is "Not coded". */
function codedText(dataset: Dataset, name: string, rows: Int32Array): Factor {
  const { values } = textColumn(dataset, name);
  const codes = new Int32Array(rows.length);
  const known = new Map<string, number>();
  for (let event = 0; event < rows.length; event += 1) {
    const value = values[rows[event]!] || notCoded;
    let code = known.get(value);
    if (code === undefined) {
      code = known.size;
      known.set(value, code);
    }
    codes[event] = code;
  }
  return { levels: [...known.keys()], codes };
}

/** The scale of severity: the one asked for, else that of the codelist, else numbers in their order. */
function severityFactor(
  dataset: Dataset,
  name: string,
  rows: Int32Array,
  asked: readonly string[] | undefined,
): Factor {
  const source = column(dataset, name);
  const cell = (row: number): string | null => {
    if ('missing' in source) return source.missing[row] ? null : String(source.values[row]!);
    return source.values[row] || null;
  };
  const present = new Set<string>();
  for (const row of rows) {
    const value = cell(row);
    if (value !== null) present.add(value);
  }
  const numeric = [...present].every((value) => /^\d+$/.test(value))
    ? [...present].sort((left, right) => Number(left) - Number(right))
    : undefined;
  const scale = asked ?? source.codelist?.map(({ code }) => code) ?? numeric;
  if (scale === undefined) {
    throw new DataError({
      code: 'data/severity-order',
      where: dataset.source.file,
      what: `The order of the values of ${name} is not known`,
      got: [...present].map((value) => `"${value}"`).join(', '),
      expected: 'numbers, or a codelist in the dictionary',
      fix: 'List them in `severities`, mildest first.',
    });
  }
  const place = new Map(scale.map((value, code) => [value, code]));
  const levels = scale.map((value) => source.codelist?.find(({ code }) => code === value)?.label ?? value);
  return {
    levels,
    codes: rows.map((row) => {
      const value = cell(row);
      if (value === null) return -1;
      const code = place.get(value);
      if (code !== undefined) return code;
      throw new DataError({
        code: 'data/severity-value',
        where: whereRow(dataset, row),
        what: `A value of ${name} is not on the scale of severity`,
        got: `"${value}"`,
        expected: `one of ${scale.map((known) => `"${known}"`).join(', ')}`,
      });
    }),
  };
}
