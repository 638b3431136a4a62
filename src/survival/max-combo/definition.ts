import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { requireGroup } from '../require-group.js';
import { defaultMaxComboWeights, maxCombo, maxComboAlternatives } from './max-combo.js';

const options = z.strictObject({
  weights: z
    .array(z.strictObject({ rho: z.number().nonnegative(), gamma: z.number().nonnegative() }))
    .min(1)
    .max(6)
    .default([...defaultMaxComboWeights])
    .describe('Fleming-Harrington weights to combine: rho stresses early times, gamma late ones.'),
  alternative: z
    .enum(maxComboAlternatives)
    .default('two-sided')
    .describe('Two-sided, or fewer or more events in the arm than in its comparator.'),
});

function runMaxCombo(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const group = requireGroup('max-combo', data);
  const result = maxCombo({ ...data, group }, { ...chosen, reference: data.reference });
  const labels = result.components.map((component) => component.label).join(', ');
  const words = `${result.alternative}${result.stratified ? ', stratified' : ''}`;
  return {
    parts: [
      {
        kind: 'test',
        rows: [
          {
            statistic: 'max-combo',
            term: null,
            value: result.statistic,
            df: null,
            p: result.p,
            method: `most extreme of ${labels}; ${words}, joint normal distribution`,
          },
        ],
      },
    ],
    notices: [],
  };
}

/** The MaxCombo test as a method of a plan: one `test`. */
export const maxComboMethod = defineMethod({
  id: 'max-combo',
  label: 'MaxCombo test',
  summary:
    'Tests two arms by the most extreme of several weighted log-rank tests, for effects that may come late.',
  accepts: 'survival',
  options,
  returns: ['test'],
  statistics: ['max-combo'],
  run: runMaxCombo,
  sources: [
    'Lee SH. Stat Med 2007;26:3459-3475',
    'Lin RS, Lin J, Roychoudhury S, et al. Stat Biopharm Res 2020;12:187-198',
    'Genz A. J Comput Graph Stat 1992;1:141-149 (normal probabilities)',
  ],
});
