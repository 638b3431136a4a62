import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError, MethodError } from '../../core/errors.js';
import type { EstimateRow, MethodOutput, SummaryRow } from '../../core/result.js';
import { didYouMean } from '../../core/suggest.js';
import { requireGroup } from '../require-group.js';
import { type HierarchicalWinComparison, hierarchicalWinRatio } from './hierarchical-win-ratio.js';
import { equalTimesRules, type WinLevel } from './win-levels.js';

const names = ['win-ratio', 'win-odds', 'net-benefit'] as const;

const options = z.strictObject({
  betterTime: z
    .enum(['later', 'earlier'])
    .default('later')
    .describe('Whether the later or the earlier event wins; earlier suits a good event such as discharge.'),
  timeMargin: z
    .number()
    .nonnegative()
    .default(0)
    .describe('Times must differ by more than this to decide, in the unit of the data.'),
  nextOutcomes: z
    .array(
      z.strictObject({
        covariate: z.string().describe('Name of a covariate of the endpoint.'),
        better: z.enum(['higher', 'lower']).default('higher').describe('Which value wins.'),
        margin: z
          .number()
          .nonnegative()
          .default(0)
          .describe('Values must differ by more than this to decide.'),
      }),
    )
    .default([])
    .describe('Further outcomes for pairs that the time to the event does not decide, most important first.'),
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

function runHierarchicalWins(data: SurvivalData, chosen: Options): MethodOutput {
  const group = requireGroup('hierarchical-win-ratio', data);
  if (data.entry !== undefined || data.weight !== undefined) {
    throw new MethodError({
      code: 'hierarchical-win-ratio/not-supported',
      where: 'method hierarchical-win-ratio',
      what: 'compares subjects in pairs from their start, one subject a row',
      got: data.entry === undefined ? 'case weights' : 'late entry',
      expected: 'times from the start of follow-up, without weights',
      fix: 'Use a method that takes them, such as cox',
    });
  }
  const { betterTime, timeMargin, nextOutcomes, variance, equalTimes, level } = chosen;
  const levels: WinLevel[] = [
    {
      kind: 'time-to-event',
      name: data.eventLabel,
      time: data.time,
      event: data.event,
      better: betterTime,
      margin: timeMargin,
    },
    ...nextOutcomes.map(({ covariate, better, margin }): WinLevel => {
      const found = data.covariates.find(({ name }) => name === covariate);
      if (found === undefined) throw unknownCovariate(covariate, data);
      return { kind: 'continuous', name: covariate, values: found.values, better, margin };
    }),
  ];
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

function unknownCovariate(covariate: string, { covariates }: SurvivalData): MethodError {
  const known = covariates.map(({ name }) => name);
  return argumentError(
    'hierarchical-win-ratio',
    'nextOutcomes.covariate',
    'is no covariate of the endpoint',
    `"${covariate}"`,
    known.length === 0 ? 'covariates named by the endpoint, which names none' : known.join(', '),
    didYouMean(covariate, known),
  );
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

/** Win statistics on ranked outcomes as a method of a plan: a time to event, then covariates. */
export const hierarchicalWinRatioMethod = defineMethod({
  id: 'hierarchical-win-ratio',
  label: 'Win ratio on ranked outcomes',
  summary: 'Who does better over all pairs of subjects, by a time to event first and then by other outcomes.',
  accepts: 'survival',
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
