import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { EstimateRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { summariseArms } from '../arm-summary.js';
import { type RiskDifferenceInterval, riskDifferenceIntervals } from './difference-limits.js';
import { riskDifference } from './risk-difference.js';

const intervalWords: Record<RiskDifferenceInterval, string> = {
  wald: 'Wald',
  'wald-corrected': 'Wald with continuity correction; p of the corrected chi-square test',
  newcombe: 'Newcombe hybrid score; p of the pooled score test',
  'newcombe-corrected':
    'Newcombe hybrid score with continuity correction; p of the corrected chi-square test',
  'agresti-caffo': 'Agresti-Caffo',
  'hauck-anderson': 'Hauck-Anderson',
  'miettinen-nurminen': 'Miettinen-Nurminen score',
  'farrington-manning': 'Farrington-Manning score',
  'exact-unconditional': 'exact unconditional, score order (Chan-Zhang)',
};

export const riskDifferenceMethod = defineMethod({
  id: 'risk-difference',
  label: 'Risk difference',
  summary: 'How many more subjects, as a share of all, had the event in one arm than in the other.',
  accepts: 'binary',
  options: z.strictObject({
    interval: z
      .enum(riskDifferenceIntervals)
      .default('wald')
      .describe(
        'How the interval is made; the p-value follows it. `exact-unconditional` (Chan-Zhang) takes at most 400 subjects.',
      ),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['risk-difference', 'proportion', 'n', 'events'],
  run: (data, options) => ({
    parts: [
      {
        kind: 'estimates',
        rows: armContrasts('risk-difference', data.arms, data.reference).map(
          ({ of, versus, term }): EstimateRow => {
            const estimate = riskDifference(of, versus, options);
            return {
              statistic: 'risk-difference',
              term,
              role: 'comparison',
              of: of.name,
              versus: versus.name,
              scale: 'linear',
              estimate: estimate.riskDifference,
              standardError: estimate.standardError,
              lower: estimate.lower,
              upper: estimate.upper,
              level: estimate.level,
              p: estimate.p,
              reference: { distribution: estimate.interval === 'exact-unconditional' ? 'exact' : 'normal' },
              intervalMethod: intervalWords[estimate.interval],
              counts: {
                of: { events: of.events, n: of.n },
                versus: { events: versus.events, n: versus.n },
              },
            };
          },
        ),
      },
      summariseArms(data.arms),
    ],
    notices: [],
  }),
  sources: [
    'Newcombe RG. Stat Med 1998;17:873-890',
    'Miettinen O, Nurminen M. Stat Med 1985;4:213-226',
    'Agresti A, Caffo B. Am Stat 2000;54:280-288',
    'Hauck WW, Anderson S. Am Stat 1986;40:318-322',
    'Farrington CP, Manning G. Stat Med 1990;9:1447-1454',
    'Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209',
  ],
});
