import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { armContrasts } from '../../arm-contrasts.js';
import { summariseArms } from '../arm-summary.js';
import {
  exactUnconditional,
  type UnconditionalStatistic,
  unconditionalStatistics,
} from './exact-unconditional.js';

const testWords: Record<UnconditionalStatistic, string> = {
  boschloo: "Boschloo's exact unconditional test",
  score: "Barnard's exact unconditional test, pooled z",
  wald: "Barnard's exact unconditional test, unpooled z",
};

export const exactUnconditionalMethod = defineMethod({
  id: 'exact-unconditional',
  label: 'Exact unconditional test (Barnard, Boschloo)',
  summary: 'Tests exactly whether two arms have the same proportion of events, with more power than Fisher.',
  accepts: 'binary',
  options: z.strictObject({
    statistic: z
      .enum(unconditionalStatistics)
      .default('boschloo')
      .describe(
        "What orders the tables: Fisher's p (`boschloo`), pooled z (`score`) or unpooled z (`wald`).",
      ),
  }),
  returns: ['test', 'summary'],
  statistics: ['exact-unconditional', 'proportion', 'n', 'events'],
  run: (data, options) => ({
    parts: [
      {
        kind: 'test',
        rows: armContrasts('exact-unconditional', data.arms, data.reference).flatMap(
          ({ of, versus, term }) => {
            const test = exactUnconditional(of, versus, options);
            const row = { statistic: 'exact-unconditional', df: null } as const;
            const value = options.statistic === 'boschloo' ? null : test.statisticValue;
            const named = (words: string) => (term === null ? words : `${term}, ${words}`);
            const method = testWords[options.statistic];
            return [
              { ...row, term, value, p: test.p, method },
              { ...row, term: named('fewer events'), value, p: test.pLess, method: `${method}, one-sided` },
              { ...row, term: named('more events'), value, p: test.pGreater, method: `${method}, one-sided` },
            ];
          },
        ),
      },
      summariseArms(data.arms),
    ],
    notices: [],
  }),
  sources: [
    'Barnard GA. Biometrika 1947;34:123-138',
    'Boschloo RD. Stat Neerl 1970;24:1-35',
    'Suissa S, Shuster JJ. J R Stat Soc A 1985;148:317-327',
  ],
});
