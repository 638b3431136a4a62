import type { Covariate, SubjectOutcomeData } from '../../core/analysis-data.js';
import { factorIndicators } from '../factor-indicators.js';

/** Covariates as they are, then indicators of the strata against the first one, named `stratum: level`, as one term. */
export function covariatesWithStrata({ covariates, strata }: SubjectOutcomeData): readonly Covariate[] {
  const [first] = strata?.levels ?? [];
  if (strata === undefined || first === undefined) return covariates;
  const indicators = factorIndicators(strata, first);
  return [
    ...covariates,
    ...indicators.map(({ name, values }) => ({ name: `stratum: ${name}`, values, term: 'stratum' })),
  ];
}
