import type { Covariate, Factor } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';

/** One 0/1 covariate for each level of a factor but the reference, as a regression takes an arm or a stratum. */
export function factorIndicators(factor: Factor, reference: string): readonly Covariate[] {
  if (!factor.levels.includes(reference)) {
    throw argumentError(
      'factor-indicators',
      'reference',
      'names no level',
      reference,
      factor.levels.join(', '),
    );
  }
  return factor.levels.flatMap((name, level) =>
    name === reference
      ? []
      : [{ name, values: Float64Array.from(factor.codes, (code) => (code === level ? 1 : 0)) }],
  );
}
