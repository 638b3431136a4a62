import type { NumberColumn, RawColumn } from '../../core/dataset.js';
import { adviseOnNumber, parseDecimal } from './parse-decimal.js';
import { declaredPart, noteSpecialMissing, refuseCode, refuseMissing, type Typing } from './typing.js';

/** Integers and decimals: text is parsed strictly and keeps its printed digits; ranges and codes are checked. */
export function typeNumber(raw: RawColumn, typing: Typing): NumberColumn {
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
  return {
    ...declaredPart(variable),
    type: variable.type as 'integer' | 'decimal',
    values,
    missing,
    printed,
  };
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
