import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { isEstimable, numberOrNull } from '../../core/estimable.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { Curve, EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { countsAlongGrid, timeGrid } from '../model-curve.js';
import { parametricDistributions, parametricFamilies } from './families.js';
import type { ParametricRatio, ParametricSurvivalResult, PredictedArm } from './parametric-result.js';
import { parametricSurvival } from './parametric-survival.js';

const options = z.strictObject({
  distribution: z
    .enum(parametricDistributions)
    .default('weibull')
    .describe('Form of the distribution of times.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  quantiles: z
    .array(z.number().gt(0).lt(1))
    .default([0.5])
    .describe('Shares of subjects with the event whose times are wanted; 0.5 is the median.'),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which event-free probabilities are wanted, in the unit of the data.'),
  maximumIterations: z.number().int().positive().default(200).describe('Steps before the fit is given up.'),
});

function runParametricSurvival(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const grid = timeGrid(data.time);
  const result = parametricSurvival(data, { ...chosen, times: [...chosen.times, ...grid] });
  const parts: ResultPart[] = [];
  if (result.ratios.length > 0) {
    parts.push({ kind: 'estimates', rows: result.ratios.map((row) => estimateRow(row, result)) });
  }
  const curves = result.arms.flatMap((arm): Curve[] => {
    const at = arm.at.slice(chosen.times.length);
    if (!at.every(({ survival }) => isEstimable(survival))) return [];
    return [
      {
        group: arm.group,
        time: grid,
        estimate: at.map(({ survival }) => numberOrNull(survival)!),
        lower: at.map(({ lower }) => numberOrNull(lower)),
        upper: at.map(({ upper }) => numberOrNull(upper)),
        ...countsAlongGrid(data, arm.group, grid),
      },
    ];
  });
  if (curves.length > 0) {
    parts.push({
      kind: 'curves',
      quantity: 'survival',
      timeUnit: data.timeUnit,
      level: result.level,
      intervalMethod: 'delta method on the log cumulative hazard',
      curves,
    });
  }
  parts.push({ kind: 'summary', rows: summaryRows(result, chosen.times.length, data.timeUnit) });
  return { parts, notices: notices(result, data) };
}

function estimateRow(row: ParametricRatio, result: ParametricSurvivalResult): EstimateRow {
  return {
    statistic: row.measure,
    term: row.role === 'comparison' && result.arms.length === 2 ? null : row.name,
    role: row.role,
    of: row.of,
    versus: row.versus,
    scale: 'log',
    estimate: row.logRatio,
    standardError: row.standardError,
    lower: row.logLower,
    upper: row.logUpper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: `Wald on the log scale, ${parametricFamilies[result.distribution].label} distribution`,
  };
}

function summaryRows(
  result: ParametricSurvivalResult,
  timeCount: number,
  timeUnit: string,
): readonly SummaryRow[] {
  const all = { group: null, term: null, unit: null };
  return [
    ...result.arms.flatMap((arm) => armRows(arm, result.level, timeCount, timeUnit)),
    { ...all, statistic: 'log-likelihood', value: result.logLikelihood },
    { ...all, statistic: 'akaike-information', value: result.akaikeInformation },
  ];
}

function armRows(
  { group, n, events, quantiles, at }: PredictedArm,
  level: number,
  timeCount: number,
  timeUnit: string,
): readonly SummaryRow[] {
  return [
    { group, term: null, statistic: 'n', value: n, unit: null },
    { group, term: null, statistic: 'events', value: events, unit: null },
    ...quantiles.map(({ probability, time, lower, upper }): SummaryRow => {
      const median = probability === 0.5;
      return {
        group,
        term: median ? null : String(probability),
        statistic: median ? 'median-survival' : 'survival-quantile',
        value: time,
        interval: { lower, upper, level, method: 'delta method on log time' },
        unit: timeUnit,
      };
    }),
    ...at.slice(0, timeCount).map(
      ({ time, survival, lower, upper }): SummaryRow => ({
        group,
        term: String(time),
        statistic: 'survival-probability',
        value: survival,
        interval: { lower, upper, level, method: 'delta method on the log cumulative hazard' },
        unit: null,
      }),
    ),
  ];
}

function notices(result: ParametricSurvivalResult, data: SurvivalData): readonly Notice[] {
  const list: Notice[] = [];
  const label = parametricFamilies[result.distribution].label;
  if (result.status !== 'converged') {
    list.push(
      warning(
        `parametric-survival/${result.status}`,
        `The ${label} model could not be fitted to these data.`,
      ),
    );
  } else if (data.covariates.length > 0) {
    const names = data.covariates.map(({ name }) => name).join(', ');
    list.push(
      information(
        'parametric-survival/at-means',
        `Curves, medians and probabilities are those of a subject with covariates at their means (${names}).`,
      ),
    );
  }
  if (result.higherElsewhere) {
    list.push(
      warning(
        'parametric-survival/higher-elsewhere',
        `The likelihood of the ${label} model rises beyond this fit towards an extreme shape. A simpler distribution describes the data better.`,
      ),
    );
  }
  if (data.strata !== undefined) {
    list.push(
      warning(
        'parametric-survival/strata-ignored',
        'Strata do not enter the model. Name them as covariates.',
      ),
    );
  }
  return list;
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
  statistics: [
    'time-ratio',
    'hazard-ratio',
    'n',
    'events',
    'median-survival',
    'survival-quantile',
    'survival-probability',
    'log-likelihood',
    'akaike-information',
  ],
  run: runParametricSurvival,
  sources: [
    'Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data. 2nd ed. Wiley 2002, chapters 2-3',
    'Prentice RL. Biometrika 1974;61:539-544 (generalised gamma)',
    'Gompertz B. Phil Trans R Soc 1825;115:513-583',
  ],
});
