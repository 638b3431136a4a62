import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { isEstimable } from '../../../core/estimable.js';
import { type Notice, warning } from '../../../core/notice.js';
import type { EstimateRow, SummaryRow, TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import {
  collinearNotices,
  contrastFigures,
  rowNotices,
  visitDifferenceRow,
  visitMeanRows,
} from '../contrast-figures.js';
import type { ContrastFigure } from '../fixed-effects-inference.js';
import { subjectVisitRows } from '../subject-visit-rows.js';
import {
  coefficientDegreesOfFreedom,
  type RandomCoefficientResult,
  randomCoefficientKinds,
  randomCoefficients,
} from './random-coefficients.js';

const id = 'random-coefficients';

const options = z.strictObject({
  random: z
    .enum(randomCoefficientKinds)
    .default('intercept-and-slope')
    .describe('What differs from subject to subject: the level alone, or the level and the rate of change.'),
  likelihood: z
    .enum(['restricted', 'full'])
    .default('restricted')
    .describe('Restricted (REML) or full (ML) maximum likelihood.'),
  degreesOfFreedom: z
    .enum(coefficientDegreesOfFreedom)
    .default('kenward-roger')
    .describe(
      'Degrees of freedom; `kenward-roger` also widens the standard errors for having estimated the variances.',
    ),
  information: z
    .enum(['observed', 'expected'])
    .default('observed')
    .describe(
      'Information that the uncertainty of the variances is taken from: `observed` as SAS and lmerTest, `expected` as pbkrtest.',
    ),
  level: levelOption,
});

const dfWords: Record<z.output<typeof options>['degreesOfFreedom'], string> = {
  'kenward-roger': 't, Kenward-Roger',
  satterthwaite: 't, Satterthwaite',
  residual: 't, residual degrees of freedom',
  normal: 'Wald',
};

export const randomCoefficientsMethod = defineMethod({
  id,
  label: 'Random coefficients',
  summary:
    'Compares the rates of change of arms: each arm has a mean line over time, and each subject a line of its own around it; missing outcomes are missing at random.',
  accepts: 'longitudinal',
  options,
  returns: ['estimates', 'summary', 'test'],
  statistics: [
    'slope-difference',
    'mean-difference',
    'slope',
    'least-squares-mean',
    'n',
    'f-test',
    'variance',
    'covariance',
    'correlation',
    'log-likelihood',
    'akaike-information',
    'bayesian-information',
  ],
  run: (data, chosen) => {
    const { strata: _strata, ...rows } = subjectVisitRows(id, data);
    const result = randomCoefficients({ ...rows, reference: data.reference }, chosen);
    const method = dfWords[chosen.degreesOfFreedom];
    return {
      parts: [
        { kind: 'estimates', rows: estimateRows(result, method, data.unit) },
        { kind: 'summary', rows: summaryRows(result, method, data.unit) },
        { kind: 'test', rows: testRows(result, chosen.degreesOfFreedom) },
      ],
      notices: noticesOf(result),
    };
  },
  sources: [
    'Laird NM, Ware JH. Biometrics 1982;38:963-974',
    'Kenward MG, Roger JH. Biometrics 1997;53:983-997',
    'Bates D et al. J Stat Softw 2015;67(1)',
  ],
});

function estimateRows(
  result: RandomCoefficientResult,
  method: string,
  unit: string | null,
): readonly EstimateRow[] {
  const figure = (one: ContrastFigure) => contrastFigures(one, result.level, method);
  return [
    ...result.slopeDifferences.map(
      (one): EstimateRow => ({
        statistic: 'slope-difference',
        term: null,
        role: 'comparison',
        of: one.of,
        versus: one.versus,
        ...figure(one),
      }),
    ),
    ...result.differences.map((one) => visitDifferenceRow(one, result.level, method, unit)),
    ...result.covariates.map(
      (one): EstimateRow => ({
        statistic: 'slope',
        term: one.covariate,
        role: 'covariate',
        of: null,
        versus: null,
        ...figure(one),
      }),
    ),
  ];
}

function summaryRows(
  result: RandomCoefficientResult,
  method: string,
  unit: string | null,
): readonly SummaryRow[] {
  const { level } = result;
  const plain = (statistic: SummaryRow['statistic'], term: string | null, value: SummaryRow['value']) => ({
    group: null,
    term,
    statistic,
    value,
    unit: null,
  });
  return [
    ...result.slopes.map(
      ({ group, estimate, lower, upper }): SummaryRow => ({
        group,
        term: null,
        statistic: 'slope',
        value: estimate,
        interval: { lower, upper, level, method },
        unit: null,
      }),
    ),
    ...result.leastSquaresMeans.flatMap((one) => visitMeanRows(one, level, method, unit)),
    plain('variance', 'intercepts', result.interceptVariance),
    plain('variance', 'slopes', result.slopeVariance),
    plain('covariance', 'intercepts and slopes', result.covariance),
    plain('correlation', 'intercepts and slopes', result.correlation),
    plain('variance', 'residuals', result.residualVariance),
    plain('log-likelihood', null, result.logLikelihood),
    plain('akaike-information', null, result.akaikeInformation),
    plain('bayesian-information', null, result.bayesianInformation),
  ];
}

function testRows(
  { equalSlopes }: RandomCoefficientResult,
  degreesOfFreedom: z.output<typeof options>['degreesOfFreedom'],
): readonly TestRow[] {
  if (equalSlopes === null) return [];
  const { f, numeratorDf, denominatorDf, p } = equalSlopes;
  return [
    {
      statistic: 'f-test',
      term: 'equal slopes',
      value: f,
      df: numeratorDf,
      ...(denominatorDf !== null && isEstimable(denominatorDf) ? { denominatorDf } : {}),
      p,
      method:
        degreesOfFreedom === 'normal'
          ? 'chi-square divided by its degrees of freedom'
          : dfWords[degreesOfFreedom].replace('t, ', ''),
    },
  ];
}

function noticesOf(result: RandomCoefficientResult): readonly Notice[] {
  return [
    ...rowNotices(id, result),
    ...(result.singular
      ? [
          warning(
            `${id}/singular`,
            'The variances of the coefficients lie on the edge of what is possible: a variance is 0 or the correlation 1 or −1. These data show fewer ways in which subjects differ than the model has.',
          ),
        ]
      : []),
    ...(result.status === 'converged'
      ? []
      : [warning(`${id}/no-fit`, `No model was fitted: ${statusWords[result.status]}.`)]),
    ...collinearNotices(id, result.collinear),
  ];
}

const statusWords: Record<RandomCoefficientResult['status'], string> = {
  converged: 'converged',
  'not-converged': 'the search did not converge',
  'not-identified': 'these data say nothing of some of its variances, as slopes from two visits',
  'singular-covariance': 'the covariance matrix is singular',
  'no-variation': 'there is no residual variation',
  'too-few-observations': 'it has as many coefficients as there are outcomes',
};
