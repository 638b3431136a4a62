import { z } from 'zod';
import type { Covariate } from '../../core/analysis-data.js';
import { factorIndicators } from '../factor-indicators.js';
import type { OrdinalRows } from './ordinal-rows.js';

/** Whether strata enter a linear predictor. */
export const strataAsCovariates = ['covariates', 'none'] as const;
export type StrataAsCovariates = (typeof strataAsCovariates)[number];

/** The option of models that can take strata into their linear predictor. */
export const strataAsCovariatesOption = z
  .enum(strataAsCovariates)
  .default('covariates')
  .describe(
    'Strata of the endpoint: `covariates`, an indicator each against the first; `none` leaves them out.',
  );

/** The rows with one indicator more for each stratum but the first, named `stratum: level`; they are one term. */
export function withStrataAsCovariates<Rows extends OrdinalRows>(rows: Rows): Rows {
  const { strata } = rows;
  const [first] = strata?.levels ?? [];
  if (strata === undefined || first === undefined) return rows;
  const indicators = factorIndicators(strata, first).map(
    ({ name, values }): Covariate => ({ name: `stratum: ${name}`, values, term: 'stratum' }),
  );
  return { ...rows, covariates: [...rows.covariates, ...indicators] };
}
