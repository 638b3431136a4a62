import type { Estimable } from '../core/estimable.js';
import type { EstimateRow } from '../core/result.js';

/** A subgroup shows no p-value of its own: whether subgroups differ is what the test for interaction asks. */
export function shownP({ role, p }: EstimateRow): Estimable | null {
  return role === 'subgroup' ? null : p;
}
