import { argumentError } from '../../core/errors.js';
import { requireCount, requireList, requireObject } from '../../math/argument-checks.js';
import { finiteNumbers } from '../../math/number-list.js';
import type { TiedCounts } from './tied-counts.js';

/**
 * Throws unless the values rise, the counts of both groups are whole numbers of subjects, one a value, and the totals are
 * their sums. `name` is the argument.
 */
export function requireTiedCounts(method: string, name: string, counts: TiedCounts): void {
  requireObject(method, name, counts, 'distinct values and the subjects of both groups');
  const values = finiteNumbers(method, `${name}.values`, counts.values);
  for (let index = 1; index < values.length; index += 1) {
    if (values[index]! > values[index - 1]!) continue;
    const at = `${name}.values[${index}]`;
    throw argumentError(
      method,
      at,
      'is not above the one before',
      `${values[index]}`,
      'distinct values that rise',
    );
  }
  requireGroup(method, `${name}.of`, counts.of, values.length, `${name}.ofTotal`, counts.ofTotal);
  requireGroup(
    method,
    `${name}.versus`,
    counts.versus,
    values.length,
    `${name}.versusTotal`,
    counts.versusTotal,
  );
}

function requireGroup(
  method: string,
  name: string,
  counts: ArrayLike<number>,
  length: number,
  totalName: string,
  total: number,
): void {
  requireCounts(method, name, counts);
  if (counts.length !== length) {
    throw argumentError(method, name, 'has the wrong length', `${counts.length}`, `${length}, one a value`);
  }
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += counts[index]!;
  if (total !== sum)
    throw argumentError(method, totalName, 'is not the sum of its counts', String(total), `${sum}`);
}

/** Throws unless the list holds whole numbers of subjects. */
export function requireCounts(method: string, name: string, counts: ArrayLike<number>): void {
  requireList(method, name, counts, 'subjects at each value');
  for (let index = 0; index < counts.length; index += 1) {
    requireCount(method, `${name}[${index}]`, counts[index]!);
  }
}
