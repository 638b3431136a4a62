import type {
  DatasetColumn,
  DateColumn,
  DictionaryVariable,
  NumberColumn,
  RawColumn,
  TextColumn,
} from '../../core/dataset.js';
import { didYouMean } from '../../core/suggest.js';
import { daysFromSas, parseIsoDate, sasFormatKind } from '../calendar-date.js';
import type { Ledger } from '../ledger.js';
import { adviseOnNumber, parseDecimal } from './parse-decimal.js';
import type { Violations } from './violations.js';

/** SAS missing value `.`: missing, but not special. */
const ordinaryMissing = 46;

interface Typing {
  readonly variable: DictionaryVariable;
  readonly ledger: Ledger;
  readonly violations: Violations;
}

/** Gives a column the type that its dictionary declares; see `typeDataset` for the rules. */
export function typeColumn(
  raw: RawColumn,
  variable: DictionaryVariable,
  ledger: Ledger,
  violations: Violations,
): DatasetColumn {
  const typing = { variable, ledger, violations };
  switch (variable.type) {
    case 'text':
    case 'flag':
      return typeText(raw, typing);
    case 'integer':
    case 'decimal':
      return typeNumber(raw, typing);
    case 'date':
      return typeDate(raw, typing);
  }
}

/** A column that the dictionary does not declare keeps its raw type; numbers with a SAS date format are dates. */
export function keepColumn(raw: RawColumn, ledger: Ledger, violations: Violations): DatasetColumn {
  const type = raw.type === 'text' ? 'text' : sasFormatKind(raw.format) === 'date' ? 'date' : 'decimal';
  const variable: DictionaryVariable = {
    name: raw.name,
    label: raw.label ?? raw.name,
    type,
    required: false,
    missingAllowed: true,
    unit: null,
    minimum: null,
    maximum: null,
    codelist: null,
  };
  return typeColumn(raw, variable, ledger, violations);
}

function typeText(raw: RawColumn, typing: Typing): TextColumn {
  const { variable } = typing;
  const values = raw.type === 'text' ? trimTexts(raw.values, typing) : numbersAsText(raw, typing);
  const allowed =
    variable.type === 'flag'
      ? ['Y', 'N']
      : variable.codelist === null
        ? null
        : variable.codelist.map(({ code }) => code);
  const known = allowed === null ? null : new Set(allowed);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (value === null) refuseMissing(row, typing);
    else if (known !== null && !known.has(value)) refuseCode(row, value, allowed!, typing);
  }
  return { ...describe(variable), type: variable.type as 'text' | 'flag', values };
}

/** Empty text becomes null; blanks around text are removed and counted. The array is copied only if that changes it. */
function trimTexts(
  values: readonly (string | null)[],
  { variable, ledger }: Typing,
): readonly (string | null)[] {
  let copy: (string | null)[] | null = null;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (value === null) continue;
    const trimmed = value.trim();
    if (trimmed === value && value !== '') continue;
    copy ??= values.slice();
    copy[row] = trimmed === '' ? null : trimmed;
    if (trimmed !== value) {
      ledger.note('blank-padding', variable.name, row, 'had blanks around the text, which were removed');
    }
  }
  return copy ?? values;
}

function numbersAsText(raw: RawColumn & { type: 'number' }, { variable, ledger }: Typing): (string | null)[] {
  return Array.from(raw.values, (value, row) => {
    if (raw.missing[row] !== 0) {
      noteSpecialMissing(raw.missing[row]!, row, variable.name, ledger);
      return null;
    }
    ledger.note('number-as-text', variable.name, row, 'held a number, kept as text as declared');
    return String(value);
  });
}

