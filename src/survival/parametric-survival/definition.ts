import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { warning } from '../../core/notice.js';
import type { MethodOutput } from '../../core/result.js';
import {
  type ParametricPlanOptions,
  parametricOptions,
  parametricOutput,
  parametricStatistics,
} from '../parametric-output.js';
import { parametricSurvival } from './parametric-survival.js';

function runParametricSurvival(data: SurvivalData, chosen: ParametricPlanOptions): MethodOutput {
  const method = 'parametric-survival';
  const output = parametricOutput(method, (options) => parametricSurvival(data, options), data, chosen);
  if (data.strata === undefined) return output;
  const ignored = warning(
    `${method}/strata-ignored`,
    'Strata do not enter the model. Name them as covariates.',
  );
  return { ...output, notices: [...output.notices, ignored] };
}

/** Parametric survival regression as a method of a plan: ratios between arms, smooth curves, medians. */
export const parametricSurvivalMethod = defineMethod({
  id: 'parametric-survival',
  label: 'Parametric survival regression',
  summary:
    'Curves of a named form fitted to the times of each arm: time ratios, hazard ratios, medians and event-free probabilities.',
  accepts: 'survival',
  options: parametricOptions,
  returns: ['estimates', 'curves', 'summary'],
  statistics: parametricStatistics,
  run: runParametricSurvival,
  sources: [
    'Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. 2nd ed. Wiley 2002, chapters 2-3',
    'Prentice RL. Biometrika 1974;61:539-544 (generalised gamma)',
    'Gompertz B. Phil Trans R Soc 1825;115:513-583',
  ],
});
