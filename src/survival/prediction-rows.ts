import type { SurvivalData } from '../core/analysis-data.js';
import { argumentError, MethodError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';

/** Refuses rows whose censoring weights are not defined: late entry and case weights. */
export function refuseWeightedRows(method: string, data: SurvivalData): void {
  if (data.entry === undefined && data.weight === undefined) return;
  throw new MethodError({
    code: `${method}/not-supported`,
    where: `method ${method}`,
    what: 'scores predictions of subjects from the start of their follow-up, one subject a row',
    got: data.entry === undefined ? 'case weights' : 'late entry',
    expected: 'times from the start of follow-up, without weights',
  });
}

/** The values of a named covariate, or a `MethodError` that names the ones there are. */
export function covariateValues(
  method: string,
  argument: string,
  name: string,
  { covariates }: SurvivalData,
): Float64Array {
  const found = covariates.find((covariate) => covariate.name === name);
  if (found !== undefined) return found.values;
  const known = covariates.map((covariate) => covariate.name);
  throw argumentError(
    method,
    argument,
    'is no covariate of the endpoint',
    `"${name}"`,
    known.length === 0 ? 'covariates named by the endpoint, which names none' : known.join(', '),
    didYouMean(name, known),
  );
}
