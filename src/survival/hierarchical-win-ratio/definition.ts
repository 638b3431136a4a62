import { z } from 'zod';
import type { HierarchicalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { EstimateRow, MethodOutput, SummaryRow } from '../../core/result.js';
import { requireGroup } from '../require-group.js';
import { type HierarchicalWinComparison, hierarchicalWinRatio } from './hierarchical-win-ratio.js';
import { equalTimesRules, type WinLevel } from './win-levels.js';

const names = ['win-ratio', 'win-odds', 'net-benefit'] as const;

const options = z.strictObject({
  statistics: z
    .array(z.enum(names))
    .min(1)
    .default([...names])
    .describe('Which of the three to give, in this order.'),
  variance: z
    .enum(['alternative', 'null'])
    .default('alternative')
    .describe(
      'Variance of the effects: from the U-statistics whatever the effect, or under no difference (Dong 2016).',
    ),
  equalTimes: z
    .enum(equalTimesRules)
    .default('tie')
    .describe(
      'An event and a censoring at one time: tie, or event-first, where the censored subject outlived the other.',
    ),
  stratified: z
    .boolean()
    .default(true)
    .describe('Whether subjects meet only those of their own stratum, where the endpoint names strata.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});
type Options = z.output<typeof options>;

function runHierarchicalWins(data: HierarchicalData, chosen: Options): MethodOutput {
  const group = requireGroup('hierarchical-win-ratio', data);
  const { variance, equalTimes, level } = chosen;
  const levels = data.levels.map(
    (own): WinLevel =>
      own.type === 'time-to-event' ? { ...own, kind: 'time-to-event' } : { ...own, kind: 'continuous' },
  );
  const result = hierarchicalWinRatio(
    {
      group,
      reference: data.reference,
      levels,
      strata: chosen.stratified ? data.strata : undefined,
    },
    { variance, equalTimes, level },
  );
  const { comparisons } = result;
  return {
    parts: [
      { kind: 'summary', rows: comparisons.flatMap(summaryRows) },
      {
        kind: 'estimates',
        rows: comparisons.flatMap((row) => estimateRows(row, chosen, comparisons.length > 1)),
      },
      {
        kind: 'test',
        rows: comparisons.map(({ of, finkelsteinSchoenfeld }) => ({
          statistic: 'finkelstein-schoenfeld',
          term: comparisons.length > 1 ? of : null,
          value: finkelsteinSchoenfeld.z,
          df: null,
          p: finkelsteinSchoenfeld.p,
          method: 'normal, variance over re-allocations',
        })),
      },
    ],
    notices: [],
  };
}

function summaryRows(row: HierarchicalWinComparison): readonly SummaryRow[] {
  const count = (term: string, value: number): SummaryRow => ({
    group: row.of,
    term,
    statistic: 'count',
    value,
    unit: null,
  });
  return [
    count('pairs won', row.wins),
    count('pairs lost', row.losses),
    count('pairs not decided', row.ties),
    ...row.levels.flatMap(({ name, wins, losses }) => [
      count(`pairs won by ${name}`, wins),
      count(`pairs lost by ${name}`, losses),
    ]),
  ];
}

function estimateRows(
  row: HierarchicalWinComparison,
  { statistics, level, variance }: Options,
  several: boolean,
): readonly EstimateRow[] {
  const effects = {
    'win-ratio': row.winRatio,
    'win-odds': row.winOdds,
    'net-benefit': row.netBenefit,
  };
  return statistics.map((statistic): EstimateRow => {
    const { estimate, standardError, lower, upper, p } = effects[statistic];
    const scale = statistic === 'net-benefit' ? 'linear' : 'log';
    const kind = variance === 'null' ? 'variance under no difference' : 'U-statistic variance';
    return {
      statistic,
      term: several ? row.of : null,
      role: 'comparison',
      of: row.of,
      versus: row.versus,
      scale,
      estimate,
      standardError,
      lower,
      upper,
      level,
      p,
      reference: { distribution: 'normal' },
      intervalMethod: `normal${scale === 'log' ? ' on the log scale' : ''}, ${kind}`,
    };
  });
}

/** Win statistics on ranked outcomes as a method of a plan; the endpoint says which outcomes, and which values win. */
export const hierarchicalWinRatioMethod = defineMethod({
  id: 'hierarchical-win-ratio',
  label: 'Win ratio on ranked outcomes',
  summary: 'Who does better over all pairs of subjects, by the most important outcome that tells them apart.',
  accepts: 'hierarchical',
  options,
  returns: ['summary', 'estimates', 'test'],
  statistics: ['count', ...names, 'finkelstein-schoenfeld'],
  run: runHierarchicalWins,
  sources: [
    'Finkelstein DM, Schoenfeld DA. Stat Med 1999;18:1341-1354',
    'Pocock SJ, Ariti CA, Collier TJ, Wang D. Eur Heart J 2012;33:176-182',
    'Dong G, Li D, Ballerstedt S, Vandemeulebroecke M. Pharm Stat 2016;15:430-437',
    'Dong G, Qiu J, Wang D, Vandemeulebroecke M. J Biopharm Stat 2018;28:778-796',
  ],
});
