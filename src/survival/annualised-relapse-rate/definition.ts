import { z } from 'zod';
import type { CountData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { information, warning } from '../../core/notice.js';
import type { EstimateRow, MethodOutput, SummaryRow } from '../../core/result.js';
import { annualisedRelapseRate } from './annualised-relapse-rate.js';

const options = z.strictObject({
  interval: z
    .enum(['exact', 'wald'])
    .default('exact')
    .describe('Exact Poisson limits, or Wald limits on the log scale.'),
  per: z
    .number()
    .positive()
    .default(1)
    .describe('Units of exposure that rates are given for: 365.25 turns days into a rate a year.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});

function runRelapseRate(data: CountData, chosen: z.output<typeof options>): MethodOutput {
  const exact = chosen.interval === 'exact';
  const present = data.arms.filter((arm) => arm.exposure > 0);
  const names = present.map((arm) => arm.name);
  const result = annualisedRelapseRate(
    {
      events: present.map((arm) => arm.events),
      exposure: present.map((arm) => arm.exposure),
      group: { levels: names, codes: Int32Array.from(names, (_, code) => code) },
      reference: data.reference !== null && names.includes(data.reference) ? data.reference : null,
    },
    { model: exact ? 'poisson-exact' : 'poisson', per: chosen.per, level: chosen.level },
  );
  const comparable = data.reference === null || names.includes(data.reference);
  const idle = data.arms.filter((arm) => arm.exposure === 0).map((arm) => arm.name);
  const unit = `per ${chosen.per === 1 ? '' : `${chosen.per} `}${data.exposureUnit}`;
  return {
    parts: [
      {
        kind: 'estimates',
        rows: (comparable ? result.ratios : []).map(
          (row): EstimateRow => ({
            statistic: 'rate-ratio',
            term: names.length === 2 ? null : row.name,
            role: row.role,
            of: row.of,
            versus: row.versus,
            scale: 'log',
            estimate: row.logRateRatio,
            standardError: row.standardError,
            lower: row.logLower,
            upper: row.logUpper,
            level: result.level,
            p: row.p,
            reference: { distribution: exact ? 'exact' : 'normal' },
            intervalMethod: exact ? 'exact, given the sum of events' : 'Wald on the log scale',
          }),
        ),
      },
      {
        kind: 'summary',
        rows: result.arms.flatMap(({ group, events, exposure, rate, lower, upper }): SummaryRow[] => [
          { group, term: null, statistic: 'events', value: events, unit: null },
          { group, term: null, statistic: 'exposure', value: exposure, unit: data.exposureUnit },
          {
            group,
            term: null,
            statistic: 'rate',
            value: rate,
            interval: {
              lower,
              upper,
              level: result.level,
              method: exact ? 'Garwood exact' : 'Wald on the log scale',
            },
            unit,
          },
        ]),
      },
    ],
    notices: [
      ...idle.map((name) =>
        warning('annualised-relapse-rate/no-exposure', `${name} has no time at risk and is left out.`),
      ),
      information(
        'annualised-relapse-rate/poisson',
        'Arm totals cannot show how relapses differ between subjects, so counts are taken as Poisson.',
      ),
    ],
  };
}

/** Annualised relapse rates of arm totals as a method of a plan; counts of each subject go to the plain function. */
export const annualisedRelapseRateMethod = defineMethod({
  id: 'annualised-relapse-rate',
  label: 'Annualised relapse rate',
  summary: 'Relapses per year at risk in each arm, and the ratio between arms, with exact limits.',
  accepts: 'count',
  options,
  returns: ['estimates', 'summary'],
  statistics: ['rate-ratio', 'rate', 'events', 'exposure'],
  run: runRelapseRate,
  sources: [
    'Lawless JF. Can J Stat 1987;15:209-225',
    'Garwood F. Biometrika 1936;28:437-442',
    'Clopper CJ, Pearson ES. Biometrika 1934;26:404-413',
  ],
});
