import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { summariseArms } from '../arm-summary.js';
import { perOption } from '../rate-unit.js';
import { rateDifference } from './rate-difference.js';

export const rateDifferenceMethod = defineMethod({
  id: 'rate-difference',
  label: 'Rate difference',
  summary: 'How many more events occurred per unit of time at risk in one arm than in the other.',
  accepts: 'count',
  options: z.strictObject({ per: perOption, level: levelOption }),
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
              intervalMethod: 'Wald',
            };
          },
        ),
      },
      summariseArms(data.arms, data.exposureUnit, options.per),
    ],
    notices: [],
  }),
  sources: ['Rothman KJ, Greenland S. Modern Epidemiology 1998: chapter 14'],
});
