import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { mapEstimable, notEstimable } from '../../../core/estimable.js';
import { armContrasts } from '../../arm-contrasts.js';
import { levelOption } from '../../level-option.js';
import { logLimit } from '../../log-wald.js';
import { summariseArms } from '../arm-summary.js';
import { logRatioRow } from '../log-ratio-row.js';
import { fisherExact, fisherIntervals } from './fisher-exact.js';

export const fisherExactMethod = defineMethod({
  id: 'fisher-exact',
  label: 'Fisher exact test',
  summary: 'Tests exactly whether two arms have the same proportion of events, however small the counts.',
  accepts: 'binary',
  options: z.strictObject({
    interval: z
      .enum(fisherIntervals)
      .default('exact')
      .describe('Limits of the odds ratio: exact, or mid-p; the p beside them follows.'),
    level: levelOption,
  }),
  returns: ['test', 'estimates', 'summary'],
  statistics: ['fisher-exact', 'odds-ratio', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const tests = armContrasts('fisher-exact', data.arms, data.reference).map((contrast) => ({
      contrast,
      test: fisherExact(contrast.of, contrast.versus, options),
    }));
    return {
      parts: [
        {
          kind: 'test',
          rows: tests.flatMap(({ contrast, test }) => {
            const row = { statistic: 'fisher-exact', value: null, df: null } as const;
            const { term } = contrast;
            const named = (words: string) => (term === null ? words : `${term}, ${words}`);
            return [
              { ...row, term, p: test.p, method: 'two-sided, by probability' },
              { ...row, term: named('fewer events'), p: test.pLess, method: 'one-sided' },
              { ...row, term: named('more events'), p: test.pGreater, method: 'one-sided' },
              { ...row, term: named('mid-p'), p: test.midP, method: 'two-sided, by probability, mid-p' },
            ];
          }),
        },
        {
          kind: 'estimates',
          rows: tests.map(({ contrast, test }) =>
            logRatioRow(
              'odds-ratio',
              contrast,
              mapEstimable(test.oddsRatio, Math.log),
              {
                standardError: notEstimable('not-applicable'),
                logLower: logLimit(test.lower),
                logUpper: logLimit(test.upper),
                p: options.interval === 'exact' ? test.p : test.midP,
                level: test.level,
              },
              options.interval === 'exact'
                ? 'exact conditional, equal tails'
                : 'mid-p conditional, equal tails',
              'exact',
            ),
          ),
        },
        summariseArms(data.arms),
      ],
      notices: [],
    };
  },
  sources: ['Fisher RA. J R Stat Soc 1935;98:39-82', 'Cornfield J. Proc Third Berkeley Symp 1956;4:135-148'],
});
