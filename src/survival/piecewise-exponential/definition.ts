import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { warning } from '../../core/notice.js';
import type { EstimateRow, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { timeGrid } from '../model-curve.js';
import { modelledCurves } from '../modelled-curves.js';
import {
  type PiecewiseExponentialResult,
  type PiecewiseHazardRatio,
  piecewiseExponential,
} from './piecewise-exponential.js';

const options = z.strictObject({
  cuts: z
    .array(z.number().positive())
    .optional()
    .describe(
      'Ascending times at which the rate may change. Default: events shared out evenly over the pieces.',
    ),
  pieces: z.number().int().positive().default(4).describe('Number of pieces where no cuts are given.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which event-free probabilities are wanted, in the unit of the data.'),
});

function runPiecewiseExponential(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const grid = timeGrid(data.time);
  const result = piecewiseExponential(data, { ...chosen, times: [...chosen.times, ...grid] });
  const parts: ResultPart[] = [];
  if (result.hazardRatios.length > 0) {
    parts.push({ kind: 'estimates', rows: result.hazardRatios.map((row) => estimateRow(row, result)) });
  }
  parts.push(
    ...modelledCurves(result.arms, chosen.times.length, grid, data, {
      level: result.level,
      intervalMethod: 'delta method on the log cumulative hazard',
    }),
  );
  parts.push({ kind: 'summary', rows: summaryRows(result, chosen.times.length, data.timeUnit) });
  const notices =
    result.status === 'converged'
      ? []
      : [warning(`piecewise-exponential/${result.status}`, 'The model could not be fitted to these data.')];
  return { parts, notices };
}

function estimateRow(row: PiecewiseHazardRatio, result: PiecewiseExponentialResult): EstimateRow {
  return {
    statistic: 'hazard-ratio',
    term: row.role === 'comparison' && result.arms.length === 2 ? null : row.name,
    role: row.role,
    of: row.of,
    versus: row.versus,
    scale: 'log',
    estimate: row.logHazardRatio,
    standardError: row.standardError,
    lower: row.logLower,
    upper: row.logUpper,
    level: result.level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: 'Wald on the log scale, rates constant within pieces of time',
  };
}

function summaryRows(
  result: PiecewiseExponentialResult,
  timeCount: number,
  timeUnit: string,
): readonly SummaryRow[] {
  const { level } = result;
  const rows = result.arms.flatMap(({ group, n, events, pieces, at, median }): SummaryRow[] => [
    { group, term: null, statistic: 'n', value: n, unit: null },
    { group, term: null, statistic: 'events', value: events, unit: null },
    { group, term: null, statistic: 'median-survival', value: median, unit: timeUnit },
    ...pieces.map(
      ({ from, to, rate, lower, upper }): SummaryRow => ({
        group,
        term: to === null ? `after ${from}` : `${from} to ${to}`,
        statistic: 'rate',
        value: rate,
        interval: { lower, upper, level, method: 'Wald on the log scale' },
        unit: `per ${timeUnit}`,
      }),
    ),
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
  ]);
  const all = { group: null, term: null, unit: null };
  return [
    ...rows,
    { ...all, statistic: 'log-likelihood', value: result.logLikelihood },
    { ...all, statistic: 'akaike-information', value: result.akaikeInformation },
  ];
}

/** The piecewise exponential model as a method of a plan: hazard ratios, rates by piece of time, curves. */
export const piecewiseExponentialMethod = defineMethod({
  id: 'piecewise-exponential',
  label: 'Piecewise exponential regression',
  summary: 'Event rates that are constant within pieces of time, and hazard ratios between arms.',
  accepts: 'survival',
  options,
  returns: ['estimates', 'curves', 'summary'],
  statistics: [
    'hazard-ratio',
    'n',
    'events',
    'median-survival',
    'rate',
    'survival-probability',
    'log-likelihood',
    'akaike-information',
  ],
  run: runPiecewiseExponential,
  sources: [
    'Holford TR. Biometrics 1980;36:299-305',
    'Laird N, Olivier D. J Am Stat Assoc 1981;76:231-240',
    'Friedman M. Ann Stat 1982;10:101-113',
  ],
});
