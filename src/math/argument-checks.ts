import { argumentError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';

/** Throws unless `value` is a number; infinities are allowed. */
export function requireNumber(where: string, name: string, value: number): void {
  if (Number.isNaN(value)) throw argumentError(where, name, 'is not a number', 'NaN', 'a number');
}

/** Throws unless `value` is finite and above zero. */
export function requirePositive(where: string, name: string, value: number): void {
  if (!(typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw argumentError(where, name, 'is not positive', shown(value), 'a finite number above 0');
  }
}

/** Throws unless `value` lies in [0, 1]. */
export function requireProbability(where: string, name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) {
    throw argumentError(where, name, 'is not a probability', String(value), 'a number from 0 to 1');
  }
}

/** Throws unless `level` lies strictly between 0 and 1. */
export function requireLevel(where: string, name: string, level: number): void {
  if (!(typeof level === 'number' && level > 0 && level < 1)) {
    const fix = level > 1 && level < 100 ? 'Write a coverage of 95% as 0.95' : undefined;
    throw argumentError(where, name, 'is not a coverage', shown(level), 'a number between 0 and 1', fix);
  }
}

/** Throws unless `value` is a whole number from 0 up that a double holds exactly. */
export function requireCount(where: string, name: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw argumentError(where, name, 'is not a count', shown(value), 'a whole number from 0 up');
  }
}

/**
 * Throws unless `value` is one of the words that an option allows; names all of them, and the likely one for a slip.
 * For callers without a type checker: a misspelt word must not fall back to a default.
 */
export function requireOneOf<Word extends string>(
  where: string,
  name: string,
  value: unknown,
  allowed: readonly Word[],
): asserts value is Word {
  if (typeof value === 'string' && (allowed as readonly string[]).includes(value)) return;
  const list = allowed.map((word) => `"${word}"`).join(', ');
  const fix = typeof value === 'string' ? didYouMean(value, allowed) : undefined;
  throw argumentError(where, name, 'is not a choice', shown(value), `one of ${list}`, fix);
}

/** Throws unless `value` is true or false. */
export function requireBoolean(where: string, name: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') {
    throw argumentError(where, name, 'is not a yes or no', shown(value), 'true or false');
  }
}

/** Throws unless `value` is text, as names are. */
export function requireName(where: string, name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw argumentError(where, name, 'is not a name', shown(value), 'text');
}

/** Throws unless `value` is an object, as arguments and options are; `expected` says what it should hold. */
export function requireObject(
  where: string,
  name: string,
  value: unknown,
  expected: string,
): asserts value is object {
  if (typeof value !== 'object' || value === null) {
    throw argumentError(
      where,
      name,
      value === undefined ? 'is missing' : 'is not an object',
      shown(value),
      expected,
    );
  }
}

/** Throws unless `value` is a function; `expected` says of what. */
export function requireFunction(where: string, name: string, value: unknown, expected: string): void {
  if (typeof value === 'function') return;
  const what = value === undefined ? 'is missing' : 'is not a function';
  throw argumentError(where, name, what, shown(value), expected);
}

/** Throws unless `value` is an array or a typed array; `expected` says what it should hold. */
export function requireList(where: string, name: string, value: unknown, expected: string): void {
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && 'length' in value)) {
    throw argumentError(
      where,
      name,
      value === undefined ? 'is missing' : 'is not a list',
      shown(value),
      expected,
    );
  }
}

/** A value as an error message names it: text in quotes, so that "0.95" is not taken for 0.95. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
