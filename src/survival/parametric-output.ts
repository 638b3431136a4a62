import { z } from 'zod';
import type { Covariate, SurvivalData } from '../core/analysis-data.js';
import { information, type Notice, warning } from '../core/notice.js';
import type { EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../core/result.js';
import type { StatisticName } from '../core/statistic-names.js';
import { timeGrid } from './model-curve.js';
import { modelledCurves } from './modelled-curves.js';
import { parametricDistributions, parametricFamilies } from './parametric-survival/families.js';
import type {
  ParametricRatio,
  ParametricSurvivalResult,
  PredictedArm,
} from './parametric-survival/parametric-result.js';
import type { ParametricSurvivalOptions } from './parametric-survival/parametric-survival.js';

/** Options of parametric survival regression in a plan, whatever is known of the times. */
export const parametricOptions = z.strictObject({
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

export type ParametricPlanOptions = z.output<typeof parametricOptions>;

/** Names that a claim on parametric survival regression may use. */
export const parametricStatistics = [
  'time-ratio',
  'hazard-ratio',
  'n',
  'events',
  'median-survival',
  'survival-quantile',
  'survival-probability',
  'log-likelihood',
  'akaike-information',
] as const satisfies readonly StatisticName[];

/**
 * What parametric survival regression tells a plan: ratios, smooth curves, medians and probabilities.
 *
 * @param fitWith the regression of the data, with the options it is given.
 * @param seen times at which events were seen or follow-up ended, for the extent of curves and numbers at risk.
 */
export function parametricOutput(
  method: string,
  fitWith: (options: ParametricSurvivalOptions) => ParametricSurvivalResult,
  seen: SurvivalData,
  chosen: ParametricPlanOptions,
): MethodOutput {
  const grid = timeGrid(seen.time);
  const result = fitWith({ ...chosen, times: [...chosen.times, ...grid] });
  const parts: ResultPart[] = [];
  if (result.ratios.length > 0) {
    parts.push({ kind: 'estimates', rows: result.ratios.map((row) => estimateRow(row, result)) });
  }
  parts.push(
    ...modelledCurves(result.arms, chosen.times.length, grid, seen, {
      level: result.level,
      intervalMethod: 'delta method on the log cumulative hazard',
    }),
  );
  parts.push({ kind: 'summary', rows: summaryRows(result, chosen.times.length, seen.timeUnit) });
  return { parts, notices: notices(method, result, seen.covariates) };
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

function notices(
  method: string,
  result: ParametricSurvivalResult,
  covariates: readonly Covariate[],
): readonly Notice[] {
  const list: Notice[] = [];
  const label = parametricFamilies[result.distribution].label;
  if (result.status !== 'converged') {
    list.push(warning(`${method}/${result.status}`, `The ${label} model could not be fitted to these data.`));
  } else if (covariates.length > 0) {
    const names = covariates.map(({ name }) => name).join(', ');
    list.push(
      information(
        `${method}/at-means`,
        `Curves, medians and probabilities are those of a subject with covariates at their means (${names}).`,
      ),
    );
  }
  if (result.higherElsewhere) {
    list.push(
      warning(
        `${method}/higher-elsewhere`,
        `The likelihood of the ${label} model rises beyond this fit towards an extreme shape. A simpler distribution describes the data better.`,
      ),
    );
  }
  return list;
}
