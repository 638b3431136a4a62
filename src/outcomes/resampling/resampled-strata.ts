import { argumentError } from '../../core/errors.js';
import { requireCount } from '../../math/argument-checks.js';

/** Row numbers of each stratum, in order of first appearance; one stratum holds all rows unless names are given. */
export function stratumRows(
  method: string,
  size: number,
  strata: ArrayLike<string | number> | undefined,
): readonly Int32Array[] {
  requireCount(method, 'size', size);
  if (size === 0) throw argumentError(method, 'size', 'leaves nothing to draw from', '0', 'at least 1');
  if (strata === undefined) return [Int32Array.from({ length: size }, (_, row) => row)];
  if (strata.length !== size) {
    throw argumentError(method, 'strata', 'has another length', String(strata.length), `${size}, one a row`);
  }
  const rows = new Map<string | number, number[]>();
  for (let row = 0; row < size; row += 1) {
    const known = rows.get(strata[row]!);
    if (known === undefined) rows.set(strata[row]!, [row]);
    else known.push(row);
  }
  return [...rows.values()].map((list) => Int32Array.from(list));
}
