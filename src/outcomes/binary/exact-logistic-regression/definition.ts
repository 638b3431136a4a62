import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { isEstimable, notEstimable } from '../../../core/estimable.js';
import { information, type Notice } from '../../../core/notice.js';
import { levelOption } from '../../level-option.js';
import { requireOutcome, subjectTerms } from '../../subject-outcome.js';
import { unusedClusterNotices } from '../../unused-cluster-notice.js';
import { summariseArms } from '../arm-summary.js';
import { subjectArms } from '../subject-arms.js';
import { exactLogisticIntervals, exactLogisticRegression } from './exact-logistic-regression.js';

export const exactLogisticRegressionMethod = defineMethod({
  id: 'exact-logistic-regression',
  label: 'Exact logistic regression',
  summary: 'Odds ratios of arms, adjusted exactly for covariates of few levels and strata, for small trials.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    interval: z
      .enum(exactLogisticIntervals)
      .default('exact')
      .describe('Limits with equal tails, exact or mid-p; the p beside them follows.'),
    estimate: z
      .enum(['conditional', 'median-unbiased'])
      .default('conditional')
      .describe('Conditional maximum likelihood, or the median-unbiased estimate, which is always finite.'),
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: ['odds-ratio', 'proportion', 'n', 'events'],
  run: (data, { estimate, ...options }) => {
    requireOutcome('exact-logistic-regression', data, 'yes-no');
    const terms = subjectTerms('exact-logistic-regression', data);
    const fit = exactLogisticRegression(
      { outcome: data.outcome, covariates: terms.columns, of: terms.arms },
      options,
    );
    return {
      parts: [
        {
          kind: 'estimates',
          rows: fit.coefficients.map((row) => ({
            statistic: 'odds-ratio',
            term: terms.arms.length === 1 ? null : row.name,
            role: 'comparison',
            of: row.name,
            versus: terms.reference,
            scale: 'log',
            estimate: estimate === 'conditional' ? row.logOddsRatio : row.medianUnbiased,
            standardError: notEstimable('not-applicable'),
            lower: row.logLower,
            upper: row.logUpper,
            level: fit.level,
            p: fit.interval === 'exact' ? row.p : row.midP,
            reference: { distribution: 'exact' },
            intervalMethod: `${fit.interval} conditional, equal tails${estimate === 'conditional' ? '' : '; median-unbiased estimate'}`,
          })),
        },
        summariseArms(subjectArms(data)),
      ],
      notices: [
        ...unusedClusterNotices('exact-logistic-regression', data),
        ...fit.coefficients.flatMap(({ name, logOddsRatio }): readonly Notice[] =>
          estimate === 'conditional' &&
          !isEstimable(logOddsRatio) &&
          logOddsRatio.notEstimable === 'separated'
            ? [
                information(
                  'exact-logistic-regression/separated',
                  `The conditional estimate of ${name} is infinite; \`estimate: median-unbiased\` is finite.`,
                ),
              ]
            : [],
        ),
      ],
    };
  },
  sources: [
    'Cox DR, Snell EJ. Analysis of Binary Data 1989: section 2.1',
    'Hirji KF, Mehta CR, Patel NR. J Am Stat Assoc 1987;82:1110-1117',
    'Hirji KF, Tsiatis AA, Mehta CR. Am Stat 1989;43:7-11',
  ],
});
