import type { SubjectOutcomeData } from '../../core/analysis-data.js';
import type { Estimable } from '../../core/estimable.js';
import { notEstimable } from '../../core/estimable.js';
import type { EstimateRow } from '../../core/result.js';
import { type ArmContrastName, isRatio } from './arm-contrast-statistic.js';

/** A contrast as resampling gives it; null where an arm pair has no subjects. */
export interface ResampledContrast {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** The row of one contrast of two arms. */
export function resampledContrastRow(
  data: SubjectOutcomeData,
  name: ArmContrastName,
  arms: { readonly of: string; readonly versus: string; readonly term: string | null },
  contrast: ResampledContrast | null,
  interval: Pick<EstimateRow, 'level' | 'reference' | 'intervalMethod'>,
): EstimateRow {
  const none = notEstimable('empty-group');
  const { estimate, standardError, lower, upper } = contrast ?? {
    estimate: none,
    standardError: none,
    lower: none,
    upper: none,
  };
  return {
    statistic: name,
    ...arms,
    role: 'comparison',
    scale: isRatio(name) ? 'log' : 'linear',
    estimate,
    standardError,
    lower,
    upper,
    p: null,
    ...interval,
    ...(data.unit === null || data.outcomeIs !== 'number' ? {} : { unit: data.unit }),
  };
}