function typeNumber(raw: RawColumn, typing: Typing): NumberColumn {
  const { variable, ledger, violations } = typing;
  const rowCount = raw.values.length;
  const isText = raw.type === 'text';
  const values = isText ? new Float64Array(rowCount) : raw.values.slice();
  const missing = new Uint8Array(rowCount);
  const printed = isText ? new Array<string | null>(rowCount).fill(null) : null;
  const codes = variable.codelist === null ? null : variable.codelist.map(({ code }) => code);
  const known = codes === null ? null : new Set(codes);
  for (let row = 0; row < rowCount; row += 1) {
    if (raw.type === 'text') {
      const text = raw.values[row]?.trim() ?? '';
      const cell = text === '' ? 'missing' : parseDecimal(text);
      if (typeof cell === 'number') {
        values[row] = cell;
        printed![row] = text;
      } else {
        missing[row] = 1;
        if (cell === 'not-a-number') {
          violations.cell(row, variable.name, {
            code: 'data/not-a-number',
            what: 'The cell is not a number',
            got: JSON.stringify(text),
            expected: 'digits with an optional decimal point, or an empty cell',
            fix: adviseOnNumber(text),
          });
          continue;
        }
        if (cell === 'special-missing') {
          noteSpecialMissing(text.toUpperCase().charCodeAt(1), row, variable.name, ledger);
        }
      }
    } else if (raw.missing[row] !== 0) {
      missing[row] = 1;
      values[row] = 0;
      noteSpecialMissing(raw.missing[row]!, row, variable.name, ledger);
    }
    if (missing[row] === 1) {
      refuseMissing(row, typing);
      continue;
    }
    const value = values[row]!;
    if (!Number.isFinite(value)) {
      missing[row] = 1;
      values[row] = 0;
      violations.cell(row, variable.name, {
        code: 'data/not-a-number',
        what: 'The cell is not a finite number',
        got: String(value),
        expected: 'a number, or a missing value',
      });
      continue;
    }
    if (variable.type === 'integer' && !Number.isInteger(value)) {
      ledger.note(
        'integer-with-decimals',
        variable.name,
        row,
        'held decimals although the variable is declared integer; the values were kept',
      );
    }
    refuseOutOfRange(row, value, typing);
    if (known !== null && !known.has(String(value))) refuseCode(row, String(value), codes!, typing);
  }
  return { ...describe(variable), type: variable.type as 'integer' | 'decimal', values, missing, printed };
}

function typeDate(raw: RawColumn, typing: Typing): DateColumn {
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
  return { ...describe(variable), type: 'date', values, missing, precision: 'day' };
}

function describe(variable: DictionaryVariable): Pick<DatasetColumn, 'name' | 'label' | 'unit' | 'codelist'> {
  return { name: variable.name, label: variable.label, unit: variable.unit, codelist: variable.codelist };
}

function noteSpecialMissing(code: number, row: number, column: string, ledger: Ledger): void {
  if (code === ordinaryMissing) return;
  ledger.note(
    'special-missing',
    column,
    row,
    'held a special missing value (.A to .Z or ._), read as missing',
  );
}

function refuseMissing(row: number, { variable, violations }: Typing): void {
  if (variable.missingAllowed) return;
  violations.cell(row, variable.name, {
    code: 'data/missing-value',
    what: 'The cell is empty, and its variable may not be',
    expected: variable.type === 'date' ? 'a full date' : 'a value',
    fix: 'Fill the cell, or remove the row',
  });
}

function refuseOutOfRange(row: number, value: number, { variable, violations }: Typing): void {
  const { minimum, maximum } = variable;
  if ((minimum === null || value >= minimum) && (maximum === null || value <= maximum)) return;
  const expected =
    minimum === null
      ? `at most ${maximum}`
      : maximum === null
        ? `at least ${minimum}`
        : `between ${minimum} and ${maximum}`;
  violations.cell(row, variable.name, {
    code: 'data/out-of-range',
    what: 'The number is outside the range of its variable',
    got: String(value),
    expected,
    fix: 'Correct the cell',
  });
}

function refuseCode(
  row: number,
  value: string,
  codes: readonly string[],
  { variable, violations }: Typing,
): void {
  const fix = didYouMean(value, codes);
  violations.cell(row, variable.name, {
    code: 'data/not-in-codelist',
    what: 'The value is not one of the codes of its variable',
    got: JSON.stringify(value),
    expected: `one of ${codes.join(', ')}`,
    ...(fix === undefined ? { fix: 'Correct the cell' } : { fix }),
  });
}
