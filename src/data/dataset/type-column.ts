import type { DatasetColumn, DictionaryVariable, RawColumn } from '../../core/dataset.js';
import { sasFormatKind } from '../calendar-date.js';
import type { Ledger } from '../ledger.js';
import { typeDate } from './type-date.js';
import { typeNumber } from './type-number.js';
import { typeText } from './type-text.js';
import type { Violations } from './violations.js';

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
