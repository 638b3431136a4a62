import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../core/result.js';
import { betweenStudyVarianceEstimators } from '../between-study-variance.js';
import { pooledIntervals } from '../pooled-effect.js';
import { doubleZeroOption, levelOption, measureOption, zeroCellsOption } from '../synthesis-options.js';
import { effectRow, heterogeneityTest, inconsistencySummary, poolEstimates } from '../synthesis-parts.js';
import { randomEffects } from './random-effects.js';

const randomEffectsOptions = z.strictObject({
  measure: measureOption,
  zeroCells: zeroCellsOption('add-half-when-any-zero-in-study'),
  doubleZero: doubleZeroOption('exclude'),
  betweenStudyVariance: z
    .enum(betweenStudyVarianceEstimators)
    .default('reml')
    .describe('How the variance between studies (tau squared) is estimated.'),
  interval: z
    .enum(pooledIntervals)
    .default('hartung-knapp')
    .describe(
      'Interval of the mean effect: Hartung-Knapp (metafor "knha"), the same never narrower than the model allows ("adhoc"), or Wald ("z").',
    ),
  prediction: z
    .enum(['t-studies-minus-2', 't-studies-minus-1', 'normal', 'none'])
    .default('t-studies-minus-2')
    .describe(
      'Reference distribution of the prediction interval, k being the number of studies; "none" leaves it out.',
    ),
  inconsistency: z
    .enum(['from-tau-squared', 'from-q'])
    .default('from-tau-squared')
    .describe(
      "Where I squared and H squared come from: tau squared (metafor) or Cochran's Q (RevMan, Stata meta with DerSimonian-Laird).",
    ),
  level: levelOption,
});

/** The random-effects model for the registry. */
export const randomEffectsMethod = defineMethod({
  id: 'random-effects',
  label: 'Random-effects meta-analysis',
  summary:
    'The mean effect of studies whose true effects differ, with the variance between them and a prediction interval.',
  accepts: 'studies',
  options: randomEffectsOptions,
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
    'tau-squared',
    'i-squared',
    'h-squared',
  ],
  run: runRandomEffects,
  sources: [
    'DerSimonian R, Laird N. Control Clin Trials 1986;7:177-188',
    'Viechtbauer W. J Educ Behav Stat 2005;30:261-293',
    'Hartung J, Knapp G. Stat Med 2001;20:1771-1782',
    'Viechtbauer W. Stat Med 2007;26:37-52',
    'Higgins JPT, Thompson SG, Spiegelhalter DJ. J R Stat Soc A 2009;172:137-159, equation 12',
  ],
});

const intervalNames = {
  'hartung-knapp': 'Hartung-Knapp',
  'hartung-knapp-never-narrower': 'Hartung-Knapp, never narrower than Wald',
  wald: 'Wald',
};
const predictionNames = {
  't-studies-minus-2': 'prediction interval, t with k - 2 degrees of freedom',
  't-studies-minus-1': 'prediction interval, t with k - 1 degrees of freedom',
  normal: 'prediction interval, normal',
};

function runRandomEffects(data: StudiesData, options: z.output<typeof randomEffectsOptions>): MethodOutput {
  const { prediction, inconsistency, ...plain } = options;
  const result = randomEffects(data, { ...plain, ...(prediction === 'none' ? {} : { prediction }) });
  const onScale = result.scale === 'log' ? ' on the log scale' : '';
  const estimates = poolEstimates(
    data,
    result,
    `${intervalNames[options.interval]}${onScale}, ${options.betweenStudyVariance} variance`,
  );
  const predictionRows: EstimateRow[] =
    prediction === 'none'
      ? []
      : [
          {
            ...effectRow(data, result, result.prediction, predictionNames[prediction]),
            term: 'prediction',
            role: 'prediction',
            p: null,
          },
        ];
  const shown =
    inconsistency === 'from-q'
      ? result.heterogeneity
      : { ...result.heterogeneity, iSquared: result.iSquared, hSquared: result.hSquared };
  return {
    parts: [
      { kind: 'estimates', rows: [...estimates.rows, ...predictionRows] },
      heterogeneityTest(data, result.heterogeneity),
      inconsistencySummary(shown, [
        {
          group: null,
          term: null,
          statistic: 'tau-squared',
          value: result.tauSquared,
          interval: {
            lower: result.tauSquaredLower,
            upper: result.tauSquaredUpper,
            level: result.level,
            method: 'Q profile',
          },
          unit: null,
        },
      ]),
    ],
    notices: result.notices,
  };
}
