import { z } from 'zod';
import type { Covariate } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import { type Notice, warning } from '../../../core/notice.js';
import type { EstimateRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { interceptRow, regressionRows, troubleNotices } from '../../regression-rows.js';
import { varianceWords } from '../../regression-variance.js';
import { requireOutcome, type SubjectTerms, subjectTerms } from '../../subject-outcome.js';
import { summariseArms } from '../arm-summary.js';
import { perOption } from '../rate-unit.js';
import { exposureUnit, subjectArms } from '../subject-arms.js';
import {
  type ZeroInflatedFit,
  zeroInflatedDistributions,
  zeroInflatedRegression,
  zeroInflatedVariances,
} from './zero-inflated-regression.js';

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
    zeroCovariates: z
      .array(z.string())
      .default([])
      .describe(
        'Covariates of the endpoint that the odds of a structural zero depend on; `arm` for the arms, `stratum` for the strata.',
      ),
    variance: z
      .enum(zeroInflatedVariances)
      .optional()
      .describe(
        'Standard errors: `model`, robust for independent rows (`HC0`, `HC1`), or for rows in clusters (`CR0`, `CR1`, ' +
          '`CR1S`). `model` unless given; CR1 where the endpoint names a cluster.',
      ),
    per: perOption,
    level: levelOption,
  }),
  returns: ['estimates', 'summary'],
  statistics: [
    'rate-ratio',
    'odds-ratio',
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
      {
        events: data.outcome,
        exposure: data.exposure,
        covariates: terms.columns,
        zeroCovariates: zeroColumns(terms, options.zeroCovariates),
        cluster: data.cluster,
      },
      { distribution: options.distribution, variance: options.variance, level: options.level },
    );
    const { zeroLower, zeroUpper, level } = fit;
    return {
      parts: [
        {
          kind: 'estimates',
          rows: [
            ...regressionRows(fit, terms, {
              statistic: 'rate-ratio',
              level,
              intervalMethod: `Wald on the log scale, zero-inflated ${options.distribution}${varianceWords(fit.variance)}`,
            }),
            ...fit.zeroCoefficients.map(
              (coefficient): EstimateRow => ({
                statistic: 'odds-ratio',
                term: `${coefficient.name}, structural zero`,
                role: 'covariate',
                of: null,
                versus: null,
                scale: 'log',
                estimate: coefficient.estimate,
                standardError: coefficient.standardError,
                lower: coefficient.lower,
                upper: coefficient.upper,
                level,
                p: coefficient.p,
                reference: { distribution: 'normal' },
                intervalMethod: `Wald on the log scale, odds of a structural zero${varianceWords(fit.variance)}`,
              }),
            ),
          ],
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
              ...(fit.zeroCoefficients.length === 0
                ? {
                    interval: {
                      lower: zeroLower,
                      upper: zeroUpper,
                      level,
                      method: 'Wald on the logit scale',
                    },
                  }
                : {}),
              unit: null,
            },
            interceptRow(fit.intercept, level),
            { group: null, term: null, statistic: 'log-likelihood', value: fit.logLikelihood, unit: null },
            { group: null, term: null, statistic: 'dispersion', value: fit.dispersion, unit: null },
          ],
        },
      ],
      notices: [
        ...troubleNotices(
          'zero-inflated-regression',
          fit,
          'An arm or a level without events has a rate of 0.',
        ),
        ...edgeNotices(fit),
      ],
    };
  },
  sources: ['Lambert D. Technometrics 1992;34:1-14', 'Greene WH. NYU working paper EC-94-10, 1994'],
});

/** Says where the highest likelihood lies at an edge, and what has been fitted then. */
function edgeNotices({
  zeroShare,
  zeroCoefficients,
  dispersion,
  distribution,
}: ZeroInflatedFit): readonly Notice[] {
  const spread = distribution === 'negative-binomial';
  const separated = zeroCoefficients.filter(
    ({ estimate }) => !isEstimable(estimate) && estimate.notEstimable === 'separated',
  );
  return [
    ...(zeroShare === 0
      ? [
          warning(
            'zero-inflated-regression/no-structural-zeros',
            'There are no more zeros than the counts themselves give: the likeliest share of structural zeros is 0, the ' +
              `logarithm of its odds has no bound, and the fit is that of ${spread && dispersion !== 0 ? 'negative binomial' : 'Poisson'} ` +
              'counts without them.',
          ),
        ]
      : []),
    ...(spread && dispersion === 0
      ? [
          warning(
            'zero-inflated-regression/no-dispersion',
            `The counts vary no more than Poisson counts${zeroShare === 0 ? '' : ' beside the structural zeros'}: the likeliest ` +
              'dispersion is 0, and the fit is that of Poisson counts.',
          ),
        ]
      : []),
    ...(separated.length === 0
      ? []
      : [
          warning(
            'zero-inflated-regression/separated-zeros',
            `${separated.map(({ name }) => name).join(', ')} tells structural zeros apart: the odds ratio grows without ` +
              'bound. Leave it out of `zeroCovariates`.',
          ),
        ]),
  ];
}

/** The columns of the terms named: a covariate by its name or that of its term, arms and strata by `arm` and `stratum`. */
function zeroColumns({ arms, columns }: SubjectTerms, names: readonly string[]): readonly Covariate[] {
  const called = (column: Covariate, index: number): readonly (string | undefined)[] => [
    column.name,
    column.term,
    column.name.split(': ')[0],
    index < arms.length ? 'arm' : undefined,
  ];
  const unknown = names.find(
    (name) => !columns.some((column, index) => called(column, index).includes(name)),
  );
  if (unknown !== undefined) {
    throw argumentError(
      'zero-inflated-regression',
      'zeroCovariates',
      'names no covariate of the endpoint',
      unknown,
      ['arm', ...columns.slice(arms.length).map(({ name }) => name)].join(', '),
    );
  }
  return columns.filter((column, index) =>
    called(column, index).some((name) => name !== undefined && names.includes(name)),
  );
}
