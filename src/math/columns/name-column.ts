import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList } from '../argument-checks.js';

/** A column of names, one a subject, or the same as codes and levels. */
export type NameColumn = readonly string[] | Factor;

/**
 * Turns names into codes and levels. Levels of plain names are sorted by code unit, so that row order does not
 * matter; a `Factor` keeps its own order, and its levels may be empty. There must be `rows` names, where that is known.
 */
export function readNames(method: string, argument: string, names: NameColumn, rows?: number): Factor {
  requireNames(method, argument, names);
  if ('codes' in names) {
    requireList(method, `${argument}.levels`, names.levels, 'names');
    requireList(method, `${argument}.codes`, names.codes, 'whole numbers');
    const n = rows ?? names.codes.length;
    checkLength(method, argument, names.codes.length, n);
    for (let row = 0; row < n; row += 1) {
      const code = names.codes[row]!;
      if (!(Number.isInteger(code) && code >= 0 && code < names.levels.length)) {
        throw argumentError(
          method,
          argument,
          `has a code without a level in row ${row + 1}`,
          String(code),
          `0 to ${names.levels.length - 1}`,
        );
      }
    }
    return names;
  }
  const n = rows ?? names.length;
  checkLength(method, argument, names.length, n);
  const { levels: seen, codes } = codeNames(method, argument, names);
  // By code unit, the default order of strings.
  const levels = seen.slice().sort();
  if (levels.every((level, code) => level === seen[code])) return { levels, codes };
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const places = new Int32Array(seen.length);
  for (let code = 0; code < seen.length; code += 1) places[code] = placeOf.get(seen[code]!)!;
  for (let row = 0; row < n; row += 1) codes[row] = places[codes[row]!]!;
  return { levels, codes };
}

/** As `readNames` for rows that belong together, such as those of a subject: levels in the order of appearance. */
export function readClusters(method: string, argument: string, names: NameColumn, n: number): Factor {
  requireNames(method, argument, names);
  if ('codes' in names) return readNames(method, argument, names, n);
  checkLength(method, argument, names.length, n);
  return codeNames(method, argument, names);
}

/** Levels and codes in the order of first appearance. */
function codeNames(method: string, argument: string, names: readonly string[]): Factor {
  const n = names.length;
  const codes = new Int32Array(n);
  const codeOf = new Map<string, number>();
  // The two names seen last: arms alternate and strata come in runs, so most rows need no look-up.
  // They start as what no row can hold, so that a missing name is never taken for one of them.
  let last: unknown = codeOf;
  let lastCode = 0;
  let other: unknown = codeOf;
  let otherCode = 0;
  for (let row = 0; row < n; row += 1) {
    const name = names[row]!;
    if (name === last) codes[row] = lastCode;
    else if (name === other) codes[row] = otherCode;
    else {
      let code = codeOf.get(name);
      if (code === undefined) {
        if (typeof name !== 'string' && !isNumberName(name)) {
          throw argumentError(
            method,
            argument,
            `is missing in row ${row + 1}`,
            String(name),
            'a name',
            'Leave rows with missing values out before the call',
          );
        }
        code = codeOf.size;
        codeOf.set(name, code);
      }
      codes[row] = code;
      other = last;
      otherCode = lastCode;
      last = name;
      lastCode = code;
    }
  }
  return { levels: Array.from(codeOf.keys(), String), codes };
}

/** Numbers may name arms and subjects, from callers without a type checker; what is not a number names nothing. */
function isNumberName(name: unknown): boolean {
  return typeof name === 'number' && !Number.isNaN(name);
}

/** Names come as a list or as a factor. */
function requireNames(method: string, argument: string, names: unknown): void {
  if (typeof names === 'object' && names !== null && 'codes' in names) return;
  requireList(method, argument, names, 'one name a row');
}

function checkLength(method: string, argument: string, length: number, n: number): void {
  if (length === n) return;
  throw argumentError(
    method,
    argument,
    'has another length than the other columns',
    `${length} values`,
    `${n} values, one a row`,
  );
}
