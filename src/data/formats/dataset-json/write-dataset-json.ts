import type { RawColumn, RawTable } from '../../../core/dataset.js';
import { argumentError, DataError } from '../../../core/errors.js';
import { daysFromSas, isoDate, isoDateTimeFromSas, sasFormatKind } from '../../calendar-date.js';

export interface WriteDatasetJsonOptions {
  /** One JSON object (default), or NDJSON with one row a line. */
  readonly layout?: 'json' | 'ndjson';
  /** When the file says it was made, as `YYYY-MM-DDThh:mm:ss`. Fixed by default: the same table gives the same bytes. */
  readonly created?: string;
  /** Key of the dataset in Define-XML; `IG.` and the name by default. */
  readonly itemGroupOID?: string;
  readonly studyOID?: string;
  readonly metaDataVersionOID?: string;
  readonly originator?: string;
  /** `refuse` (default) stops at special missing values (.A to .Z, ._), which JSON cannot hold; `null` writes null. */
  readonly specialMissing?: 'refuse' | 'null';
}

interface WrittenColumn {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly valueAt: (row: number) => string | number | null;
}

/**
 * Writes a table as CDISC Dataset-JSON v1.1. Numbers get the shortest text that reads back to the same double.
 *
 * Types: text is `string`; whole numbers are `integer`, others `double`; numbers with a SAS date or datetime format are
 * written as ISO text with `targetDataType: integer`, where every value is a whole day (or second) of the calendar.
 * @throws DataError for special missing values, unless the options allow their loss, and for numbers that are not finite.
 */
export function writeDatasetJson(table: RawTable, options: WriteDatasetJsonOptions = {}): Uint8Array {
  const created = options.created ?? '1970-01-01T00:00:00';
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(created)) {
    throw argumentError(
      'write-dataset-json',
      'created',
      'is not a time',
      `"${created}"`,
      'YYYY-MM-DDThh:mm:ss',
    );
  }
  const columns = table.columns.map((column) => {
    refuseUnwritable(column, table.source.file, options.specialMissing ?? 'refuse');
    return writeColumn(column, table.name);
  });
  const metadata = {
    datasetJSONCreationDateTime: created,
    datasetJSONVersion: '1.1.0',
    ...(options.originator === undefined ? {} : { originator: options.originator }),
    ...(options.studyOID === undefined ? {} : { studyOID: options.studyOID }),
    ...(options.metaDataVersionOID === undefined ? {} : { metaDataVersionOID: options.metaDataVersionOID }),
    itemGroupOID: options.itemGroupOID ?? `IG.${table.name}`,
    records: table.rowCount,
    name: table.name,
    label: table.label ?? '',
    columns: columns.map((column) => column.metadata),
  };
  const rowText = (row: number): string => JSON.stringify(columns.map((column) => column.valueAt(row)));
  const rows = Array.from({ length: table.rowCount }, (_, row) => rowText(row));
  const head = JSON.stringify(metadata);
  const text =
    options.layout === 'ndjson'
      ? `${[head, ...rows].join('\n')}\n`
      : `${head.slice(0, -1)},"rows":[${rows.length === 0 ? '' : `\n${rows.join(',\n')}\n`}]}\n`;
  return new TextEncoder().encode(text);
}

function writeColumn(column: RawColumn, tableName: string): WrittenColumn {
  const describe = (dataType: string, more: object = {}): WrittenColumn['metadata'] => ({
    itemOID: `IT.${tableName}.${column.name}`,
    name: column.name,
    label: column.label ?? '',
    dataType,
    ...more,
    ...(column.format === null ? {} : { displayFormat: column.format }),
  });
  if (column.type === 'text') {
    const length = column.values.reduce((longest, value) => Math.max(longest, value?.length ?? 0), 1);
    return { metadata: describe('string', { length }), valueAt: (row) => column.values[row] ?? null };
  }
  const { values, missing } = column;
  const kind = sasFormatKind(column.format);
  const isOnCalendar = (value: number): boolean =>
    Number.isInteger(value) && daysFromSas(value, kind === 'datetime') !== null;
  if (kind !== 'other' && values.every((value, row) => missing[row] !== 0 || isOnCalendar(value))) {
    const toIso = (value: number): string =>
      kind === 'datetime' ? isoDateTimeFromSas(value) : isoDate(daysFromSas(value, false)!);
    return {
      metadata: describe(kind, { targetDataType: 'integer' }),
      valueAt: (row) => (missing[row] === 0 ? toIso(values[row]!) : null),
    };
  }
  const isWhole = values.every((value, row) => missing[row] !== 0 || Number.isSafeInteger(value));
  return {
    metadata: describe(isWhole ? 'integer' : 'double'),
    valueAt: (row) => (missing[row] === 0 ? values[row]! : null),
  };
}

function refuseUnwritable(column: RawColumn, file: string, specialMissing: 'refuse' | 'null'): void {
  if (column.type === 'text') return;
  const special = column.missing.findIndex((code) => code !== 0 && code !== 46);
  if (special >= 0 && specialMissing === 'refuse') {
    throw new DataError({
      code: 'dataset-json-write/special-missing',
      where: `${file}, row ${special + 1}, column ${column.name}`,
      what: 'JSON has one missing value only: the code of a special missing value would be lost',
      got: `.${String.fromCharCode(column.missing[special]!)}`,
      expected: 'numbers and ordinary missing values',
      fix: 'Keep the code in a column of its own, or set specialMissing: null to let it go',
    });
  }
  const endless = column.values.findIndex(
    (value, row) => column.missing[row] === 0 && !Number.isFinite(value),
  );
  if (endless >= 0) {
    throw new DataError({
      code: 'dataset-json-write/not-a-number',
      where: `${file}, row ${endless + 1}, column ${column.name}`,
      what: 'The number is not finite',
      got: String(column.values[endless]),
      expected: 'a finite number, or a missing value',
    });
  }
}
