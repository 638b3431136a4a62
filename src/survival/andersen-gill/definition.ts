import { z } from 'zod';
import type { RecurrentData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import { recurrentRegressionOptions, recurrentRegressionOutput } from '../recurrent-regression.js';
import { andersenGill } from './andersen-gill.js';

const options = z.strictObject(recurrentRegressionOptions);

function runAndersenGill(data: RecurrentData, chosen: z.output<typeof options>): MethodOutput {
  return recurrentRegressionOutput('andersen-gill', 'rate-ratio', andersenGill(data, chosen), data);
}

/** Andersen and Gill's model as a method of a plan: ratios of the rate of recurrent events, robust by subject. */
export const andersenGillMethod = defineMethod({
  id: 'andersen-gill',
  label: 'Andersen-Gill regression of recurrent events',
  summary:
    'By what factor the rate of events that can recur differs between arms, all events of a subject counted alike.',
  accepts: 'recurrent',
  options,
  returns: ['estimates', 'test', 'summary'],
  statistics: ['rate-ratio', 'wald', 'n', 'events', 'exposure'],
  run: runAndersenGill,
  sources: [
    'Andersen PK, Gill RD. Ann Stat 1982;10:1100-1120',
    'Lin DY, Wei LJ, Yang I, Ying Z. J R Stat Soc B 2000;62:711-730 (robust variance)',
  ],
});
