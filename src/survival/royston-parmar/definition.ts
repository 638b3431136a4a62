import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { warning } from '../../core/notice.js';
import type { EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { timeGrid } from '../model-curve.js';
import { modelledCurves } from '../modelled-curves.js';
import { type RoystonParmarEffect, type RoystonParmarResult, roystonParmar } from './royston-parmar.js';
import { splineScaleNames, splineScales } from './spline-scales.js';

const options = z.strictObject({
  scale: z
    .enum(splineScaleNames)
    .default('hazard')
    .describe(
      'What is a spline in log time: the log cumulative hazard (hazard ratios), the log odds of the event (odds ratios) or its probit.',
    ),
  innerKnots: z
    .number()
    .int()
    .min(0)
    .max(8)
    .default(2)
    .describe(
      'Inner knots of the spline, at even quantiles of log event times; 0 is the Weibull, log-logistic or log-normal model.',
    ),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which event-free probabilities are wanted, in the unit of the data.'),
});

function runRoystonParmar(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const grid = timeGrid(data.time);
  const result = roystonParmar(data, { ...chosen, times: [...chosen.times, ...grid] });
  const parts: ResultPart[] = [];
  if (result.effects.length > 0) {
    parts.push({ kind: 'estimates', rows: result.effects.map((row) => estimateRow(row, result)) });
  }
  parts.push(
    ...modelledCurves(result.arms, chosen.times.length, grid, data, {
      level: result.level,
      intervalMethod: `delta method on the ${splineScales[result.scale].label}`,
    }),
  );
  parts.push({ kind: 'summary', rows: summaryRows(result, chosen.times.length, data.timeUnit) });
  const notices = [
    ...(result.status === 'converged'
      ? []
      : [warning(`royston-parmar/${result.status}`, 'The model could not be fitted to these data.')]),
    ...(data.strata === undefined
      ? []
      : [
          warning('royston-parmar/strata-ignored', 'Strata do not enter the model. Name them as covariates.'),
        ]),
    ...(result.rises
      ? [
          warning(
            'royston-parmar/curve-rises',
            'The fitted event-free curve rises between two of its knots, as no such curve can: take fewer inner knots.',
          ),
        ]
      : []),
    ...(data.cluster === undefined
      ? []
      : [
          warning(
            'royston-parmar/cluster-ignored',
            'Standard errors take rows as independent: clusters do not enter them.',
          ),
        ]),
  ];
  return { parts, notices };
}

function estimateRow(row: RoystonParmarEffect, result: RoystonParmarResult): EstimateRow {
  const linear = row.measure === 'probit-difference';
  return {
    statistic: row.measure,
    term: row.role === 'comparison' && result.arms.length === 2 ? null : row.name,
    role: row.role,
    of: row.of,
    versus: row.versus,
    scale: linear ? 'linear' : 'log',
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: `Wald${linear ? '' : ' on the log scale'}, ${splineScales[result.scale].label} a spline in log time`,
  };
}

function summaryRows(
  result: RoystonParmarResult,
  timeCount: number,
  timeUnit: string,
): readonly SummaryRow[] {
  const { level, scale } = result;
  const rows = result.arms.flatMap(({ group, n, events, at, median }): SummaryRow[] => [
    { group, term: null, statistic: 'n', value: n, unit: null },
    { group, term: null, statistic: 'events', value: events, unit: null },
    {
      group,
      term: null,
      statistic: 'median-survival',
      value: median.time,
      interval: { lower: median.lower, upper: median.upper, level, method: 'delta method on log time' },
      unit: timeUnit,
    },
    ...at.slice(0, timeCount).map(
      ({ time, survival, lower, upper }): SummaryRow => ({
        group,
        term: String(time),
        statistic: 'survival-probability',
        value: survival,
        interval: { lower, upper, level, method: `delta method on the ${splineScales[scale].label}` },
        unit: null,
      }),
    ),
  ]);
  const all = { group: null, term: null, unit: null };
  return [
    ...rows,
    { ...all, statistic: 'log-likelihood', value: result.logLikelihood },
    { ...all, statistic: 'akaike-information', value: result.akaikeInformation },
  ];
}

/** The Royston-Parmar model as a method of a plan: hazard ratios, smooth curves, medians. */
export const roystonParmarMethod = defineMethod({
  id: 'royston-parmar',
  label: 'Royston-Parmar spline regression',
  summary:
    'A smooth event-free curve without a fixed form for each arm, and hazard or odds ratios between arms.',
  accepts: 'survival',
  options,
  returns: ['estimates', 'curves', 'summary'],
  statistics: [
    'hazard-ratio',
    'odds-ratio',
    'probit-difference',
    'n',
    'events',
    'median-survival',
    'survival-probability',
    'log-likelihood',
    'akaike-information',
  ],
  run: runRoystonParmar,
  sources: ['Royston P, Parmar MKB. Stat Med 2002;21:2175-2197'],
});
