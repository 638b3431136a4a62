import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { termTestOption } from '../../regression-inference.js';
import { interceptRow, regressionRows, troubleNotices } from '../../regression-rows.js';
import { varianceOption, varianceWords } from '../../regression-variance.js';
import { requireOutcome, subjectTerms } from '../../subject-outcome.js';
import { termTestRows } from '../../term-tests.js';
import { summariseArms } from '../arm-summary.js';
import { perOption } from '../rate-unit.js';
import { exposureUnit, subjectArms } from '../subject-arms.js';
import { negativeBinomialRegression } from './negative-binomial-regression.js';

export const negativeBinomialRegressionMethod = defineMethod({
  id: 'negative-binomial-regression',
  label: 'Negative binomial regression',
  summary:
    'Ratios of the rate of events between arms when some subjects are more prone to events than others, adjusted ' +
    'for covariates and strata.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    variance: varianceOption('model'),
    termTest: termTestOption,
    per: perOption,
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'rate-ratio',
    'likelihood-ratio',
    'wald',
    'log-likelihood',
    'dispersion',
    'intercept',
    'rate',
    'events',
    'exposure',
  ],
  run: (data, options) => {
    requireOutcome('negative-binomial-regression', data, 'count');
    const terms = subjectTerms('negative-binomial-regression', data);
    const { per, ...settings } = options;
    const fit = negativeBinomialRegression(
      { events: data.outcome, exposure: data.exposure, covariates: terms.columns, cluster: data.cluster },
      settings,
    );
    return {
      parts: [
        {
          kind: 'estimates',
          rows: regressionRows(fit, terms, {
            statistic: 'rate-ratio',
            level: fit.level,
            intervalMethod: `Wald on the log scale${fit.variance === 'model' ? ', expected information' : varianceWords(fit.variance)}`,
          }),
        },
        {
          kind: 'test',
          rows: [
            {
              statistic: 'likelihood-ratio',
              term: 'dispersion',
              value: fit.overdispersion.chiSquare,
              df: 1,
              p: fit.overdispersion.p,
              method: 'Likelihood-ratio test of no dispersion beyond Poisson; p is half the chi-square tail',
            },
            ...termTestRows(fit.termTests, options.termTest),
          ],
        },
        {
          kind: 'summary',
          rows: [
            ...summariseArms(subjectArms(data), exposureUnit(data), options.per).rows,
            interceptRow(fit.intercept, fit.level),
            { group: null, term: null, statistic: 'log-likelihood', value: fit.logLikelihood, unit: null },
            { group: null, term: null, statistic: 'dispersion', value: fit.dispersion, unit: null },
          ],
        },
      ],
      notices: troubleNotices(
        'negative-binomial-regression',
        fit,
        'An arm or a level without events has a rate of 0; `rate-ratio` gives exact limits for it.',
      ),
    };
  },
  sources: ['Lawless JF. Can J Stat 1987;15:209-225', 'Self SG, Liang K-Y. J Am Stat Assoc 1987;82:605-610'],
});
