import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { interceptRow, regressionRows, troubleNotices } from '../../regression-rows.js';
import { requireOutcome, subjectTerms } from '../../subject-outcome.js';
import { summariseArms } from '../arm-summary.js';
import { subjectArms } from '../subject-arms.js';
import { modifiedPoisson } from './modified-poisson.js';

export const modifiedPoissonMethod = defineMethod({
  id: 'modified-poisson',
  label: 'Modified Poisson regression',
  summary: 'Risk ratios of arms with a robust variance, adjusted for covariates and strata.',
  accepts: 'subject-outcome',
  options: z.strictObject({ level: levelOption }),
  returns: ['estimates', 'summary'],
  statistics: ['risk-ratio', 'intercept', 'proportion', 'n', 'events'],
  run: (data, options) => {
    requireOutcome('modified-poisson', data, 'yes-no');
    const terms = subjectTerms('modified-poisson', data);
    const fit = modifiedPoisson({ outcome: data.outcome, covariates: terms.columns }, options);
    return {
      parts: [
        {
          kind: 'estimates',
          rows: regressionRows(fit, terms, {
            statistic: 'risk-ratio',
            level: fit.level,
            intervalMethod: 'Wald on the log scale, robust variance',
          }),
        },
        {
          kind: 'summary',
          rows: [...summariseArms(subjectArms(data)).rows, interceptRow(fit.intercept, fit.level)],
        },
      ],
      notices: troubleNotices('modified-poisson', fit, 'An arm or a level without events has a risk of 0.'),
    };
  },
  sources: ['Zou G. Am J Epidemiol 2004;159:702-706'],
});
