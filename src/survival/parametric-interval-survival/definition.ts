import type { IntervalCensoredData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { MethodOutput } from '../../core/result.js';
import type { IntervalRegressionOptions } from '../interval-regression.js';
import {
  type ParametricPlanOptions,
  parametricOptions,
  parametricOutput,
  parametricStatistics,
} from '../parametric-output.js';
import { seenEvents } from '../seen-events.js';
import { parametricIntervalSurvival } from './parametric-interval-survival.js';

const method = 'parametric-interval-survival';

function runParametricInterval(data: IntervalCensoredData, chosen: ParametricPlanOptions): MethodOutput {
  const fitWith = (options: IntervalRegressionOptions) => parametricIntervalSurvival(data, options);
  return parametricOutput(method, fitWith, seenEvents(data), chosen);
}

/** Parametric regression of interval-censored events as a method of a plan: ratios, smooth curves, medians. */
export const parametricIntervalSurvivalMethod = defineMethod({
  id: method,
  label: 'Parametric survival regression of interval-censored events',
  summary:
    'Curves of a named form fitted to events that are only known to lie between two visits: time ratios, hazard ratios, medians.',
  accepts: 'interval-censored',
  options: parametricOptions,
  returns: ['estimates', 'curves', 'summary'],
  statistics: parametricStatistics,
  run: runParametricInterval,
  sources: [
    'Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. 2nd ed. Wiley 2002, chapter 3',
    "Odell PM, Anderson KM, D'Agostino RB. Biometrics 1992;48:951-959",
  ],
});
