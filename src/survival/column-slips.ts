import { argumentError } from '../core/errors.js';

/** What other software and plurals call a column, and its name here. */
const slips: Readonly<Record<string, string>> = {
  weights: 'weight',
  groups: 'group',
  stratum: 'strata',
  clusters: 'cluster',
  covariate: 'covariates',
  offsets: 'offset',
  entries: 'entry',
};

/**
 * Throws a `MethodError` for a column under a name that another would have to bear to count, such as R's `weights`:
 * left alone it would be passed over without a word. Other columns that a method does not know are nobody's harm.
 */
export function refuseColumnSlips(method: string, input: object): void {
  for (const [slip, name] of Object.entries(slips)) {
    if (!(slip in input) || name in input) continue;
    if ((input as Readonly<Record<string, unknown>>)[slip] === undefined) continue;
    throw argumentError(method, slip, 'is no column', undefined, `"${name}"`, `Did you mean "${name}"?`);
  }
}
