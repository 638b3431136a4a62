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
import { poissonRegression } from './poisson-regression.js';

export const poissonRegressionMethod = defineMethod({
  id: 'poisson-regression',
  label: 'Poisson regression',
  summary: 'Ratios of the rate of events between arms, adjusted for covariates and strata.',
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
    'wald',
    'likelihood-ratio',
    'log-likelihood',
    'dispersion',
    'intercept',
    'rate',
    'events',
    'exposure',
  ],
  run: (data, options) => {
    requireOutcome('poisson-regression', data, 'count');
    const terms = subjectTerms('poisson-regression', data);
    const { per, ...settings } = options;
    const fit = poissonRegression(
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
            intervalMethod: `Wald on the log scale${varianceWords(fit.variance)}`,
          }),
        },
        { kind: 'test', rows: termTestRows(fit.termTests, options.termTest) },
        {
          kind: 'summary',
          rows: [
            ...summariseArms(subjectArms(data), exposureUnit(data), options.per).rows,
            interceptRow(fit.intercept, fit.level),
            { group: null, term: null, statistic: 'log-likelihood', value: fit.logLikelihood, unit: null },
            {
              group: null,
              term: 'Pearson',
              statistic: 'dispersion',
              value: fit.pearsonDispersion,
              unit: null,
            },
          ],
        },
      ],
      notices: troubleNotices(
        'poisson-regression',
        fit,
        'An arm or a level without events has a rate of 0; `rate-ratio` gives exact limits for it.',
      ),
    };
  },
  sources: ['McCullagh P, Nelder JA. Generalized Linear Models 1989: chapter 6'],
});
