import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { summariseArms } from '../arm-summary.js';
import { perOption } from '../rate-unit.js';
import { type RateDifferenceInterval, rateDifferenceIntervals } from './difference-limits.js';
import { rateDifference } from './rate-difference.js';

const intervalWords: Record<RateDifferenceInterval, string> = {
  wald: 'Wald',
  mover: 'from both score intervals (MOVER); p of the score test',
  'miettinen-nurminen': 'Miettinen-Nurminen score',
};

export const rateDifferenceMethod = defineMethod({
  id: 'rate-difference',
  label: 'Rate difference',
  summary: 'How many more events occurred per unit of time at risk in one arm than in the other.',
  accepts: 'count',
  options: z.strictObject({
    interval: z
      .enum(rateDifferenceIntervals)
      .default('wald')
      .describe('How the interval is made; the p-value follows it.'),
    per: perOption,
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['rate-difference', 'rate', 'events', 'exposure'],
  run: (data, options) => ({
    parts: [
      {
        kind: 'estimates',
        rows: armContrasts('rate-difference', data.arms, data.reference).map(
          ({ of, versus, term }): EstimateRow => {
            const estimate = rateDifference(of, versus, options);
            return {
              statistic: 'rate-difference',
              term,
              role: 'comparison',
              of: of.name,
              versus: versus.name,
              scale: 'linear',
              estimate: estimate.rateDifference,
              standardError: estimate.standardError,
              lower: estimate.lower,
              upper: estimate.upper,
              level: estimate.level,
              p: estimate.p,
              reference: { distribution: 'normal' },
              intervalMethod: intervalWords[estimate.interval],
            };
          },
        ),
      },
      summariseArms(data.arms, data.exposureUnit, options.per),
    ],
    notices: [],
  }),
  sources: [
    'Rothman KJ, Greenland S. Modern Epidemiology 1998: chapter 14',
    'Miettinen O, Nurminen M. Stat Med 1985;4:213-226',
    'Zou GY, Donner A. Stat Med 2008;27:1693-1702',
  ],
});
