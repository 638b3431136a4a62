import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { categorySummary } from '../category-summary.js';
import { jointTestRows } from '../joint-test-rows.js';
import { ordinalLinks } from '../link-functions.js';
import { cumulativeLink, strataRules } from './cumulative-link.js';

const cumulativeLinkOptions = z.strictObject({
  link: z
    .enum(ordinalLinks)
    .default('logit')
    .describe('Link of the cumulative probabilities, named as in R ordinal::clm; `logit` gives odds ratios.'),
  strata: z
    .enum(strataRules)
    .default('covariates')
    .describe(
      'Strata of the endpoint: `covariates` shifts each as a whole; `thresholds` gives each its own thresholds (the ' +
        'stratified model); `none` leaves them out.',
    ),
  level: levelOption,
});

/** Cumulative link models for the registry. */
export const cumulativeLinkMethod = defineMethod({
  id: 'cumulative-link',
  label: 'Cumulative link model',
  summary:
    'One shift for a whole ordered scale with a logit, probit, complementary log-log or log-log link, stratified if asked.',
  accepts: 'ordinal',
  options: cumulativeLinkOptions,
  returns: ['summary', 'estimates', 'test'],
  statistics: [
    'proportional-odds-ratio',
    'latent-shift',
    'likelihood-ratio',
    'wald',
    'log-likelihood',
    'count',
    'n',
  ],
  run: runCumulativeLink,
  sources: [
    'McCullagh P. J R Stat Soc B 1980;42:109-142, section 2',
    'Agresti A. Analysis of Ordinal Categorical Data 2010, chapter 5',
  ],
});

function runCumulativeLink(data: OrdinalData, options: z.output<typeof cumulativeLinkOptions>): MethodOutput {
  const result = cumulativeLink(data, options);
  const groups = result.effects.filter(({ kind }) => kind === 'group').length;
  const stratified = options.strata === 'thresholds' ? ', thresholds by stratum' : '';
  const test = result.likelihoodRatioTest;
  return {
    parts: [
      categorySummary(data.categories, result),
      {
        kind: 'estimates',
        rows: result.effects.map(
          ({ name, kind, z: _, ...effect }): EstimateRow => ({
            ...effect,
            statistic: options.link === 'logit' ? 'proportional-odds-ratio' : 'latent-shift',
            term: kind === 'group' && groups === 1 ? null : name,
            role: kind === 'group' ? 'comparison' : 'covariate',
            of: kind === 'group' ? name : null,
            versus: kind === 'group' ? result.reference : null,
            scale: options.link === 'logit' ? 'log' : 'linear',
            level: result.level,
            reference: { distribution: 'normal' },
            intervalMethod: `Wald, ${options.link} link${stratified}; above no difference: higher categories more likely`,
          }),
        ),
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
            method: `Likelihood-ratio test of all groups, cumulative ${options.link} model${stratified}`,
          },
          ...jointTestRows(result.jointTests),
        ],
      },
    ],
    notices: result.notices,
  };
}
