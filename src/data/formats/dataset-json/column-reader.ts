import type { RawColumn } from '../../../core/dataset.js';
import {
  parseIsoDate,
  sasEpochDays,
  secondsFromIsoDateTime,
  secondsFromIsoTime,
} from '../../calendar-date.js';
import type { Ledger } from '../../ledger.js';
import type { DatasetJsonColumn } from './dataset-json-metadata.js';

/** Tells where a value cannot be what its column declares; `row` counts from 0. */
export type Refuse = (row: number, column: string, got: string, expected: string) => void;

type ReadNumber = (value: unknown, row: number) => number | null;

const missingCode = 46;

/**
 * Makes a raw column of the values of a Dataset-JSON column.
 *
 * Declared types are checked, not trusted: a declared integer with decimals keeps its value and is noted. `decimal`
 * is text that keeps its digits, or a number where `targetDataType` says so. Dates, datetimes and times are ISO text,
 * or, with `targetDataType: integer`, SAS numbers (days or seconds since 1960, seconds since midnight) with a SAS
 * format, so that the column equals the one of the SAS transport file.
 */
export function readColumn(
  column: DatasetJsonColumn,
  rowCount: number,
  valueAt: (row: number) => unknown,
  ledger: Ledger,
  refuse: Refuse,
): RawColumn {
  const base = {
    name: column.name,
    label: column.label === '' ? null : column.label,
    format: column.displayFormat ?? defaultFormat(column),
  };
  const readNumber = numberReader(column, ledger, refuse);
  if (readNumber === null) {
    const values = new Array<string | null>(rowCount);
    for (let row = 0; row < rowCount; row += 1)
      values[row] = readText(valueAt(row), row, column, ledger, refuse);
    return { ...base, type: 'text', values };
  }
  const values = new Float64Array(rowCount);
  const missing = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    const value = valueAt(row);
    const number = value === null ? null : readNumber(value, row);
    if (number === null) missing[row] = missingCode;
    else values[row] = number;
  }
  return { ...base, type: 'number', values, missing };
}

function isNumericDate(column: DatasetJsonColumn): boolean {
  return column.targetDataType === 'integer' && ['date', 'datetime', 'time'].includes(column.dataType);
}

function defaultFormat(column: DatasetJsonColumn): string | null {
  if (!isNumericDate(column)) return null;
  return { date: 'DATE9.', datetime: 'DATETIME20.', time: 'TIME8.' }[column.dataType as 'date'];
}

function numberReader(column: DatasetJsonColumn, ledger: Ledger, refuse: Refuse): ReadNumber | null {
  const { name, dataType, targetDataType } = column;
  const refused = (row: number, value: unknown, expected: string): null => {
    refuse(row, name, typeof value === 'object' ? 'a nested value' : JSON.stringify(value), expected);
    return null;
  };
  if (dataType === 'integer') {
    return (value, row) => {
      if (typeof value !== 'number' || !Number.isFinite(value))
        return refused(row, value, 'a number or null');
      if (!Number.isInteger(value)) {
        ledger.note(
          'declared-type',
          name,
          row,
          'held decimals although the file declares integer; the values were kept',
        );
      } else if (!Number.isSafeInteger(value)) {
        return refused(row, value, 'an integer between -(2^53 - 1) and 2^53 - 1');
      }
      return value;
    };
  }
  if (dataType === 'float' || dataType === 'double') {
    return (value, row) =>
      typeof value === 'number' && Number.isFinite(value) ? value : refused(row, value, 'a number or null');
  }
  if (dataType === 'decimal' && targetDataType === 'decimal') {
    return (value, row) => {
      if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) {
        const number = Number(value);
        if (!Number.isFinite(number)) return refused(row, value, 'a decimal number below 1.8e308 in size');
        if (losesDigits(value, number)) {
          ledger.note('decimal-rounded', name, row, 'had more digits than a double-precision number holds');
        }
        return number;
      }
      if (typeof value === 'number') {
        ledger.note('declared-type', name, row, 'held a JSON number although the file declares decimal text');
        return value;
      }
      return refused(row, value, 'a decimal number as text, or null');
    };
  }
  if (!isNumericDate(column)) return null;
  return (value, row) => {
    // Some writers leave the SAS number as it is.
    if (typeof value === 'number') return value;
    const number = typeof value === 'string' ? sasNumber(value, dataType) : null;
    return number ?? refused(row, value, `an ISO 8601 ${dataType} that is complete, or null`);
  };
}

function readText(
  value: unknown,
  row: number,
  column: DatasetJsonColumn,
  ledger: Ledger,
  refuse: Refuse,
): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean' && column.dataType === 'boolean') return String(value);
  if (typeof value === 'number' || typeof value === 'boolean') {
    ledger.note(
      'declared-type',
      column.name,
      row,
      `held a ${typeof value} although the file declares ${column.dataType}; kept as text`,
    );
    return String(value);
  }
  refuse(row, column.name, 'a nested value', 'text or null');
  return null;
}

function sasNumber(text: string, dataType: string): number | null {
  if (dataType === 'time') return secondsFromIsoTime(text);
  if (dataType === 'datetime') return secondsFromIsoDateTime(text);
  const date = parseIsoDate(text);
  return date.kind === 'day' && !date.time ? date.days + sasEpochDays : null;
}

/** Whether the significant digits of the text differ from those that its double gives back. */
function losesDigits(text: string, number: number): boolean {
  const digits = significantDigits(text);
  if (digits.length <= 15) return false;
  return significantDigits(number.toPrecision(Math.min(100, digits.length))) !== digits;
}

function significantDigits(text: string): string {
  return text
    .replace(/[eE].*$/, '')
    .replace(/[+\-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
}
