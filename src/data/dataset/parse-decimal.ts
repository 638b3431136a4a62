const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const specialMissing = /^\.[A-Za-z_]$/;

/** What the text of a number cell is: a number, a SAS missing value, or neither. */
export type DecimalCell = number | 'missing' | 'special-missing' | 'not-a-number';

/**
 * Reads the text of a number strictly: digits with an optional sign and decimal point, or scientific notation (`1e3`,
 * `2.5E-04`), because R and SAS write large and small numbers so. `.` is the SAS missing value, `.A` to `.Z` and `._`
 * are special missing values. Thousands separators, decimal commas, percent signs, `NA`, `Inf`, hexadecimal digits and
 * numbers too large for a double are not numbers.
 */
export function parseDecimal(text: string): DecimalCell {
  if (decimal.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : 'not-a-number';
  }
  if (text === '.') return 'missing';
  return specialMissing.test(text) ? 'special-missing' : 'not-a-number';
}

/** What to do about a text that is not a number, by what it looks like. */
export function adviseOnNumber(text: string): string {
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return 'Leave out the thousands separator';
  if (/^[+-]?\d+,\d+$/.test(text)) return 'Use a point, not a comma';
  if (/%$/.test(text)) return 'Leave out the percent sign';
  if (/^[−–—]/.test(text)) return 'Use the hyphen (-) as minus sign';
  if (/^[<>≤≥]/.test(text)) return 'A bound is not a number: leave the cell empty and say so in a note';
  if (/^(na|n\/a|nan|null|none|nd|nr|missing|-)$/i.test(text))
    return 'Leave the cell empty where there is no value';
  return 'Correct the cell, or leave it empty where there is no value';
}
