import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { mapEstimable, notEstimable } from '../../../core/estimable.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { logLimit } from '../../log-wald.js';
import { summariseArms } from '../arm-summary.js';
import {
  miettinenNurminen,
  type ScoreVariance,
  scoreMeasures,
  scoreVariances,
} from './miettinen-nurminen.js';

const intervalWords: Record<ScoreVariance, string> = {
  'miettinen-nurminen': 'Miettinen-Nurminen score',
  'farrington-manning': 'score without N/(N - 1)',
};

export const miettinenNurminenMethod = defineMethod({
  id: 'miettinen-nurminen',
  label: 'Miettinen-Nurminen score interval',
  summary:
    'Compares two proportions by a score test and the interval that agrees with it, also against a margin.',
  accepts: 'binary',
  options: z.strictObject({
    measure: z.enum(scoreMeasures).default('risk-difference').describe('What to compare the arms by.'),
    variance: z
      .enum(scoreVariances)
      .default('miettinen-nurminen')
      .describe('Whether the restricted variance is multiplied by N/(N - 1).'),
    nullValue: z
      .number()
      .optional()
      .describe(
        'The value to test on the natural scale, such as a margin of -0.1; no difference unless given.',
      ),
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['risk-difference', 'risk-ratio', 'odds-ratio', 'score', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const { nullValue, ...others } = options;
    const settings = nullValue === undefined ? others : { ...others, nullValue };
    const scale = options.measure === 'risk-difference' ? 'linear' : 'log';
    const contrasts = armContrasts('miettinen-nurminen', data.arms, data.reference).map((contrast) => ({
      ...contrast,
      estimate: miettinenNurminen(contrast.of, contrast.versus, settings),
    }));
    return {
      parts: [
        {
          kind: 'estimates',
          rows: contrasts.map(
            ({ of, versus, term, estimate }): EstimateRow => ({
              statistic: options.measure,
              term,
              role: 'comparison',
              of: of.name,
              versus: versus.name,
              scale,
              estimate: scale === 'log' ? mapEstimable(estimate.estimate, Math.log) : estimate.estimate,
              standardError: notEstimable('not-applicable'),
              lower: scale === 'log' ? logLimit(estimate.lower) : estimate.lower,
              upper: scale === 'log' ? logLimit(estimate.upper) : estimate.upper,
              level: estimate.level,
              p: estimate.p,
              reference: { distribution: 'normal' },
              intervalMethod: intervalWords[estimate.variance],
              counts: {
                of: { events: of.events, n: of.n },
                versus: { events: versus.events, n: versus.n },
              },
            }),
          ),
        },
        {
          kind: 'test',
          rows: contrasts.flatMap(({ term, estimate }): TestRow[] => {
            const row = { statistic: 'score', value: estimate.z, df: null } as const;
            const against = `against ${estimate.nullValue}`;
            const named = (words: string) => (term === null ? words : `${term}, ${words}`);
            return [
              { ...row, term, p: estimate.p, method: `score test ${against}, two-sided` },
              { ...row, term: named('below'), p: estimate.pLess, method: `score test ${against}, one-sided` },
              {
                ...row,
                term: named('above'),
                p: estimate.pGreater,
                method: `score test ${against}, one-sided`,
              },
            ];
          }),
        },
        summariseArms(data.arms),
      ],
      notices: [],
    };
  },
  sources: [
    'Miettinen O, Nurminen M. Stat Med 1985;4:213-226',
    'Farrington CP, Manning G. Stat Med 1990;9:1447-1454',
    'Mee RW. Biometrics 1984;40:1175-1176',
    'Koopman PAR. Biometrics 1984;40:513-517',
  ],
});
