import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput, TestRow } from '../../core/result.js';
import { doubleZeroOption, levelOption, measureOption, zeroCellsOption } from '../synthesis-options.js';
import { heterogeneityTest, inconsistencySummary, poolEstimates } from '../synthesis-parts.js';
import { mantelHaenszel } from './mantel-haenszel.js';

const mantelHaenszelOptions = z.strictObject({
  measure: measureOption,
  zeroCells: zeroCellsOption('none'),
  doubleZero: doubleZeroOption('include'),
  riskDifferenceVariance: z
    .enum(['sato', 'greenland-robins'])
    .default('sato')
    .describe(
      'Variance of a pooled risk difference: Sato 1989 (metafor) or Greenland and Robins 1985 (RevMan).',
    ),
  continuityCorrection: z
    .boolean()
    .default(false)
    .describe(
      'Whether the Cochran-Mantel-Haenszel test is corrected for continuity (metafor does, SAS does not).',
    ),
  level: levelOption,
});

/** Mantel-Haenszel pooling for the registry. */
export const mantelHaenszelMethod = defineMethod({
  id: 'mantel-haenszel',
  label: 'Mantel-Haenszel meta-analysis',
  summary: 'The common effect of several two-arm studies by weights that need no correction for zero cells.',
  accepts: 'studies',
  options: mantelHaenszelOptions,
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'heterogeneity',
    'interaction',
    'cochran-mantel-haenszel',
    'i-squared',
    'h-squared',
  ],
  run: runMantelHaenszel,
  sources: [
    'Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748',
    'Robins J, Breslow N, Greenland S. Biometrics 1986;42:311-323',
    'Greenland S, Robins JM. Biometrics 1985;41:55-68',
    'Sato T, Greenland S, Robins JM. Biometrics 1989;45:1323-1324',
    'Tarone RE. Biometrika 1985;72:91-95',
  ],
});

const varianceNames = {
  'odds-ratio': 'Robins-Breslow-Greenland variance on the log scale',
  'risk-ratio': 'Greenland-Robins variance on the log scale',
};

function runMantelHaenszel(data: StudiesData, options: z.output<typeof mantelHaenszelOptions>): MethodOutput {
  const result = mantelHaenszel(data, options);
  const variance =
    result.measure === 'risk-difference'
      ? `${options.riskDifferenceVariance === 'sato' ? 'Sato' : 'Greenland-Robins'} variance`
      : varianceNames[result.measure];
  const tests: TestRow[] = [
    {
      statistic: 'cochran-mantel-haenszel',
      term: null,
      value: result.cochranMantelHaenszel.chiSquare,
      df: 1,
      p: result.cochranMantelHaenszel.p,
      method: `Cochran-Mantel-Haenszel, ${options.continuityCorrection ? 'with' : 'without'} continuity correction`,
    },
  ];
  if (result.tarone !== null) {
    tests.push({
      statistic: 'heterogeneity',
      term: 'Breslow-Day',
      value: result.tarone.chiSquare,
      df: result.tarone.df,
      p: result.tarone.p,
      method: "Breslow-Day test with Tarone's correction",
    });
  }
  return {
    parts: [
      poolEstimates(data, result, `Wald, ${variance}`),
      heterogeneityTest(data, result.heterogeneity, tests),
      inconsistencySummary(result.heterogeneity),
    ],
    notices: result.notices,
  };
}
