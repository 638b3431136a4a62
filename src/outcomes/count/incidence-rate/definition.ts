import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { perOption, rateUnit } from '../rate-unit.js';
import { incidenceRate, type RateInterval, rateIntervals } from './incidence-rate.js';

const intervalWords: Record<RateInterval, string> = {
  exact: 'Garwood exact',
  'mid-p': 'mid-p exact',
  score: 'score',
  wald: 'Wald',
  'wald-log': 'Wald on the log scale',
};

export const incidenceRateMethod = defineMethod({
  id: 'incidence-rate',
  label: 'Incidence rate',
  summary: 'Events per unit of time at risk in each arm, with an interval for a Poisson count.',
  accepts: 'count',
  options: z.strictObject({
    interval: z.enum(rateIntervals).default('exact').describe('How the interval is made.'),
    per: perOption,
    level: levelOption,
  }),
  returns: ['summary'],
  statistics: ['rate', 'events', 'exposure'],
  run: (data, options) => ({
    parts: [
      {
        kind: 'summary',
        rows: data.arms.flatMap((arm): SummaryRow[] => {
          const estimate = incidenceRate(arm, options);
          const { lower, upper, level } = estimate;
          const row = { group: arm.name, term: null };
          return [
            { ...row, statistic: 'events', value: arm.events, unit: null },
            { ...row, statistic: 'exposure', value: arm.exposure, unit: data.exposureUnit },
            {
              ...row,
              statistic: 'rate',
              value: estimate.rate,
              interval: { lower, upper, level, method: intervalWords[options.interval] },
              unit: rateUnit(data.exposureUnit, options.per),
            },
          ];
        }),
      },
    ],
    notices: [],
  }),
  sources: ['Garwood F. Biometrika 1936;28:437-442', 'Cohen GR, Yang SY. Stat Med 1994;13:2189-2203'],
});
