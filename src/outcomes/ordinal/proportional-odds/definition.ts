import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../../core/result.js';
import { categorySummary } from '../category-summary.js';
import { jointTestRows } from '../joint-test-rows.js';
import { strataAsCovariatesOption } from '../strata-columns.js';
import { type ProportionalOddsEffect, proportionalOdds } from './proportional-odds.js';

const proportionalOddsOptions = z.strictObject({
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals, such as 0.95.'),
  oddsOf: z
    .enum(['higher-category', 'lower-category'])
    .default('higher-category')
    .describe(
      'What an odds ratio above 1 means: higher categories of the scale are more likely in the "of" group than in ' +
        'the "versus" group (as R clm and polr), or lower categories are (as SAS PROC LOGISTIC by default).',
    ),
  strata: strataAsCovariatesOption,
});

/** The proportional odds model for the registry. */
export const proportionalOddsMethod = defineMethod({
  id: 'proportional-odds',
  label: 'Proportional odds model',
  summary:
    'One odds ratio for a whole ordered scale, fitted by maximum likelihood; above 1 means that higher categories ' +
    'are more likely.',
  accepts: 'ordinal',
  options: proportionalOddsOptions,
  returns: ['summary', 'estimates', 'test'],
  statistics: ['proportional-odds-ratio', 'likelihood-ratio', 'wald', 'log-likelihood', 'count', 'n'],
  run: runProportionalOdds,
  sources: [
    'McCullagh P. J R Stat Soc B 1980;42:109-142, section 2',
    'Whitehead J. Stat Med 1993;12:2257-2271',
  ],
});

function runProportionalOdds(
  data: OrdinalData,
  options: z.output<typeof proportionalOddsOptions>,
): MethodOutput {
  const result = proportionalOdds(data, options);
  const row = (effect: ProportionalOddsEffect, isGroup: boolean): EstimateRow => ({
    statistic: 'proportional-odds-ratio',
    term: isGroup && result.groups.length === 1 ? null : effect.name,
    role: isGroup ? 'comparison' : 'covariate',
    of: isGroup ? effect.name : null,
    versus: isGroup ? result.reference : null,
    scale: 'log',
    estimate: effect.logOddsRatio,
    standardError: effect.standardError,
    lower: effect.logLower,
    upper: effect.logUpper,
    level: result.level,
    p: effect.p,
    reference: { distribution: 'normal' },
    intervalMethod: `Wald on the log scale; above 1: ${options.oddsOf.replace('-', ' ')} more likely`,
  });
  const test = result.likelihoodRatioTest;
  return {
    parts: [
      categorySummary(data.categories, result),
      {
        kind: 'estimates',
        rows: [
          ...result.groups.map((effect) => row(effect, true)),
          ...result.covariates.map((effect) => row(effect, false)),
        ],
      },
      {
        kind: 'test',
        rows: [
          {
            statistic: 'likelihood-ratio',
            term: null,
            value: test.chiSquare,
            df: test.df,
            p: test.p,
            method: 'Likelihood-ratio test of all groups, proportional odds model',
          },
          ...jointTestRows(result.jointTests),
        ],
      },
    ],
    notices: result.notices,
  };
}
