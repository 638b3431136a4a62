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
import { covarianceStructureNames } from '../covariance-structure.js';
import {
  type ContrastFigure,
  degreesOfFreedomMethods,
  varianceEstimators,
} from '../fixed-effects-inference.js';
import { parametrisations } from '../mmrm-parametrisation.js';
import { subjectVisitRows } from '../subject-visit-rows.js';
import { type MixedModelResult, mixedModelRepeatedMeasures } from './mixed-model-repeated-measures.js';

const options = z.strictObject({
  model: z
    .array(z.string())
    .optional()
    .describe(
      'Fixed effects: `group`, `visit`, `baseline`, names of covariates, `stratum`, and products such as `group*visit`; ' +
        '[group*visit, baseline*visit] and all covariates when omitted.',
    ),
  covariance: z
    .enum(covarianceStructureNames)
    .default('unstructured')
    .describe('How the outcomes of a subject at its visits vary together.'),
  fallback: z
    .array(z.enum(covarianceStructureNames))
    .default([])
    .describe(
      'Covariance structures to try in turn where the one before does not converge; the result says so.',
    ),
  covarianceBy: z
    .enum(['none', 'group', 'stratum'])
    .default('none')
    .describe('Whether each arm, or each stratum, has a covariance matrix of its own.'),
  likelihood: z
    .enum(['restricted', 'full'])
    .default('restricted')
    .describe('Restricted (REML) or full (ML) maximum likelihood.'),
  degreesOfFreedom: z
    .enum(degreesOfFreedomMethods)
    .default('kenward-roger')
    .describe(
      'Degrees of freedom; `kenward-roger` and `kenward-roger-linear` also widen the standard errors for having estimated the covariance.',
    ),
  variance: z
    .enum(varianceEstimators)
    .default('model')
    .describe(
      'Standard errors: of the model, or sandwiches that hold where its covariance does not: `CR0` (SAS EMPIRICAL), `CR2` (bias reduced), `CR3` (jackknife).',
    ),
  information: z
    .enum(['observed', 'expected'])
    .default('observed')
    .describe(
      'Information that the uncertainty of the covariance is taken from: `observed` as SAS and mmrm, `expected` as pbkrtest.',
    ),
  parametrisation: z
    .enum(parametrisations)
    .default('natural')
    .describe(
      'Covariance parameters that `kenward-roger` takes second derivatives by: `natural` (variances, covariances, correlations) as SAS, `mmrm` as Kenward-Roger of R mmrm; no other choice depends on it.',
    ),
  margins: z
    .enum(['proportional', 'equal'])
    .default('proportional')
    .describe('Least-squares means at the shares of categories among the rows (SAS OM), or at equal shares.'),
  level: levelOption,
});

const dfWords: Record<z.output<typeof options>['degreesOfFreedom'], string> = {
  'kenward-roger': 't, Kenward-Roger',
  'kenward-roger-linear': 't, Kenward-Roger without second derivatives',
  satterthwaite: 't, Satterthwaite',
  'between-within': 't, between-within degrees of freedom',
  residual: 't, residual degrees of freedom',
  normal: 'Wald',
};

export const mixedModelRepeatedMeasuresMethod = defineMethod({
  id: 'mixed-model-repeated-measures',
  label: 'Mixed model for repeated measures',
  summary:
    'Compares arms at every visit with one model for all visits, in which the outcomes of a subject are correlated and missing outcomes are missing at random.',
  accepts: 'longitudinal',
  options,
  returns: ['estimates', 'summary', 'test'],
  statistics: [
    'mean-difference',
    'slope',
    'least-squares-mean',
    'n',
    'f-test',
    'covariance',
    'correlation',
    'standard-deviation',
    'log-likelihood',
    'akaike-information',
    'bayesian-information',
  ],
  run: (data, chosen) => {
    const { strata, ...rows } = subjectVisitRows('mixed-model-repeated-measures', data);
    const covarianceGroup =
      chosen.covarianceBy === 'group' ? rows.group : chosen.covarianceBy === 'stratum' ? strata : undefined;
    const { model, covarianceBy: _by, ...settings } = chosen;
    const result = mixedModelRepeatedMeasures(
      { ...rows, reference: data.reference, ...(covarianceGroup === undefined ? {} : { covarianceGroup }) },
      { ...settings, ...(model === undefined ? {} : { model }) },
    );
    const method = `${dfWords[chosen.degreesOfFreedom]}${chosen.variance === 'model' ? '' : `, sandwich ${chosen.variance}`}`;
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
    'Mallinckrodt CH et al. Drug Inf J 2008;42:303-319',
    'Kenward MG, Roger JH. Biometrics 1997;53:983-997; Comput Stat Data Anal 2009;53:2583-2595',
    'Jennrich RI, Schluchter MD. Biometrics 1986;42:805-820',
    'Fai AHT, Cornelius PL. J Stat Comput Simul 1996;54:363-378',
    'Bell RM, McCaffrey DF. Surv Methodol 2002;28:169-181',
  ],
});

