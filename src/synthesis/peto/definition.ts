import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { levelOption } from '../synthesis-options.js';
import { heterogeneityTest, inconsistencySummary, poolEstimates } from '../synthesis-parts.js';
import { peto } from './peto.js';

const petoOptions = z.strictObject({ level: levelOption });

/** Peto's one-step odds ratio for the registry. */
export const petoMethod = defineMethod({
  id: 'peto',
  label: "Peto's one-step odds ratio",
  summary: 'A pooled odds ratio from observed less expected events: for rare events and arms of like size.',
  accepts: 'studies',
  options: petoOptions,
  returns: ['estimates', 'test', 'summary'],
  statistics: ['odds-ratio', 'heterogeneity', 'interaction', 'i-squared', 'h-squared'],
  run: runPeto,
  sources: ['Yusuf S, Peto R, Lewis J, Collins R, Sleight P. Prog Cardiovasc Dis 1985;27:335-371'],
});

function runPeto(data: StudiesData, options: z.output<typeof petoOptions>): MethodOutput {
  const result = peto(data, options);
  return {
    parts: [
      poolEstimates(data, result, 'Wald on the log scale, hypergeometric variance'),
      heterogeneityTest(data, result.heterogeneity),
      inconsistencySummary(result.heterogeneity),
    ],
    notices: result.notices,
  };
}
