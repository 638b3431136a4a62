import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import type { EstimatesPart, MethodOutput, ResultPart, SummaryRow } from '../../core/result.js';
import { requireGroup } from '../require-group.js';
import { type LogRankResult, logRank } from './log-rank.js';

const options = z.strictObject({
  rho: z
    .number()
    .default(0)
    .describe('Weight S(t-)^rho of each event time: 0 is the log-rank test, 1 the Peto-Peto test.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the interval of the rate ratio.'),
});

function runLogRank(data: SurvivalData, chosen: z.output<typeof options>): MethodOutput {
  const group = requireGroup('log-rank', data);
  const result = logRank({ ...data, group }, { ...chosen, reference: data.reference });
  const parts: ResultPart[] = [
    {
      kind: 'test',
      rows: [
        {
          statistic: 'log-rank',
          term: null,
          value: result.chiSquare,
          df: result.df,
          p: result.p,
          method: methodText(result),
        },
      ],
    },
    { kind: 'summary', rows: summaryRows(result) },
  ];
  const estimates = rateRatioPart(result);
  if (estimates !== null) parts.push(estimates);
  return { parts, notices: [] };
}

function methodText(result: LogRankResult): string {
  const family =
    result.rho === 0
      ? 'log-rank'
      : result.rho === 1
        ? 'Peto-Peto (G-rho, rho = 1)'
        : `G-rho, rho = ${result.rho}`;
  return `${family}${result.stratified ? ', stratified' : ''}, hypergeometric variance`;
}

function summaryRows(result: LogRankResult): readonly SummaryRow[] {
  return result.groups.flatMap(({ group, n, events, expected }): SummaryRow[] => [
    { group, term: null, statistic: 'n', value: n, unit: null },
    { group, term: null, statistic: 'events', value: events, unit: null },
    { group, term: null, statistic: 'expected-events', value: expected, unit: null },
  ]);
}

function rateRatioPart(result: LogRankResult): EstimatesPart | null {
  const ratio = result.rateRatio;
  if (ratio === null) return null;
  const counts = (name: string) => {
    const row = result.groups.find((candidate) => candidate.group === name)!;
    return { events: row.events, n: row.n };
  };
  return {
    kind: 'estimates',
    rows: [
      {
        statistic: 'rate-ratio',
        term: null,
        role: 'comparison',
        of: ratio.of,
        versus: ratio.versus,
        scale: 'log',
        estimate: ratio.logRateRatio,
        standardError: ratio.standardError,
        lower: ratio.logLower,
        upper: ratio.logUpper,
        level: result.level,
        p: ratio.p,
        reference: { distribution: 'normal' },
        intervalMethod: 'one-step from log-rank O - E and V',
        counts: { of: counts(ratio.of), versus: counts(ratio.versus) },
      },
    ],
  };
}

/** The log-rank test as a method of a plan: `test`, a `summary` of observed and expected events, the rate ratio. */
export const logRankMethod = defineMethod({
  id: 'log-rank',
  label: 'Log-rank test',
  summary:
    'Tests whether arms have the same event rate, by observed against expected events, within strata if any.',
  accepts: 'survival',
  options,
  returns: ['test', 'summary', 'estimates'],
  statistics: ['log-rank', 'rate-ratio', 'n', 'events', 'expected-events'],
  run: runLogRank,
  sources: [
    'Mantel N. Cancer Chemother Rep 1966;50:163-170',
    'Harrington DP, Fleming TR. Biometrika 1982;69:553-566',
    'Peto R, Pike MC, Armitage P, et al. Br J Cancer 1977;35:1-39 (one-step rate ratio)',
  ],
});
