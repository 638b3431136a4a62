import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { interceptRow, regressionRows, troubleNotices } from '../../regression-rows.js';
import { varianceOption, varianceWords } from '../../regression-variance.js';
import { requireOutcome, subjectTerms } from '../../subject-outcome.js';
import { termTestRows } from '../../term-tests.js';
import { summariseArms } from '../arm-summary.js';
import { subjectArms } from '../subject-arms.js';
import { modifiedPoisson } from './modified-poisson.js';

export const modifiedPoissonMethod = defineMethod({
  id: 'modified-poisson',
  label: 'Modified Poisson regression',
  summary: 'Risk ratios of arms with a robust variance, adjusted for covariates and strata.',
  accepts: 'subject-outcome',
  options: z.strictObject({ variance: varianceOption('HC0'), level: levelOption }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['risk-ratio', 'wald', 'intercept', 'proportion', 'n', 'events'],
  run: (data, options) => {
    requireOutcome('modified-poisson', data, 'yes-no');
    const terms = subjectTerms('modified-poisson', data);
    const fit = modifiedPoisson(
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
        { kind: 'test', rows: termTestRows(fit.termTests, 'wald') },
        {
          kind: 'summary',
          rows: [...summariseArms(subjectArms(data)).rows, interceptRow(fit.intercept, fit.level)],
        },
      ],
      notices: troubleNotices('modified-poisson', fit, 'An arm or a level without events has a risk of 0.'),
    };
  },
  sources: [
    'Zou G. Am J Epidemiol 2004;159:702-706',
    'Zeileis A, Köll S, Graham N. J Stat Softw 2020;95(1) (clusters)',
  ],
});
