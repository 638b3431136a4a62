import type { Factor } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { requireList, requireObject } from '../math/argument-checks.js';

/** Throws unless every code of a factor names one of its levels and there are `length` codes, where that is given. */
export function requireFactor(method: string, name: string, factor: Factor, length?: number): void {
  requireObject(method, name, factor, 'levels and codes');
  if (Array.isArray(factor)) {
    const fix = `Write factor(${name}, ['first', 'second']) with the levels in their order`;
    throw argumentError(method, name, 'are names without their order', 'a list', 'a factor', fix);
  }
  requireList(method, `${name}.levels`, factor.levels, 'names');
  requireCodes(method, `${name}.codes`, factor.codes, factor.levels.length, { length, missing: false });
}

/** Throws unless every code is a position below `size`, or -1 where missing codes are allowed. */
export function requireCodes(
  method: string,
  name: string,
  codes: ArrayLike<number>,
  size: number,
  { length, missing }: { readonly length: number | undefined; readonly missing: boolean },
): void {
  requireList(method, name, codes, 'whole numbers');
  if (length !== undefined && codes.length !== length) {
    throw argumentError(method, name, 'has the wrong length', String(codes.length), String(length));
  }
  const lowest = missing ? -1 : 0;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index]!;
    if (Number.isInteger(code) && code >= lowest && code < size) continue;
    throw argumentError(
      method,
      `${name}[${index}]`,
      'is not the position of a level',
      String(code),
      `a whole number from ${lowest} to ${size - 1}`,
    );
  }
}
