import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { proportionIntervals, proportionIntervalWords } from '../proportion-limits.js';
import { proportion } from './proportion.js';

export const proportionMethod = defineMethod({
  id: 'proportion',
  label: 'Proportion',
  summary: 'The share of subjects with the event in each arm, with its interval.',
  accepts: 'binary',
  options: z.strictObject({
    interval: z
      .enum(proportionIntervals)
      .default('wilson')
      .describe('How the interval is made; Wilson score unless said otherwise.'),
    level: levelOption,
  }),
  returns: ['summary'],
  statistics: ['proportion', 'n', 'events'],
  run: (data, options) => ({
    parts: [
      {
        kind: 'summary',
        rows: data.arms.flatMap((arm): SummaryRow[] => {
          const estimate = proportion(arm, options);
          const { lower, upper, level } = estimate;
          const row = { group: arm.name, term: null, unit: null };
          return [
            { ...row, statistic: 'n', value: arm.n },
            { ...row, statistic: 'events', value: arm.events },
            {
              ...row,
              statistic: 'proportion',
              value: estimate.proportion,
              interval: { lower, upper, level, method: proportionIntervalWords[options.interval] },
            },
          ];
        }),
      },
    ],
    notices: [],
  }),
  sources: [
    'Wilson EB. J Am Stat Assoc 1927;22:209-212',
    'Clopper CJ, Pearson ES. Biometrika 1934;26:404-413',
    'Newcombe RG. Stat Med 1998;17:857-872',
    'Agresti A, Coull BA. Am Stat 1998;52:119-126',
    'Blaker H. Can J Stat 2000;28:783-798',
    'Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101-133',
  ],
});
