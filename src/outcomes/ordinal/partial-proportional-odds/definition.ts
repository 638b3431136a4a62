import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, MethodOutput, TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { categorySummary } from '../category-summary.js';
import { strataAsCovariatesOption } from '../strata-columns.js';
import { type PartialProportionalOddsResult, partialProportionalOdds } from './partial-proportional-odds.js';

const partialProportionalOddsOptions = z.strictObject({
  freeGroups: z
    .boolean()
    .default(true)
    .describe('Whether the arms have an odds ratio of their own at each cut of the scale.'),
  freeCovariates: z
    .array(z.string())
    .default([])
    .describe('Covariates, or terms, whose odds ratio differs from cut to cut.'),
  scores: z
    .array(z.number())
    .optional()
    .describe(
      'A score for each cut of the scale: the free log odds ratios then lie on a line over the scores. Without, each cut is on its own.',
    ),
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
    'ratio-of-ratios',
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
  const { scores, ...others } = options;
  const result = partialProportionalOdds(data, scores === undefined ? others : { ...others, scores });
  const severalGroups = data.group.levels.length > 2;
  const termOf = (kind: 'group' | 'covariate', name: string, above: string | null) => {
    const own = kind === 'group' && !severalGroups ? null : name;
    if (above === null) return own;
    return own === null ? `above ${above}` : `${own}, above ${above}`;
  };
  const testRow = (
    term: string,
    { chiSquare, df, p }: PartialProportionalOddsResult['likelihoodRatioTest'],
    method: string,
  ): TestRow => ({ statistic: 'proportional-odds-assumption', term, value: chiSquare, df, p, method });
  const shared = {
    scale: 'log',
    level: result.level,
    reference: { distribution: 'normal' },
  } as const;
  return {
    parts: [
      categorySummary(data.categories, result),
      {
        kind: 'estimates',
        rows: [
          ...result.effects.map(
            ({ name, kind, above, z: _, ...effect }): EstimateRow => ({
              ...effect,
              statistic: above === null ? 'proportional-odds-ratio' : 'odds-ratio',
              term: termOf(kind, name, above),
              role: kind === 'group' ? 'comparison' : 'covariate',
              of: kind === 'group' ? name : null,
              versus: kind === 'group' ? result.reference : null,
              ...shared,
              intervalMethod: 'Wald on the log scale; above 1: higher categories more likely',
            }),
          ),
          ...result.trends.map(
            ({ name, kind, z: _, ...effect }): EstimateRow => ({
              ...effect,
              statistic: 'ratio-of-ratios',
              term: `${kind === 'group' && !severalGroups ? '' : `${name}, `}each unit of score`,
              role: 'covariate',
              of: kind === 'group' ? name : null,
              versus: kind === 'group' ? result.reference : null,
              ...shared,
              intervalMethod: 'Wald on the log scale; above 1: odds ratios rise with the scores',
            }),
          ),
        ],
      },
      {
        kind: 'test',
        rows: [
          testRow(
            'likelihood ratio',
            result.likelihoodRatioTest,
            'Likelihood-ratio test against the proportional odds model',
          ),
          ...(result.trendTest === null
            ? []
            : [
                testRow(
                  'likelihood ratio, trend over scores',
                  result.trendTest,
                  'Likelihood-ratio test of the trend against an odds ratio at each cut',
                ),
              ]),
        ],
      },
    ],
    notices: result.notices,
  };
}
