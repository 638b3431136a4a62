import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { describeModel, poolingModel, poolingOptions } from '../pooling-options.js';
import { effectRow } from '../synthesis-parts.js';
import { leaveOneOut } from './leave-one-out.js';

const leaveOneOutOptions = z.strictObject(poolingOptions);

/** Leave-one-out analysis for the registry. */
export const leaveOneOutMethod = defineMethod({
  id: 'leave-one-out',
  label: 'Leave-one-out analysis',
  summary: 'The pooled effect without each study in turn: does the result hang on one of them?',
  accepts: 'studies',
  options: leaveOneOutOptions,
  returns: ['estimates'],
  statistics: [
    'odds-ratio',
    'risk-ratio',
    'risk-difference',
    'hazard-ratio',
    'rate-ratio',
    'mean-difference',
  ],
  run: runLeaveOneOut,
  sources: ['Viechtbauer W, Cheung MWL. Res Synth Methods 2010;1:112-125'],
});

function runLeaveOneOut(data: StudiesData, options: z.output<typeof leaveOneOutOptions>): MethodOutput {
  const result = leaveOneOut(data, options);
  const words = describeModel(poolingModel('leave-one-out', options), result.scale);
  return {
    parts: [
      {
        kind: 'estimates',
        rows: [
          ...result.without.map(({ name, ...effect }) => ({
            ...effectRow(data, result, effect, words),
            term: `without ${name}`,
          })),
          effectRow(data, result, result.pooled, words),
        ],
      },
    ],
    notices: result.notices,
  };
}
