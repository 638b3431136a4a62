import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { warning } from '../../core/notice.js';
import type { MethodOutput, ResultPart } from '../../core/result.js';
import { parametricOptions, parametricOutput, parametricStatistics } from '../parametric-output.js';
import { type ParametricVariance, parametricVariances } from './fit-parametric-model.js';
import { parametricSurvival } from './parametric-survival.js';

const options = parametricOptions.extend({
  variance: z
    .enum(parametricVariances)
    .optional()
    .describe('Inverse information, or the robust sandwich. Default robust where the data name clusters.'),
});

function runParametricSurvival(
  data: SurvivalData,
  { variance, ...chosen }: z.output<typeof options>,
): MethodOutput {
  const method = 'parametric-survival';
  const output = sayVariance(
    parametricOutput(method, (asked) => parametricSurvival(data, { ...asked, variance }), data, chosen),
    data,
    variance,
  );
  if (data.strata === undefined) return output;
  const ignored = warning(
    `${method}/strata-ignored`,
    'Strata do not enter the model. Name them as covariates.',
  );
  return { ...output, notices: [...output.notices, ignored] };
}

/** Adds to the words of intervals that their variance is robust. */
function sayVariance(
  output: MethodOutput,
  { cluster }: SurvivalData,
  variance: ParametricVariance | undefined,
): MethodOutput {
  if ((variance ?? (cluster === undefined ? 'model' : 'robust')) === 'model') return output;
  const words = cluster === undefined ? 'robust variance' : 'robust variance by cluster';
  const parts = output.parts.map((part): ResultPart => {
    if (part.kind !== 'estimates') return part;
    return {
      ...part,
      rows: part.rows.map((row) => ({ ...row, intervalMethod: `${row.intervalMethod}, ${words}` })),
    };
  });
  return { ...output, parts };
}

/** Parametric survival regression as a method of a plan: ratios between arms, smooth curves, medians. */
export const parametricSurvivalMethod = defineMethod({
  id: 'parametric-survival',
  label: 'Parametric survival regression',
  summary:
    'Curves of a named form fitted to the times of each arm: time ratios, hazard ratios, medians and event-free probabilities.',
  accepts: 'survival',
  options,
  returns: ['estimates', 'curves', 'summary'],
  statistics: parametricStatistics,
  run: runParametricSurvival,
  sources: [
    'Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. 2nd ed. Wiley 2002, chapters 2-3',
    'Prentice RL. Biometrika 1974;61:539-544 (generalised gamma)',
    'Gompertz B. Phil Trans R Soc 1825;115:513-583',
  ],
});
