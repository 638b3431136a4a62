import type { Dataset, DatasetColumn, Dictionary, LedgerEntry, RawTable } from '../../core/dataset.js';
import { didYouMean } from '../../core/suggest.js';
import type { TableAsRead } from '../formats/format-definition.js';
import { Ledger } from '../ledger.js';
import { shortList } from '../short-list.js';
import { checkKey } from './check-key.js';
import { checkRows } from './check-rows.js';
import { keepColumn, typeColumn } from './type-column.js';
import { Violations } from './violations.js';

/**
 * Types a table by a data dictionary: text into text, numbers, dates and flags, as declared and never as guessed.
 *
 * - Text: blanks at both ends are removed, empty text is missing. Flags are `Y` or `N`. Identifiers stay text.
 * - Numbers: a decimal point, no separators; scientific notation is read. A declared integer with decimals keeps its
 *   value and is reported. SAS missing values are missing.
 * - Dates: ISO text, or SAS days since 1960-01-01. A partial date is missing: no day is made up.
 * - Columns that the dictionary does not declare are kept with the type they were read with.
 *
 * Every conversion that changes a value is counted in the ledger with its rows.
 * @throws DataError with every violation: absent columns, cells that are not what is declared, values outside range or
 * codelist, repeated keys, broken rules between columns. Nothing of a row is shown but the offending cells.
 */
export function typeDataset(raw: TableAsRead | RawTable, dictionary: Dictionary): Dataset {
  const { dataset, violations } = inspectDataset(raw, dictionary);
  violations.list.throwDataErrorIfAny();
  return dataset;
}

/** Types a table and hands over its violations instead of throwing them. Cells that cannot be read are missing. */
export function inspectDataset(
  raw: TableAsRead | RawTable,
  dictionary: Dictionary,
): { readonly dataset: Dataset; readonly violations: Violations } {
  const ledger = new Ledger();
  const violations = new Violations(raw);
  const variables = new Map(dictionary.variables.map((variable) => [variable.name, variable]));
  const names = raw.columns.map((column) => column.name);
  for (const variable of dictionary.variables) {
    if (!variable.required || names.includes(variable.name)) continue;
    const fix = didYouMean(variable.name, names);
    violations.column(variable.name, {
      code: 'data/missing-column',
      what: `The column "${variable.name}" (${variable.label}) is not in the file; dictionary "${dictionary.id}" requires it`,
      got: shortList(names, 40) || 'no columns',
      ...(fix === undefined ? { fix: 'Add the column, or choose another dictionary' } : { fix }),
    });
  }
  const columns = new Map<string, DatasetColumn>();
  for (const column of raw.columns) {
    const variable = variables.get(column.name);
    columns.set(
      column.name,
      variable === undefined
        ? keepColumn(column, ledger, violations)
        : typeColumn(column, variable, ledger, violations),
    );
  }
  checkKey(dictionary.key, columns, raw.rowCount, violations);
  checkRows(dictionary.checks, columns, raw.rowCount, violations);
  const dataset: Dataset = {
    name: raw.name,
    dictionary: dictionary.id,
    source: raw.source,
    rowCount: raw.rowCount,
    columns,
    ledger: [
      ...('ledger' in raw ? (raw.ledger ?? []) : []),
      ...undeclared(names, dictionary),
      ...ledger.entries(),
    ],
    ...(raw.lines === undefined ? {} : { lines: raw.lines }),
  };
  return { dataset, violations };
}

/** One entry for all columns that the dictionary does not know; close names of absent variables are pointed out. */
function undeclared(names: readonly string[], dictionary: Dictionary): LedgerEntry[] {
  const declared = dictionary.variables.map((variable) => variable.name);
  const unknown = names.filter((name) => !declared.includes(name));
  if (unknown.length === 0) return [];
  const absent = declared.filter((name) => !names.includes(name));
  const slips = unknown.flatMap((name) => {
    const match = absent.find((candidate) => candidate.toUpperCase() === name.toUpperCase());
    return match === undefined ? [] : [`"${name}" may be meant as "${match}"`];
  });
  const list = unknown.join(', ');
  const what = unknown.length === 1 ? '1 column' : `${unknown.length} columns`;
  return [
    {
      kind: 'undeclared-column',
      column: list,
      count: unknown.length,
      rows: [],
      message: [
        `${what} not declared by dictionary "${dictionary.id}", kept with the type as read: ${list}.`,
        ...slips,
      ].join(' '),
    },
  ];
}
