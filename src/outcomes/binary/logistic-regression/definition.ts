import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { termTestOption } from '../../regression-inference.js';
import { interceptRow, regressionRows, troubleNotices } from '../../regression-rows.js';
import { varianceOption, varianceWords } from '../../regression-variance.js';
import { requireOutcome, subjectTerms } from '../../subject-outcome.js';
import { termTestRows } from '../../term-tests.js';
import { summariseArms } from '../arm-summary.js';
import { subjectArms } from '../subject-arms.js';
import { logisticEstimators, logisticIntervals, logisticRegression } from './logistic-regression.js';

export const logisticRegressionMethod = defineMethod({
  id: 'logistic-regression',
  label: 'Logistic regression',
  summary: 'Odds ratios of arms, adjusted for covariates and strata.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    estimator: z
      .enum(logisticEstimators)
      .default('maximum-likelihood')
      .describe('`firth` adds a penalty that keeps estimates finite when a covariate predicts perfectly.'),
    interval: z
      .enum(logisticIntervals)
      .default('wald')
      .describe('Intervals from standard errors (`wald`) or from the likelihood (`profile`).'),
    variance: varianceOption('model'),
    termTest: termTestOption,
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'odds-ratio',
    'likelihood-ratio',
    'wald',
    'log-likelihood',
    'intercept',
    'proportion',
    'n',
    'events',
  ],
  run: (data, options) => {
    requireOutcome('logistic-regression', data, 'yes-no');
    const terms = subjectTerms('logistic-regression', data);
    const fit = logisticRegression(
      { outcome: data.outcome, covariates: terms.columns, cluster: data.cluster },
      options,
    );
    const firth = fit.estimator === 'firth';
    return {
      parts: [
        {
          kind: 'estimates',
          rows: regressionRows(fit, terms, {
            statistic: 'odds-ratio',
            level: fit.level,
            intervalMethod: `${fit.interval === 'wald' ? 'Wald on the log scale' : 'profile likelihood; p of the Wald test'}${firth ? ', Firth' : ''}${varianceWords(fit.variance)}`,
          }),
        },
        {
          kind: 'test',
          rows: [
            {
              statistic: 'likelihood-ratio',
              term: null,
              value: fit.likelihoodRatio.chiSquare,
              df: fit.likelihoodRatio.df,
              p: fit.likelihoodRatio.p,
              method: `Likelihood-ratio test of all terms, logistic regression${firth ? ', penalised' : ''}`,
            },
            ...termTestRows(fit.termTests, options.termTest),
          ],
        },
        {
          kind: 'summary',
          rows: [
            ...summariseArms(subjectArms(data)).rows,
            interceptRow(fit.intercept, fit.level),
            { group: null, term: null, statistic: 'log-likelihood', value: fit.logLikelihood, unit: null },
          ],
        },
      ],
      notices: troubleNotices(
        'logistic-regression',
        fit,
        'With `estimator: firth` and `interval: profile` it stays finite.',
      ),
    };
  },
  sources: [
    'Cox DR. J R Stat Soc B 1958;20:215-242',
    'Firth D. Biometrika 1993;80:27-38',
    'Heinze G, Schemper M. Stat Med 2002;21:2409-2419',
    'Albert A, Anderson JA. Biometrika 1984;71:1-10',
  ],
});
