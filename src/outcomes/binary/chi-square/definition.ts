import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import { summariseArms } from '../arm-summary.js';
import { chiSquareTest } from './chi-square.js';

export const chiSquareMethod = defineMethod({
  id: 'chi-square',
  label: 'Chi-square test',
  summary:
    'Tests whether the proportion with the event is the same in all arms, with and without correction.',
  accepts: 'binary',
  options: z.strictObject({}),
  returns: ['test', 'summary'],
  statistics: ['chi-square', 'chi-square-corrected', 'proportion', 'n', 'events'],
  run: (data) => {
    const test = chiSquareTest(data.arms);
    const { smallestExpected } = test;
    return {
      parts: [
        {
          kind: 'test',
          rows: [
            {
              statistic: 'chi-square',
              term: null,
              value: test.chiSquare,
              df: test.df,
              p: test.p,
              method: 'Pearson, without continuity correction',
            },
            {
              statistic: 'chi-square-corrected',
              term: null,
              value: test.correctedChiSquare,
              df: test.df,
              p: test.correctedP,
              method: 'Pearson, with Yates continuity correction',
            },
          ],
        },
        summariseArms(data.arms),
      ],
      notices:
        typeof smallestExpected === 'number' && smallestExpected < 5
          ? [
              information(
                'chi-square/small-expected-count',
                'An expected count is below 5, where the chi-square approximation is doubted; see fisher-exact.',
              ),
            ]
          : [],
    };
  },
  sources: ['Pearson K. Philos Mag 1900;50:157-175', 'Yates F. Suppl J R Stat Soc 1934;1:217-235'],
});
