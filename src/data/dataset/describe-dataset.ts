import { medianSorted } from 'simple-statistics';
import type {
  DataSource,
  Dataset,
  DatasetColumn,
  Dictionary,
  LedgerEntry,
  RawTable,
  VariableType,
} from '../../core/dataset.js';
import type { Issue } from '../../core/errors.js';
import { isoDate } from '../calendar-date.js';
import type { TableAsRead } from '../formats/format-definition.js';
import { inspectDataset } from './type-dataset.js';

/** How many of the most frequent values are listed. */
const listedValues = 5;

/** Columns whose values name a subject: their values are never listed. */
const identifierName = /(SUBJ|SUBJECT|PATIENT|PAT|PERSON|PARTICIPANT)_?(ID|NO|NUM|NUMBER)?$|^ID$/i;

/** One variable, summarised. */
export interface VariableDescription {
  readonly name: string;
  readonly label: string;
  readonly type: VariableType;
  readonly unit: string | null;
  /** Whether the dictionary knows the variable; null where none was given. */
  readonly declared: boolean | null;
  /** Cells with a value, and without. */
  readonly n: number;
  readonly missing: number;
  readonly distinct: number;
  /** Of numbers and, as days since 1970-01-01, of dates; null for text and where there is no value. */
  readonly range: { readonly minimum: number; readonly median: number; readonly maximum: number } | null;
  /** Of text and flags, most frequent first, ties in alphabetical order; null for numbers, dates and identifiers. */
  readonly mostFrequent: readonly { readonly value: string; readonly count: number }[] | null;
  /** Cells and rules of this variable that break the dictionary. */
  readonly violations: number;
}

/** A table, summarised: what a user wants to know before the first analysis. Plain data. */
export interface DatasetDescription {
  readonly name: string;
  readonly label: string | null;
  readonly source: DataSource;
  readonly dictionary: string | null;
  readonly rowCount: number;
  readonly variables: readonly VariableDescription[];
  readonly ledger: readonly LedgerEntry[];
  /** What typing would have refused; empty where the table keeps its dictionary. */
  readonly issues: readonly Issue[];
}

const noDictionary: Dictionary = { id: '', label: '', description: '', key: [], variables: [], checks: [] };

/**
 * Describes a table as read, against a dictionary if one is given. Unlike `typeDataset` it does not stop at violations:
 * it counts them by variable and hands them over.
 *
 * Values of identifiers (by name, or where no value of more than 20 stands twice) are never listed.
 * Cost: O(rows log rows) a number column, O(rows) a text column.
 */
export function describeTable(raw: TableAsRead | RawTable, dictionary?: Dictionary): DatasetDescription {
  const { dataset, violations } = inspectDataset(raw, dictionary ?? noDictionary);
  const description = describeDataset(dataset, dictionary);
  return {
    ...description,
    label: raw.label,
    dictionary: dictionary?.id ?? null,
    ledger:
      dictionary === undefined
        ? dataset.ledger.filter(({ kind }) => kind !== 'undeclared-column')
        : dataset.ledger,
    variables: description.variables.map((variable) => ({
      ...variable,
      violations: violations.countOf(variable.name),
    })),
    issues: violations.list.toIssues(),
  };
}

/** Describes a typed dataset; see `describeTable`. */
export function describeDataset(dataset: Dataset, dictionary?: Dictionary): DatasetDescription {
  const declared = dictionary === undefined ? null : new Set(dictionary.variables.map(({ name }) => name));
  return {
    name: dataset.name,
    label: null,
    source: dataset.source,
    dictionary: dataset.dictionary,
    rowCount: dataset.rowCount,
    variables: [...dataset.columns.values()].map((column) => ({
      ...describeColumn(column),
      declared: declared === null ? null : declared.has(column.name),
      violations: 0,
    })),
    ledger: dataset.ledger,
    issues: [],
  };
}

type ColumnDescription = Omit<VariableDescription, 'declared' | 'violations'>;

function describeColumn(column: DatasetColumn): ColumnDescription {
  const { name, label, type, unit } = column;
  const base = { name, label, type, unit };
  return 'missing' in column
    ? { ...base, ...describeNumbers(column.values, column.missing) }
    : { ...base, ...describeTexts(column.values, identifierName.test(name)) };
}

type Summary = Pick<ColumnDescription, 'n' | 'missing' | 'distinct' | 'range' | 'mostFrequent'>;

function describeNumbers(values: Float64Array | Int32Array, missing: Uint8Array): Summary {
  const sorted = new Float64Array(values.length);
  let n = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (missing[row] !== 0) continue;
    sorted[n] = values[row]!;
    n += 1;
  }
  const present = sorted.subarray(0, n).sort();
  let distinct = 0;
  for (let index = 0; index < n; index += 1) if (present[index] !== present[index - 1]) distinct += 1;
  const range =
    n === 0
      ? null
      : { minimum: present[0]!, median: medianSorted(Array.from(present)), maximum: present[n - 1]! };
  return { n, missing: values.length - n, distinct, range, mostFrequent: null };
}

function describeTexts(values: readonly (string | null)[], isIdentifier: boolean): Summary {
  const counts = new Map<string, number>();
  let n = 0;
  for (const value of values) {
    if (value === null) continue;
    n += 1;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const isUnique = counts.size === n && n > 20;
  const frequent = isIdentifier || isUnique ? null : [...counts].sort(byCountThenName).slice(0, listedValues);
  return {
    n,
    missing: values.length - n,
    distinct: counts.size,
    range: null,
    mostFrequent: frequent?.map(([value, count]) => ({ value, count })) ?? null,
  };
}

function byCountThenName(left: readonly [string, number], right: readonly [string, number]): number {
  return right[1] - left[1] || (left[0] < right[0] ? -1 : 1);
}

/** A flat row a variable, without any formatting of numbers: for a table in a terminal, or as CSV or JSON. */
export interface DescriptionRecord {
  readonly variable: string;
  readonly label: string;
  readonly type: VariableType;
  readonly unit: string | null;
  readonly n: number;
  readonly missing: number;
  readonly distinct: number;
  /** Numbers; dates as `YYYY-MM-DD`. */
  readonly minimum: number | string | null;
  readonly median: number | string | null;
  readonly maximum: number | string | null;
  readonly mostFrequent: readonly { readonly value: string; readonly count: number }[] | null;
  readonly declared: boolean | null;
  readonly violations: number;
}

/** The description as flat rows. A median between two days is given as the earlier day. */
export function toDescriptionRecords(description: DatasetDescription): DescriptionRecord[] {
  return description.variables.map(({ name, range, ...variable }) => {
    const show = (value: number | undefined): number | string | null =>
      value === undefined ? null : variable.type === 'date' ? isoDate(Math.floor(value)) : value;
    return {
      ...variable,
      variable: name,
      minimum: show(range?.minimum),
      median: show(range?.median),
      maximum: show(range?.maximum),
    };
  });
}
