import { argumentError } from '../../core/errors.js';
import { requireCount, requireList } from '../../math/argument-checks.js';

/**
 * Row numbers of each stratum, in order of first appearance; one stratum holds all rows unless names are given. `name` is
 * what the caller calls them.
 *
 * @throws MethodError when size is not a whole number above 0, or the names are not one a row.
 */
export function stratumRows(
  method: string,
  size: number,
  strata: ArrayLike<string | number> | undefined,
  name = 'strata',
): readonly Int32Array[] {
  requireCount(method, 'size', size);
  if (size === 0) throw argumentError(method, 'size', 'leaves nothing to draw from', '0', 'at least 1');
  if (strata === undefined) return [Int32Array.from({ length: size }, (_, row) => row)];
  requireList(method, name, strata, 'one name a row');
  if (strata.length !== size) {
    throw argumentError(method, name, 'has another length', String(strata.length), `${size}, one a row`);
  }
  const rows = new Map<string | number, number[]>();
  for (let row = 0; row < size; row += 1) {
    const known = rows.get(strata[row]!);
    if (known === undefined) rows.set(strata[row]!, [row]);
    else known.push(row);
  }
  return [...rows.values()].map((list) => Int32Array.from(list));
}
