import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { doubleZeroOption, levelOption, measureOption, zeroCellsOption } from '../synthesis-options.js';
import { heterogeneityTest, inconsistencySummary, poolEstimates } from '../synthesis-parts.js';
import { inverseVariance } from './inverse-variance.js';

const inverseVarianceOptions = z.strictObject({
  measure: measureOption,
  zeroCells: zeroCellsOption('add-half-when-any-zero-in-study'),
  doubleZero: doubleZeroOption('exclude'),
  level: levelOption,
});

/** Inverse-variance pooling for the registry. */
export const inverseVarianceMethod = defineMethod({
  id: 'inverse-variance',
  label: 'Inverse-variance fixed-effect meta-analysis',
  summary: 'The mean effect of several studies, each weighted by one over its variance.',
  accepts: 'studies',
  options: inverseVarianceOptions,
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'hazard-ratio',
    'rate-ratio',
    'mean-difference',
    'heterogeneity',
    'interaction',
    'i-squared',
    'h-squared',
  ],
  run: runInverseVariance,
  sources: ['Cochran WG. Biometrics 1954;10:101-129', 'Higgins JPT, Thompson SG. Stat Med 2002;21:1539-1558'],
});

function runInverseVariance(
  data: StudiesData,
  options: z.output<typeof inverseVarianceOptions>,
): MethodOutput {
  const result = inverseVariance(data, options);
  return {
    parts: [
      poolEstimates(data, result),
      heterogeneityTest(data, result.heterogeneity),
      inconsistencySummary(result.heterogeneity),
    ],
    notices: result.notices,
  };
}
