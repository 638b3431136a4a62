import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { mapEstimable, notEstimable } from '../../../core/estimable.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { logLimit } from '../../log-wald.js';
import { differenceVariances } from '../common-contrasts.js';
import { differenceRow } from '../difference-row.js';
import { logRatioRow } from '../log-ratio-row.js';
import { type StratifiedContrast, stratifiedContrasts, summariseStrata } from '../stratified-contrasts.js';
import { type CochranMantelHaenszelTest, cochranMantelHaenszel } from './cochran-mantel-haenszel.js';
import { type ExactCommonOddsRatio, exactIntervals } from './exact-common-odds-ratio.js';

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
  exactLimits: z
    .enum(['none', ...exactIntervals])
    .default('none')
    .describe(
      'Adds exact tests of the arms and of homogeneity (Zelen), and with `measure: odds-ratio` makes the odds ratio the conditional one with exact or mid-p limits.',
    ),
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
    'exact-conditional',
    'heterogeneity',
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'proportion',
    'n',
    'events',
  ],
  run: (data, options) => {
    const { differenceVariance, exactLimits, level } = options;
    const settings = { differenceVariance, exactLimits, level };
    const contrasts = stratifiedContrasts('cochran-mantel-haenszel', data).map((contrast) => ({
      contrast,
      result: cochranMantelHaenszel(contrast.strata, settings),
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
    'Gart JJ. Rev Int Stat Inst 1971;39:148-169',
    'Zelen M. Biometrika 1971;58:129-137',
    'Mehta CR, Patel NR, Gray R. J Am Stat Assoc 1985;80:969-973',
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
    {
      statistic: 'heterogeneity',
      term: named('Gart'),
      value: homogeneity.gart,
      df: homogeneity.df,
      p: homogeneity.gartP,
      method: "Gart's score test of one odds ratio in all strata",
    },
    {
      statistic: 'heterogeneity',
      term: named('likelihood ratio'),
      value: homogeneity.likelihoodRatio,
      df: homogeneity.df,
      p: homogeneity.likelihoodRatioP,
      method: 'Likelihood-ratio test of one odds ratio in all strata',
    },
    ...(result.exact === null ? [] : exactRows(result.exact, named)),
  ];
}

function exactRows(exact: ExactCommonOddsRatio, named: (words: string) => string): readonly TestRow[] {
  const row = { statistic: 'exact-conditional', value: null, df: null } as const;
  return [
    { ...row, term: named('exact'), p: exact.p, method: 'two-sided, by probability' },
    { ...row, term: named('fewer events'), p: exact.pLess, method: 'one-sided' },
    { ...row, term: named('more events'), p: exact.pGreater, method: 'one-sided' },
    { ...row, term: named('mid-p'), p: exact.midP, method: 'two-sided, by probability, mid-p' },
    {
      ...row,
      statistic: 'heterogeneity',
      term: named('Zelen'),
      p: exact.homogeneityP,
      method: "Zelen's exact test of one odds ratio in all strata",
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
  const { exact } = result;
  if (measure === 'odds-ratio' && exact !== null) {
    return logRatioRow(
      measure,
      contrast,
      mapEstimable(exact.oddsRatio, Math.log),
      {
        standardError: notEstimable('not-applicable'),
        logLower: logLimit(exact.lower),
        logUpper: logLimit(exact.upper),
        p: exact.interval === 'exact' ? exact.p : exact.midP,
        level,
      },
      `${exact.interval} conditional, equal tails`,
      'exact',
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
