import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { interceptRow, regressionRows, troubleNotices } from '../../regression-rows.js';
import { requireOutcome, subjectTerms } from '../../subject-outcome.js';
import { summariseArms } from '../arm-summary.js';
import { perOption } from '../rate-unit.js';
import { exposureUnit, subjectArms } from '../subject-arms.js';
import { zeroInflatedDistributions, zeroInflatedRegression } from './zero-inflated-regression.js';

export const zeroInflatedRegressionMethod = defineMethod({
  id: 'zero-inflated-regression',
  label: 'Zero-inflated count regression',
  summary: 'Ratios of the rate of events between arms where some subjects cannot have an event at all.',
  accepts: 'subject-outcome',
  options: z.strictObject({
    distribution: z
      .enum(zeroInflatedDistributions)
      .default('poisson')
      .describe('Distribution of the counts of those who can have events.'),
    per: perOption,
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: [
    'rate-ratio',
    'proportion',
    'log-likelihood',
    'dispersion',
    'intercept',
    'rate',
    'events',
    'exposure',
  ],
  run: (data, options) => {
    requireOutcome('zero-inflated-regression', data, 'count');
    const terms = subjectTerms('zero-inflated-regression', data);
    const fit = zeroInflatedRegression(
      { events: data.outcome, exposure: data.exposure, covariates: terms.columns },
      options,
    );
    const { zeroLower, zeroUpper, level } = fit;
    return {
      parts: [
        {
          kind: 'estimates',
          rows: regressionRows(fit, terms, {
            statistic: 'rate-ratio',
            level,
            intervalMethod: `Wald on the log scale, zero-inflated ${options.distribution}`,
          }),
        },
        {
          kind: 'summary',
          rows: [
            ...summariseArms(subjectArms(data), exposureUnit(data), options.per).rows,
            {
              group: null,
              term: 'structural zeros',
              statistic: 'proportion',
              value: fit.zeroShare,
              interval: { lower: zeroLower, upper: zeroUpper, level, method: 'Wald on the logit scale' },
              unit: null,
            },
            interceptRow(fit.intercept, level),
            { group: null, term: null, statistic: 'log-likelihood', value: fit.logLikelihood, unit: null },
            { group: null, term: null, statistic: 'dispersion', value: fit.dispersion, unit: null },
          ],
        },
      ],
      notices: troubleNotices(
        'zero-inflated-regression',
        fit,
        'An arm or a level without events has a rate of 0.',
      ),
    };
  },
  sources: ['Lambert D. Technometrics 1992;34:1-14', 'Greene WH. NYU working paper EC-94-10, 1994'],
});