function estimateRows(result: MixedModelResult, method: string, unit: string | null): readonly EstimateRow[] {
  const figure = (one: ContrastFigure) => contrastFigures(one, result.level, method);
  return [
    ...result.differences.map((one) => visitDifferenceRow(one, result.level, method, unit)),
    ...result.slopes.map(
      (one): EstimateRow => ({
        statistic: 'slope',
        term: [one.covariate, one.group, one.visit].filter((word) => word !== null).join(', '),
        role: 'covariate',
        of: null,
        versus: null,
        ...figure(one),
      }),
    ),
  ];
}

function summaryRows(result: MixedModelResult, method: string, unit: string | null): readonly SummaryRow[] {
  const { visits, level } = result;
  const fitted = result.status === 'converged' ? result.covariances : [];
  return [
    ...result.leastSquaresMeans.flatMap((one) => visitMeanRows(one, level, method, unit)),
    ...fitted.flatMap(({ group, covariance, correlation }) =>
      visits.flatMap((visit, row): readonly SummaryRow[] => [
        {
          group,
          term: visit,
          statistic: 'standard-deviation',
          value: Math.sqrt(covariance[row]![row]!),
          unit,
        },
        ...visits.slice(0, row).flatMap((other, column): readonly SummaryRow[] => {
          const term = `${other} and ${visit}`;
          return [
            { group, term, statistic: 'covariance', value: covariance[row]![column]!, unit: null },
            { group, term, statistic: 'correlation', value: correlation[row]![column]!, unit: null },
          ];
        }),
      ]),
    ),
    ...(
      [
        ['log-likelihood', result.logLikelihood],
        ['akaike-information', result.akaikeInformation],
        ['bayesian-information', result.bayesianInformation],
      ] as const
    ).map(([statistic, value]): SummaryRow => ({ group: null, term: null, statistic, value, unit: null })),
  ];
}

function testRows(
  { tests }: MixedModelResult,
  degreesOfFreedom: z.output<typeof options>['degreesOfFreedom'],
): readonly TestRow[] {
  const method =
    degreesOfFreedom === 'normal'
      ? 'type III, chi-square divided by its degrees of freedom'
      : `type III, ${dfWords[degreesOfFreedom].replace('t, ', '')}`;
  return tests.map(({ term, f, numeratorDf, denominatorDf, p }) => ({
    statistic: 'f-test',
    term,
    value: f,
    df: numeratorDf,
    ...(denominatorDf !== null && isEstimable(denominatorDf) ? { denominatorDf } : {}),
    p,
    method,
  }));
}

const statusWords: Record<MixedModelResult['status'], string> = {
  converged: 'converged',
  'not-converged': 'did not converge',
  'not-identified': 'has parameters that these data say nothing of',
  'singular-covariance': 'ran into a singular matrix',
  'no-variation': 'leaves no residual variation',
  'too-few-observations': 'has as many coefficients as there are outcomes',
};

function noticesOf(result: MixedModelResult): readonly Notice[] {
  const id = 'mixed-model-repeated-measures';
  const failed = result.attempts.filter(({ status }) => status !== 'converged');
  const tried = failed.map(({ covariance, status }) => `${covariance} ${statusWords[status]}`).join('; ');
  return [
    ...rowNotices(id, result),
    ...(failed.length === 0
      ? []
      : [
          warning(
            `${id}/covariance`,
            result.status === 'converged'
              ? `The covariance is ${result.covariance}, because ${tried}.`
              : `No model was fitted: ${tried}.`,
          ),
        ]),
    ...result.covarianceParameters
      .filter(({ atBoundary }) => atBoundary)
      .map(({ name, group, value }) =>
        warning(
          `${id}/boundary`,
          `The ${name}${group === null ? '' : ` of ${group}`} is ${value}, the least possible: ${result.covariance} cannot hold negative correlations, and outcomes of a subject count as independent.`,
        ),
      ),
    ...collinearNotices(id, result.collinear),
  ];
}
