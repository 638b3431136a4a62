import { argumentError } from '../core/errors.js';
import type { StudyEffect } from './study-effects.js';

/** The distinct subgroups in order of appearance, the reference first when one is named. */
export function subgroupNames(
  method: string,
  effects: readonly StudyEffect[],
  reference: string | undefined,
): string[] {
  const names = effects.map(({ name, subgroup }) => {
    if (subgroup === undefined) {
      throw argumentError(method, 'subgroup', `of "${name}" is missing`, 'none', 'a subgroup in each row');
    }
    return subgroup;
  });
  const distinct = [...new Set(names)];
  if (reference === undefined) return distinct;
  if (!distinct.includes(reference)) {
    throw argumentError(method, 'reference', 'is not a subgroup', reference, `one of ${distinct.join(', ')}`);
  }
  return [reference, ...distinct.filter((name) => name !== reference)];
}
