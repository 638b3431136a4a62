import { argumentError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { requireList, requireObject, requireOneOf } from './argument-checks.js';

/**
 * What an option takes: a number, a list of numbers, one of some words, a yes or no, or what its method checks itself.
 */
export type OptionKind = 'number' | 'numbers' | 'yes or no' | 'checked later' | readonly string[];

/** The kind of each option; a type checker asks for all of them. */
export type OptionKinds<Options> = { readonly [Name in keyof Options]-?: OptionKind };

/**
 * Throws a `MethodError` for options that are no object, for a name that is no option (and names the likely one), a
 * word that is no choice, and text or NaN in place of a number. For callers without a type checker: a slip must not
 * fall back to a default without a word. Options left out or undefined keep their defaults; ranges are for the method
 * to check.
 */
export function requireOptions<Options extends object>(
  where: string,
  options: Options,
  kinds: OptionKinds<Options>,
): void {
  const known = Object.keys(kinds);
  const table = kinds as Readonly<Record<string, OptionKind>>;
  const example = `options such as { ${known.slice(0, 3).join(', ')} }`;
  requireObject(where, 'options', options, example);
  if (Array.isArray(options)) throw argumentError(where, 'options', 'are a list', 'a list', example);
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined) {
      throw argumentError(where, name, 'is no option', undefined, known.join(', '), didYouMean(name, known));
    }
    if (value === undefined || kind === 'checked later') continue;
    if (kind === 'number') requireNumeric(where, name, value);
    else if (kind === 'numbers') {
      requireList(where, name, value, 'a list of numbers');
      for (const entry of value as ArrayLike<unknown> & Iterable<unknown>) requireNumeric(where, name, entry);
    } else if (kind === 'yes or no') {
      if (typeof value !== 'boolean') {
        throw argumentError(where, name, 'is no yes or no', String(value), 'true or false');
      }
    } else requireOneOf(where, name, value, kind);
  }
}

function requireNumeric(where: string, name: string, value: unknown): void {
  if (typeof value === 'number' && !Number.isNaN(value)) return;
  const got = typeof value === 'string' ? `"${value}"` : String(value);
  throw argumentError(where, name, 'is no number', got, 'a number');
}
