import { z } from 'zod';
import type { RecurrentData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { recurrentRegressionOptions, recurrentRegressionOutput } from '../recurrent-regression.js';
import { prenticeWilliamsPeterson } from './prentice-williams-peterson.js';

const options = z.strictObject({
  ...recurrentRegressionOptions,
  clock: z
    .enum(['total', 'gap'])
    .default('total')
    .describe('Time since the origin (total), or since the start of the row: the event before it (gap).'),
  maximumStratum: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('Events up to which each has a baseline of its own; later ones share it. Default no limit.'),
});

function runConditional(
  data: RecurrentData,
  { maximumStratum, ...chosen }: z.output<typeof options>,
): MethodOutput {
  const fit = prenticeWilliamsPeterson(data, {
    ...chosen,
    ...(maximumStratum === undefined ? {} : { maximumStratum }),
  });
  return recurrentRegressionOutput('prentice-williams-peterson', 'hazard-ratio', fit, data);
}

/** The conditional model of Prentice, Williams and Peterson as a method of a plan: hazard ratios of the next event. */
export const prenticeWilliamsPetersonMethod = defineMethod({
  id: 'prentice-williams-peterson',
  label: 'Prentice-Williams-Peterson regression of recurrent events',
  summary:
    'By what factor the hazard of the next event differs between arms, given how many events a subject has had.',
  accepts: 'recurrent',
  options,
  returns: ['estimates', 'test', 'summary'],
  statistics: ['hazard-ratio', 'wald', 'n', 'events', 'exposure'],
  run: runConditional,
  sources: [
    'Prentice RL, Williams BJ, Peterson AV. Biometrika 1981;68:373-379',
    'Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078 (robust variance)',
  ],
});
