import { z } from 'zod';
import type { RecurrentData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { Curve, MethodOutput, SummaryRow } from '../../core/result.js';
import { recurrentTotals } from '../recurrent-totals.js';
import { type MeanCumulativeCurve, meanCumulativeFunction } from './mean-cumulative-function.js';

const options = z.strictObject({
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  interval: z
    .enum(['log', 'plain'])
    .default('log')
    .describe('Scale on which intervals are symmetric; log stays above 0.'),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which the mean number of events is wanted, in the unit of the data.'),
});

function runMeanCumulative(data: RecurrentData, chosen: z.output<typeof options>): MethodOutput {
  const { level, curves } = meanCumulativeFunction(data, chosen);
  const scale = chosen.interval === 'log' ? 'log scale' : 'plain scale';
  const intervalMethod = `${scale}, robust variance by subject`;
  return {
    parts: [
      {
        kind: 'curves',
        quantity: 'mean-cumulative-count',
        timeUnit: data.timeUnit,
        level,
        intervalMethod,
        curves: curves.map(withOrigin),
      },
      {
        kind: 'summary',
        rows: [
          ...recurrentTotals(data),
          ...curves.flatMap(({ group, at }) =>
            at.map(
              ({ time, mean, lower, upper }): SummaryRow => ({
                group,
                term: String(time),
                statistic: 'mean-cumulative-count',
                value: mean,
                interval: { lower, upper, level, method: intervalMethod },
                unit: null,
              }),
            ),
          ),
        ],
      },
    ],
    notices: [],
  };
}

/** Puts the origin before the first time. Subjects stay at risk after an event, until their follow-up ends. */
function withOrigin(curve: MeanCumulativeCurve): Curve {
  return {
    group: curve.group,
    time: [0, ...curve.time],
    estimate: [0, ...curve.mean],
    lower: [0, ...curve.lower],
    upper: [0, ...curve.upper],
    atRisk: [curve.atRisk[0] ?? 0, ...curve.atRisk],
    events: [0, ...curve.events],
    censored: [0, ...curve.ended],
  };
}

/** Mean numbers of recurrent events as a method of a plan: `curves`, and a `summary` with means at times. */
export const meanCumulativeFunctionMethod = defineMethod({
  id: 'mean-cumulative-function',
  label: 'Mean cumulative function of recurrent events',
  summary: 'How many events a subject has had on average by each time, for each arm, with intervals.',
  accepts: 'recurrent',
  options,
  returns: ['curves', 'summary'],
  statistics: ['n', 'events', 'exposure', 'mean-cumulative-count'],
  run: runMeanCumulative,
  sources: ['Nelson W. J Qual Technol 1988;20:24-35', 'Lawless JF, Nadeau C. Technometrics 1995;37:158-168'],
});
