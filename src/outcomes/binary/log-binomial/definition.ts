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
import { logBinomial } from './log-binomial.js';

export const logBinomialMethod = defineMethod({
  id: 'log-binomial',
  label: 'Log-binomial regression',
  summary: 'Risk ratios of arms by the binomial likelihood, adjusted for covariates and strata.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    variance: varianceOption('model'),
    termTest: termTestOption,
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: [
    'risk-ratio',
    'wald',
    'likelihood-ratio',
    'log-likelihood',
    'intercept',
    'proportion',
    'n',
    'events',
  ],
  run: (data, options) => {
    requireOutcome('log-binomial', data, 'yes-no');
    const terms = subjectTerms('log-binomial', data);
    const fit = logBinomial(
      { outcome: data.outcome, covariates: terms.columns, cluster: data.cluster },
      options,
    );
    return {
      parts: [
        {
          kind: 'estimates',
          rows: regressionRows(fit, terms, {
            statistic: 'risk-ratio',
            level: fit.level,
            intervalMethod: `Wald on the log scale${varianceWords(fit.variance)}`,
          }),
        },
        { kind: 'test', rows: termTestRows(fit.termTests, options.termTest) },
        {
          kind: 'summary',
          rows: [
            ...summariseArms(subjectArms(data)).rows,
            interceptRow(fit.intercept, fit.level),
            { group: null, term: null, statistic: 'log-likelihood', value: fit.logLikelihood, unit: null },
          ],
        },
      ],
      notices: troubleNotices('log-binomial', fit, 'An arm or a level without events has a risk of 0.'),
    };
  },
  sources: ['Wacholder S. Am J Epidemiol 1986;123:174-184'],
});
