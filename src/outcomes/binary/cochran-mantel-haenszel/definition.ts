import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { differenceVariances } from '../common-contrasts.js';
import { differenceRow } from '../difference-row.js';
import { logRatioRow } from '../log-ratio-row.js';
import { type StratifiedContrast, stratifiedContrasts, summariseStrata } from '../stratified-contrasts.js';
import { type CochranMantelHaenszelTest, cochranMantelHaenszel } from './cochran-mantel-haenszel.js';

const options = z.strictObject({
  measure: z
    .enum(['odds-ratio', 'risk-ratio', 'risk-difference'])
    .default('odds-ratio')
    .describe('The common contrast that is estimated beside the test.'),
  differenceVariance: z
    .enum(differenceVariances)
    .default('sato')
    .describe(
      'Variance of the risk difference: `sato` (one difference in all strata) or `greenland-robins` (sum over strata).',
    ),
  continuityCorrection: z
    .boolean()
    .default(false)
    .describe('Whether the test takes 1/2 off the difference (R mantelhaen.test does, SAS does not).'),
  level: levelOption,
});

export const cochranMantelHaenszelMethod = defineMethod({
  id: 'cochran-mantel-haenszel',
  label: 'Cochran-Mantel-Haenszel test',
  summary:
    'Tests whether two arms differ once subjects are compared within strata only, and estimates the common contrast.',
  accepts: 'stratified-binary',
  options,
  returns: ['test', 'estimates', 'summary'],
  statistics: [
    'cochran-mantel-haenszel',
    'heterogeneity',
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'proportion',
    'n',
    'events',
  ],
  run: (data, options) => {
    const contrasts = stratifiedContrasts('cochran-mantel-haenszel', data).map((contrast) => ({
      contrast,
      result: cochranMantelHaenszel(contrast.strata, options),
    }));
    return {
      parts: [
        {
          kind: 'test',
          rows: contrasts.flatMap(({ contrast, result }) => testRows(contrast, result, options)),
        },
        {
          kind: 'estimates',
          rows: contrasts.map(({ contrast, result }) => estimateRow(contrast, result, options)),
        },
        summariseStrata(data),
      ],
      notices: [],
    };
  },
  sources: [
    'Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748',
    'Robins J, Breslow N, Greenland S. Biometrics 1986;42:311-323',
    'Greenland S, Robins JM. Biometrics 1985;41:55-68',
    'Sato T. Biometrics 1989;45:1323-1324',
    'Breslow NE, Day NE. Statistical Methods in Cancer Research 1, IARC 1980: 142-146',
    'Tarone RE. Biometrika 1985;72:91-95',
  ],
});

function testRows(
  { term }: StratifiedContrast,
  result: CochranMantelHaenszelTest,
  { continuityCorrection }: z.output<typeof options>,
): readonly TestRow[] {
  const { homogeneity } = result;
  const named = (words: string) => (term === null ? words : `${term}, ${words}`);
  return [
    {
      statistic: 'cochran-mantel-haenszel',
      term,
      value: continuityCorrection ? result.correctedChiSquare : result.chiSquare,
      df: result.df,
      p: continuityCorrection ? result.correctedP : result.p,
      method: `Cochran-Mantel-Haenszel test ${continuityCorrection ? 'with' : 'without'} continuity correction`,
    },
    {
      statistic: 'heterogeneity',
      term: named('Breslow-Day'),
      value: homogeneity.breslowDay,
      df: homogeneity.df,
      p: homogeneity.breslowDayP,
      method: 'Breslow-Day test of one odds ratio in all strata',
    },
    {
      statistic: 'heterogeneity',
      term: named('Breslow-Day-Tarone'),
      value: homogeneity.tarone,
      df: homogeneity.df,
      p: homogeneity.taroneP,
      method: "Breslow-Day test of one odds ratio in all strata, with Tarone's correction",
    },
  ];
}

function estimateRow(
  contrast: StratifiedContrast,
  result: CochranMantelHaenszelTest,
  { measure, differenceVariance, level }: z.output<typeof options>,
): EstimateRow {
  if (measure === 'risk-difference') {
    const figures = result.riskDifference;
    const words = differenceVariance === 'sato' ? 'Sato' : 'Greenland-Robins';
    return differenceRow(
      contrast,
      figures.difference,
      figures,
      level,
      `Mantel-Haenszel, Wald with the variance of ${words}`,
    );
  }
  const figures = measure === 'odds-ratio' ? result.oddsRatio : result.riskRatio;
  const words = measure === 'odds-ratio' ? 'Robins-Breslow-Greenland' : 'Greenland-Robins';
  return logRatioRow(
    measure,
    contrast,
    figures.logRatio,
    { ...figures, level },
    `Mantel-Haenszel, Wald on the log scale with the variance of ${words}`,
  );
}
