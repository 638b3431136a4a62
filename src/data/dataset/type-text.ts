import type { RawColumn, TextColumn } from '../../core/dataset.js';
import { declaredPart, noteSpecialMissing, refuseCode, refuseMissing, type Typing } from './typing.js';

/** Text and flags: blanks around a value are removed and counted, empty text is missing, codes are checked. */
export function typeText(raw: RawColumn, typing: Typing): TextColumn {
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
  return { ...declaredPart(variable), type: variable.type as 'text' | 'flag', values };
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
