import { z } from 'zod';
import type { BinaryArm } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { notEstimable } from '../../../core/estimable.js';
import type { TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { logLimit } from '../../log-wald.js';
import { summariseArms } from '../arm-summary.js';
import { differenceRow } from '../difference-row.js';
import { logRatioRow } from '../log-ratio-row.js';
import { type McNemarTest, mcnemar } from './mcnemar.js';

export const mcNemarTests = ['asymptotic', 'continuity-corrected', 'exact', 'mid-p'] as const;

/** Value, degrees of freedom, p and words of each test. */
const testFigures: Record<
  (typeof mcNemarTests)[number],
  (test: McNemarTest) => Omit<TestRow, 'statistic' | 'term'>
> = {
  asymptotic: (test) => ({ value: test.chiSquare, df: 1, p: test.p, method: 'McNemar chi-square' }),
  'continuity-corrected': (test) => ({
    value: test.correctedChiSquare,
    df: 1,
    p: test.correctedP,
    method: 'McNemar chi-square with continuity correction',
  }),
  exact: (test) => ({ value: null, df: null, p: test.exactP, method: 'McNemar, exact binomial' }),
  'mid-p': (test) => ({ value: null, df: null, p: test.midP, method: 'McNemar, exact binomial, mid-p' }),
};

export const mcnemarMethod = defineMethod({
  id: 'mcnemar',
  label: 'McNemar test',
  summary: 'Compares two yes-or-no findings in the same subjects, such as response at two visits.',
  accepts: 'paired-binary',
  options: z.strictObject({
    test: z
      .enum(mcNemarTests)
      .default('asymptotic')
      .describe(
        'How the test is made: chi-square with or without continuity correction, exact, or exact mid-p. The estimates ' +
          'keep the p that goes with their intervals.',
      ),
    level: levelOption,
  }),
  returns: ['test', 'estimates', 'summary'],
  statistics: ['mcnemar', 'risk-difference', 'odds-ratio', 'proportion', 'n', 'events'],
  run: (data, options) => {
    const test = mcnemar(
      {
        both: data.both,
        onlyFirst: data.firstOnly,
        onlySecond: data.secondOnly,
        neither: data.neither,
      },
      { level: options.level },
    );
    const n = data.both + data.firstOnly + data.secondOnly + data.neither;
    const of: BinaryArm = { name: data.first, n, events: data.both + data.firstOnly };
    const versus: BinaryArm = { name: data.second, n, events: data.both + data.secondOnly };
    const contrast = { of, versus, term: null };
    const none = notEstimable('not-applicable');
    return {
      parts: [
        {
          kind: 'test',
          rows: [{ statistic: 'mcnemar', term: null, ...testFigures[options.test](test) }],
        },
        {
          kind: 'estimates',
          rows: [
            differenceRow(
              contrast,
              test.difference,
              { standardError: none, lower: test.lower, upper: test.upper, p: test.p },
              test.level,
              'Tango score, paired',
            ),
            logRatioRow(
              'odds-ratio',
              contrast,
              logLimit(test.oddsRatio),
              {
                standardError: none,
                logLower: logLimit(test.oddsRatioLower),
                logUpper: logLimit(test.oddsRatioUpper),
                p: test.exactP,
                level: test.level,
              },
              'exact conditional on the discordant pairs, equal tails',
              'exact',
            ),
          ],
        },
        summariseArms([of, versus]),
      ],
      notices: [],
    };
  },
  sources: [
    'McNemar Q. Psychometrika 1947;12:153-157',
    'Tango T. Stat Med 1998;17:891-908',
    'Fagerland MW, Lydersen S, Laake P. BMC Med Res Methodol 2013;13:91',
  ],
});
