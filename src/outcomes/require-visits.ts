import { requireList, requireName, requireObject } from '../math/argument-checks.js';

/** Throws unless visits are a list of objects with a name each. */
export function requireVisits(method: string, visits: readonly { readonly name: string }[]): void {
  requireList(method, 'visits', visits, 'one entry a visit');
  for (const [place, visit] of Array.from(visits).entries()) {
    requireObject(method, `visits[${place}]`, visit, 'a visit with its name');
    requireName(method, `visits[${place}].name`, visit.name);
  }
}
