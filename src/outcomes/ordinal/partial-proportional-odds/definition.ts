import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { categorySummary } from '../category-summary.js';
import { strataAsCovariatesOption } from '../strata-columns.js';
import { partialProportionalOdds } from './partial-proportional-odds.js';

const partialProportionalOddsOptions = z.strictObject({
  freeGroups: z
    .boolean()
    .default(true)
    .describe('Whether the arms have an odds ratio of their own at each cut of the scale.'),
  freeCovariates: z
    .array(z.string())
    .default([])
    .describe('Covariates, or terms, whose odds ratio differs from cut to cut.'),
  strata: strataAsCovariatesOption,
  level: levelOption,
});

/** The partial proportional odds model for the registry. */
export const partialProportionalOddsMethod = defineMethod({
  id: 'partial-proportional-odds',
  label: 'Partial proportional odds model',
  summary:
    'The odds ratio at each cut of an ordered scale for those variables that do not keep to one, one ratio for the others.',
  accepts: 'ordinal',
  options: partialProportionalOddsOptions,
  returns: ['summary', 'estimates', 'test'],
  statistics: [
    'odds-ratio',
    'proportional-odds-ratio',
    'proportional-odds-assumption',
    'log-likelihood',
    'count',
    'n',
  ],
  run: runPartialProportionalOdds,
  sources: ['Peterson B, Harrell FE. J R Stat Soc C 1990;39:205-217'],
});

function runPartialProportionalOdds(
  data: OrdinalData,
  options: z.output<typeof partialProportionalOddsOptions>,
): MethodOutput {
  const result = partialProportionalOdds(data, options);
  const severalGroups = data.group.levels.length > 2;
  const termOf = (kind: 'group' | 'covariate', name: string, above: string | null) => {
    const own = kind === 'group' && !severalGroups ? null : name;
    if (above === null) return own;
    return own === null ? `above ${above}` : `${own}, above ${above}`;
  };
  const test = result.likelihoodRatioTest;
  return {
    parts: [
      categorySummary(data.categories, result),
      {
        kind: 'estimates',
        rows: result.effects.map(
          ({ name, kind, above, z: _, ...effect }): EstimateRow => ({
            ...effect,
            statistic: above === null ? 'proportional-odds-ratio' : 'odds-ratio',
            term: termOf(kind, name, above),
            role: kind === 'group' ? 'comparison' : 'covariate',
            of: kind === 'group' ? name : null,
            versus: kind === 'group' ? result.reference : null,
            scale: 'log',
            level: result.level,
            reference: { distribution: 'normal' },
            intervalMethod: 'Wald on the log scale; above 1: higher categories more likely',
          }),
        ),
      },
      {
        kind: 'test',
        rows: [
          {
            statistic: 'proportional-odds-assumption',
            term: 'likelihood ratio',
            value: test.chiSquare,
            df: test.df,
            p: test.p,
            method: 'Likelihood-ratio test against the proportional odds model',
          },
        ],
      },
    ],
    notices: result.notices,
  };
}
