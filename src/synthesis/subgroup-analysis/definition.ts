import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { EstimateRow, MethodOutput } from '../../core/result.js';
import { describeModel, poolingModel, poolingOptions } from '../pooling-options.js';
import { effectRow } from '../synthesis-parts.js';
import { subgroupAnalysis } from './subgroup-analysis.js';

const subgroupAnalysisOptions = z.strictObject({
  ...poolingOptions,
  interaction: z
    .enum(['across-studies', 'within-studies'])
    .default('across-studies')
    .describe('Compare the pools of the subgroups, or the subgroups inside each study first.'),
  reference: z
    .string()
    .min(1)
    .optional()
    .describe('The subgroup that the others are compared with; the first to appear when left out.'),
});

/** Subgroup analysis for the registry. */
export const subgroupAnalysisMethod = defineMethod({
  id: 'subgroup-analysis',
  label: 'Subgroup analysis',
  summary:
    'Whether the effect differs between subgroups: a pool for each, their ratio, and the test for interaction.',
  accepts: 'studies',
  options: subgroupAnalysisOptions,
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
    'i-squared',
    'tau-squared',
  ],
  run: runSubgroupAnalysis,
  sources: [
    'Borenstein M, Higgins JPT. Prev Sci 2013;14:134-143',
    'Fisher DJ, Carpenter JR, Morris TP, Freeman SC, Tierney JF. BMJ 2017;356:j573',
  ],
});

function runSubgroupAnalysis(
  data: StudiesData,
  options: z.output<typeof subgroupAnalysisOptions>,
): MethodOutput {
  const { reference, ...rest } = options;
  const result = subgroupAnalysis(data, { ...rest, ...(reference === undefined ? {} : { reference }) });
  const words = describeModel(poolingModel('subgroup-analysis', options), result.scale);
  const wald = result.scale === 'log' ? 'Wald on the log scale' : 'Wald';
  const rows = result.subgroups.flatMap((subgroup): EstimateRow[] => [
    ...subgroup.studies.map(({ name, weight, counts, ...effect }) => ({
      ...effectRow(data, result, effect, wald),
      term: `${subgroup.name}: ${name}`,
      role: 'study' as const,
      ...(weight === null ? {} : { weight }),
      ...(counts === undefined ? {} : { counts }),
    })),
    { ...effectRow(data, result, subgroup.pooled, words), term: subgroup.name, role: 'subgroup' },
  ]);
  const contrasts = result.contrasts.map(
    (contrast): EstimateRow => ({
      ...effectRow(data, result, contrast, `${wald}, ${options.interaction.replace('-', ' ')}`),
      ...(result.scale === 'log' ? { statistic: 'ratio-of-ratios' as const } : {}),
      term: `${contrast.of} versus ${contrast.versus}`,
      role: 'comparison',
      of: contrast.of,
      versus: contrast.versus,
    }),
  );
  return {
    parts: [
      { kind: 'estimates', rows: [...rows, effectRow(data, result, result.overall, words), ...contrasts] },
      {
        kind: 'test',
        rows: [
          {
            statistic: 'interaction',
            term: null,
            value: result.interaction.q,
            df: result.interaction.df,
            p: result.interaction.p,
            method:
              options.interaction === 'within-studies'
                ? 'Pooled contrasts within studies'
                : "Cochran's Q between subgroups",
          },
          ...result.subgroups.map(({ name, heterogeneity }) => ({
            statistic: 'heterogeneity' as const,
            term: name,
            value: heterogeneity.q,
            df: heterogeneity.df,
            p: heterogeneity.p,
            method: "Cochran's Q within the subgroup",
          })),
        ],
      },
      {
        kind: 'summary',
        rows: result.subgroups.flatMap(({ name, heterogeneity, tauSquared }) => [
          {
            group: name,
            term: null,
            statistic: 'i-squared' as const,
            value: heterogeneity.iSquared,
            unit: null,
          },
          { group: name, term: null, statistic: 'tau-squared' as const, value: tauSquared, unit: null },
        ]),
      },
    ],
    notices: result.notices,
  };
}
