import type { DatasetColumn, DictionaryVariable } from '../../core/dataset.js';
import { didYouMean } from '../../core/suggest.js';
import type { Ledger } from '../ledger.js';
import type { Violations } from './violations.js';

/** SAS missing value `.`: missing, but not special. */
const ordinaryMissing = 46;

/** What typing a column needs beside its cells: what is declared, and where to put what is found. */
export interface Typing {
  readonly variable: DictionaryVariable;
  readonly ledger: Ledger;
  readonly violations: Violations;
}

/** The part of a typed column that comes from the dictionary alone. */
export function declaredPart(
  variable: DictionaryVariable,
): Pick<DatasetColumn, 'name' | 'label' | 'unit' | 'codelist'> {
  return { name: variable.name, label: variable.label, unit: variable.unit, codelist: variable.codelist };
}

/** Notes a SAS missing value that is not the ordinary one: its code is lost when it becomes missing. */
export function noteSpecialMissing(code: number, row: number, column: string, ledger: Ledger): void {
  if (code === ordinaryMissing) return;
  ledger.note(
    'special-missing',
    column,
    row,
    'held a special missing value (.A to .Z or ._), read as missing',
  );
}

/** Reports an empty cell where the dictionary allows none. */
export function refuseMissing(row: number, { variable, violations }: Typing): void {
  if (variable.missingAllowed) return;
  violations.cell(row, variable.name, {
    code: 'data/missing-value',
    what: 'The cell is empty, and its variable may not be',
    expected: variable.type === 'date' ? 'a full date' : 'a value',
    fix: 'Fill the cell, or remove the row',
  });
}

/** Reports a value that is not one of `codes`. */
export function refuseCode(
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
