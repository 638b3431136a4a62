import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { describeModel, poolingModel, poolingOptions } from '../pooling-options.js';
import { effectRow } from '../synthesis-parts.js';
import { cumulative } from './cumulative.js';

const cumulativeOptions = z.strictObject({
  ...poolingOptions,
  order: z
    .enum(['as-given', 'precision'])
    .default('as-given')
    .describe('Add studies in the order of the rows, or the most precise first.'),
});

/** Cumulative meta-analysis for the registry. */
export const cumulativeMethod = defineMethod({
  id: 'cumulative',
  label: 'Cumulative meta-analysis',
  summary: 'How the pooled effect changed as studies were added.',
  accepts: 'studies',
  options: cumulativeOptions,
  returns: ['estimates'],
  statistics: [
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'hazard-ratio',
    'rate-ratio',
    'mean-difference',
  ],
  run: runCumulative,
  sources: ['Lau J, Antman EM, Jimenez-Silva J, et al. N Engl J Med 1992;327:248-254'],
});

function runCumulative(data: StudiesData, options: z.output<typeof cumulativeOptions>): MethodOutput {
  const result = cumulative(data, options);
  const words = describeModel(poolingModel('cumulative', options), result.scale);
  const last = result.upTo.length - 1;
  return {
    parts: [
      {
        kind: 'estimates',
        // The last step is the pool of all.
        rows: result.upTo.map(({ name, ...effect }, index) => ({
          ...effectRow(data, result, effect, words),
          term: index === last ? null : `up to ${name}`,
        })),
      },
    ],
    notices: result.notices,
  };
}
