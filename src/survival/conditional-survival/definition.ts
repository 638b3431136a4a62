import { z } from 'zod';
import { defineMethod } from '../../core/definition.js';
import type { SummaryRow } from '../../core/result.js';
import { intervalTransforms, intervalTransformText } from '../probability-interval.js';
import { conditionalSurvival } from './conditional-survival.js';

/** Shares still free of the event among those free of it at an earlier time, as a method of a plan. */
export const conditionalSurvivalMethod = defineMethod({
  id: 'conditional-survival',
  label: 'Conditional survival',
  summary: 'How likely those still free of the event at one time are to be so at later times, by arm.',
  accepts: 'survival',
  options: z.strictObject({
    given: z
      .number()
      .nonnegative()
      .describe('Time already passed free of the event, in the unit of the data.'),
    times: z.array(z.number().nonnegative()).min(1).describe('Later times, from the same origin.'),
    level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
    transform: z.enum(intervalTransforms).default('log-log').describe('Scale of the intervals.'),
  }),
  returns: ['summary'],
  statistics: ['survival-probability'],
  run: (data, options) => {
    const { level, rows } = conditionalSurvival(data, options);
    return {
      parts: [
        {
          kind: 'summary',
          rows: rows.map(
            ({ group, given, time, survival, lower, upper }): SummaryRow => ({
              group,
              term: `${time} given ${given}`,
              statistic: 'survival-probability',
              value: survival,
              interval: {
                lower,
                upper,
                level,
                method: `${intervalTransformText[options.transform]}, Greenwood variance`,
              },
              unit: null,
            }),
          ),
        },
      ],
      notices: [],
    };
  },
  sources: [
    'Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481',
    'Zabor EC, Gonen M, Chapman PB, Panageas KS. Cancer 2013;119:1589-1592',
  ],
});
