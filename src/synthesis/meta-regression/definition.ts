import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../core/result.js';
import { estimatedStudies } from '../estimated-studies.js';
import { describeModel, poolingModel, poolingOptions } from '../pooling-options.js';
import { exclusionNotices, isEstimated } from '../study-effects.js';
import { subgroupNames } from '../subgroup-names.js';
import { effectRow } from '../synthesis-parts.js';
import { metaRegression } from './meta-regression.js';

const metaRegressionOptions = z.strictObject({
  ...poolingOptions,
  model: poolingOptions.model.default('random-effects').describe(poolingOptions.model.description ?? ''),
  reference: z
    .string()
    .min(1)
    .optional()
    .describe('The subgroup that the others are compared with; the first to appear when left out.'),
});

/** Meta-regression on the subgroup of each row, for the registry; other moderators through the plain function. */
export const metaRegressionMethod = defineMethod({
  id: 'meta-regression',
  label: 'Meta-regression on subgroup',
  summary:
    'The effect in each subgroup against a reference, with one variance between studies for all subgroups.',
  accepts: 'studies',
  options: metaRegressionOptions,
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'hazard-ratio',
    'rate-ratio',
    'mean-difference',
    'ratio-of-ratios',
    'interaction',
    'heterogeneity',
    'tau-squared',
  ],
  run: runMetaRegression,
  sources: ['Viechtbauer W. J Stat Softw 2010;36(3):1-48, section 2'],
});

function runMetaRegression(data: StudiesData, options: z.output<typeof metaRegressionOptions>): MethodOutput {
  const { effects, ...shape } = estimatedStudies('meta-regression', data, options);
  const estimated = effects.filter(isEstimated);
  // Rows without an effect have left; a subgroup that only they were in has no coefficient.
  const [reference, ...others] = subgroupNames('meta-regression', estimated, options.reference);
  const result = metaRegression(
    {
      estimate: estimated.map(({ estimate }) => estimate),
      standardError: estimated.map(({ standardError }) => standardError),
      moderators: others.map((name) => ({
        name,
        values: estimated.map(({ subgroup }) => (subgroup === name ? 1 : 0)),
      })),
    },
    { ...options, scale: shape.scale },
  );
  const words = describeModel(poolingModel('meta-regression', options), shape.scale);
  const contrasts = result.moderators.map(
    ({ name, ...effect }): EstimateRow => ({
      ...effectRow(data, shape, effect, words),
      ...(shape.scale === 'log' ? { statistic: 'ratio-of-ratios' as const } : {}),
      term: `${name} versus ${reference}`,
      role: 'comparison',
      of: name,
      versus: reference ?? null,
    }),
  );
  const { moderatorTest, residual } = result;
  return {
    parts: [
      {
        kind: 'estimates',
        rows: [
          { ...effectRow(data, shape, result.intercept, words), term: reference ?? null, role: 'subgroup' },
          ...contrasts,
        ],
      },
      {
        kind: 'test',
        rows: [
          {
            statistic: 'interaction',
            term: null,
            value: moderatorTest.statistic,
            df: moderatorTest.df,
            p: moderatorTest.p,
            method:
              moderatorTest.residualDf === null
                ? 'Wald chi-square test of the subgroups'
                : `F test of the subgroups, ${moderatorTest.df} and ${moderatorTest.residualDf} degrees of freedom`,
          },
          {
            statistic: 'heterogeneity',
            term: 'residual',
            value: residual.q,
            df: residual.df,
            p: residual.p,
            method: "Cochran's Q within the subgroups",
          },
        ],
      },
      {
        kind: 'summary',
        rows: [{ group: null, term: null, statistic: 'tau-squared', value: result.tauSquared, unit: null }],
      },
    ],
    notices: exclusionNotices('meta-regression', effects),
  };
}
