import type { DateColumn, RawColumn } from '../../core/dataset.js';
import { daysFromSas, parseIsoDate, sasFormatKind } from '../calendar-date.js';
import { declaredPart, noteSpecialMissing, refuseMissing, type Typing } from './typing.js';

/** Dates: ISO text, SAS days, or SAS datetimes of which the day is kept. Partial dates are missing. */
export function typeDate(raw: RawColumn, typing: Typing): DateColumn {
  const { variable, ledger, violations } = typing;
  const rowCount = raw.values.length;
  const values = new Int32Array(rowCount);
  const missing = new Uint8Array(rowCount);
  const isDatetime = sasFormatKind(raw.format) === 'datetime';
  const refuse = (row: number, got: string): void => {
    missing[row] = 1;
    violations.cell(row, variable.name, {
      code: 'data/not-a-date',
      what: 'The cell is not a date',
      got,
      expected:
        raw.type === 'text'
          ? 'a day of the calendar as YYYY-MM-DD, or an empty cell'
          : 'a SAS date: days since 1960-01-01, between the years 1582 and 9999',
      fix: 'Correct the cell, or leave it empty where there is no date',
    });
  };
  for (let row = 0; row < rowCount; row += 1) {
    if (raw.type === 'text') {
      const text = raw.values[row]?.trim() ?? '';
      if (text === '' || text === '.') {
        missing[row] = 1;
        refuseMissing(row, typing);
        continue;
      }
      const cell = parseIsoDate(text);
      if (cell.kind === 'not-a-date') refuse(row, JSON.stringify(text));
      else if (cell.kind === 'partial') {
        missing[row] = 1;
        ledger.note(
          'partial-date',
          variable.name,
          row,
          'held a partial date, read as missing: no day is made up',
        );
        refuseMissing(row, typing);
      } else {
        values[row] = cell.days;
        if (cell.time) {
          ledger.note('time-dropped', variable.name, row, 'held a time of day, which a date does not keep');
        }
      }
      continue;
    }
    if (raw.missing[row] !== 0) {
      missing[row] = 1;
      noteSpecialMissing(raw.missing[row]!, row, variable.name, ledger);
      refuseMissing(row, typing);
      continue;
    }
    const value = raw.values[row]!;
    const days = daysFromSas(value, isDatetime);
    if (days === null) {
      refuse(row, String(value));
      continue;
    }
    values[row] = days;
    if (isDatetime) {
      ledger.note('time-dropped', variable.name, row, 'held a SAS datetime, of which the day was kept');
    } else if (!Number.isInteger(value)) {
      ledger.note(
        'time-dropped',
        variable.name,
        row,
        'held a SAS date with decimals, of which the day was kept',
      );
    }
  }
  return { ...declaredPart(variable), type: 'date', values, missing, precision: 'day' };
}
