import { argumentError } from '../core/errors.js';

/** Throws unless `value` is a number; infinities are allowed. */
export function requireNumber(where: string, name: string, value: number): void {
  if (Number.isNaN(value)) throw argumentError(where, name, 'is not a number', 'NaN', 'a number');
}

/** Throws unless `value` is finite and above zero. */
export function requirePositive(where: string, name: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw argumentError(where, name, 'is not positive', String(value), 'a finite number above 0');
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
  if (!(level > 0 && level < 1)) {
    const fix = level > 1 && level < 100 ? 'Write a coverage of 95% as 0.95' : undefined;
    throw argumentError(where, name, 'is not a coverage', String(level), 'a number between 0 and 1', fix);
  }
}

/** Throws unless `value` is a whole number from 0 up that a double holds exactly. */
export function requireCount(where: string, name: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw argumentError(where, name, 'is not a count', String(value), 'a whole number from 0 up');
  }
}
