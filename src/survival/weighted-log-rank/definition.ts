import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { information, type Notice } from '../../core/notice.js';
import type { MethodOutput, SummaryRow, TestRow } from '../../core/result.js';
import { describeLogRankWeight, logRankWeightNames } from '../log-rank-weights.js';
import { requireGroup } from '../require-group.js';
import { weightedLogRank } from './weighted-log-rank.js';

const options = z.strictObject({
  weights: z
    .enum(logRankWeightNames)
    .default('fleming-harrington')
    .describe('Weight of each event time: by pooled survival, by the number at risk, or none.'),
  rho: z
    .number()
    .nonnegative()
    .default(0)
    .describe('Fleming-Harrington exponent of S(t-): stresses early times.'),
  gamma: z
    .number()
    .nonnegative()
    .default(1)
    .describe('Fleming-Harrington exponent of 1 - S(t-): late times.'),
  milestone: z
    .number()
    .nonnegative()
    .optional()
    .describe('Of modestly-weighted: the time (t*) until which weights rise as 1 / S(t-), and then stay.'),
  leastSurvival: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe(
      'Of modestly-weighted, in place of a milestone: the pooled survival (s*) at which weights stop rising.',
    ),
  scores: z
    .array(z.number())
    .optional()
    .describe('One number an arm, in display order: adds a test for trend.'),
  permutations: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('Arrangements of a permutation test; 0 for none.'),
  seed: z.number().int().nonnegative().default(1).describe('Seed of the permutation test.'),
});

function runWeightedLogRank(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const group = requireGroup('weighted-log-rank', data);
  const result = weightedLogRank({ ...data, group }, chosen);
  const modest =
    chosen.milestone === undefined ? `survival ${chosen.leastSurvival}` : `time ${chosen.milestone}`;
  const until = result.weights === 'modestly-weighted' ? ` until ${modest}` : '';
  const words = `${describeLogRankWeight(result.weights, result.rho, result.gamma)} weights${until}${result.stratified ? ', stratified' : ''}`;
  const rows: TestRow[] = [
    {
      statistic: 'weighted-log-rank',
      term: null,
      value: result.chiSquare,
      df: result.df,
      p: result.p,
      method: `${words}, hypergeometric variance`,
    },
  ];
  const { trend, permutation } = result;
  if (trend !== null) {
    const method = `${words}, trend over scores ${chosen.scores?.join(', ')}; normal statistic`;
    rows.push({
      statistic: 'weighted-log-rank',
      term: 'trend',
      value: trend.z,
      df: null,
      p: trend.p,
      method,
    });
  }
  const notices: Notice[] = [];
  if (permutation !== null) {
    const method = `${words}, ${permutation.permutations} permutations, seed ${permutation.seed}`;
    rows.push({
      statistic: 'weighted-log-rank',
      term: 'permutation',
      value: null,
      df: null,
      p: permutation.p,
      method,
    });
    notices.push(
      information(
        'weighted-log-rank/monte-carlo',
        `The permutation p-value has a Monte Carlo standard error of ${permutation.standardError.toPrecision(2)}.`,
      ),
    );
  }
  return {
    parts: [
      { kind: 'test', rows },
      {
        kind: 'summary',
        rows: result.groups.flatMap(({ group: name, n, events }): SummaryRow[] => [
          { group: name, term: null, statistic: 'n', value: n, unit: null },
          { group: name, term: null, statistic: 'events', value: events, unit: null },
        ]),
      },
    ],
    notices,
  };
}

/** Weighted log-rank tests as a method of a plan: the `test`, with trend and permutation if asked, and a `summary`. */
export const weightedLogRankMethod = defineMethod({
  id: 'weighted-log-rank',
  label: 'Weighted log-rank test',
  summary:
    'Tests whether arms have the same event rate with more weight on early or late events, or on a trend.',
  accepts: 'survival',
  options,
  returns: ['test', 'summary'],
  statistics: ['weighted-log-rank', 'n', 'events'],
  run: runWeightedLogRank,
  sources: [
    'Fleming TR, Harrington DP. Counting Processes and Survival Analysis. Wiley 1991, section 7.2',
    'Gehan EA. Biometrika 1965;52:203-223',
    'Tarone RE, Ware J. Biometrika 1977;64:156-160',
    'Tarone RE. Biometrika 1975;62:679-682 (trend)',
    'Magirr D, Burman C-F. Stat Med 2019;38:3782-3790 (modest weights)',
  ],
});
