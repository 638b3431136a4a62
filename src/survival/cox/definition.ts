import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import type { MethodOutput } from '../../core/result.js';
import { softwareConventions, softwareProfiles, weightsAskForRobust } from '../software-profile.js';
import { coxNotices } from './cox-notices.js';
import {
  concordanceRows,
  countGroups,
  estimateRow,
  proportionalHazardsRows,
  summaryRows,
  termRows,
  testRows,
} from './cox-output-rows.js';
import { type CoxInput, fitCoxModel } from './fit-cox-model.js';
import { overTimeParts } from './over-time-parts.js';
import { testProportionalHazards, timeTransforms } from './proportional-hazards-test.js';

const options = z.strictObject({
  profile: z
    .enum(softwareProfiles)
    .default('r')
    .describe('Whose defaults to take: R, SAS or Stata. Options that are stated win.'),
  ties: z
    .enum(['efron', 'breslow', 'exact'])
    .optional()
    .describe(
      'How tied event times enter the likelihood; exact is the discrete likelihood. Default efron with profile r, breslow with sas and stata.',
    ),
  variance: z
    .enum(['model', 'robust'])
    .optional()
    .describe(
      'Inverse information, or the sandwich that does not rely on the model. Default robust where the endpoint names clusters or (profile r and stata) weights that are not whole, else model.',
    ),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  penalty: z
    .enum(['none', 'firth', 'ridge'])
    .default('none')
    .describe(
      'firth: finite, less biased ratios for few events or separation. ridge: ratios shrunk towards 1.',
    ),
  ridge: z
    .number()
    .positive()
    .default(1)
    .describe('Size of the ridge: half of it times the squared log hazard ratios is the penalty.'),
  interval: z
    .enum(['wald', 'profile'])
    .optional()
    .describe(
      'Intervals and p-values from standard errors or the likelihood. Default profile for firth, else wald.',
    ),
  offset: z
    .string()
    .optional()
    .describe('Covariate of the endpoint whose log hazard ratio is held at 1 per unit and not estimated.'),
  diagnostics: z
    .boolean()
    .default(false)
    .describe(
      'Adds tests of proportional hazards, residuals over time to draw, and the concordance of predicted and observed order.',
    ),
  timeScale: z
    .enum(timeTransforms)
    .default('km')
    .describe('Scale of time of the proportional-hazards tests. R uses km.'),
  maximumIterations: z
    .number()
    .int()
    .positive()
    .default(50)
    .describe('Newton steps before the fit is given up.'),
});

type Options = z.output<typeof options>;

function runCox(data: SurvivalData, chosen: Options): MethodOutput {
  const { diagnostics, timeScale, offset: named, profile, ...given } = chosen;
  const ties = given.ties ?? softwareConventions[profile].coxTies;
  const variance = given.variance ?? defaultVariance(data, { ...chosen, ties });
  const model = fitCoxModel(withOffset(data, named), { ...given, ties, variance });
  const { result } = model;
  const counts = countGroups(data);
  const checked = diagnostics && result.status === 'converged' && model.maximum !== null;
  const tests = checked ? testProportionalHazards(model, timeScale) : [];
  const panels = checked && ties !== 'exact' ? overTimeParts(model, timeScale, tests, data.timeUnit) : [];
  return {
    parts: [
      { kind: 'estimates', rows: result.coefficients.map((row) => estimateRow(row, result, counts)) },
      {
        kind: 'test',
        rows: [...testRows(result), ...termRows(result), ...proportionalHazardsRows(tests, timeScale)],
      },
      { kind: 'summary', rows: [...summaryRows(result, counts), ...(checked ? concordanceRows(model) : [])] },
      ...panels,
    ],
    notices: coxNotices(result, diagnostics, data.cluster !== undefined),
  };
}

/** The sandwich where rows belong together or weights are no counts, and the other options allow it. */
function defaultVariance(
  { cluster, weight }: SurvivalData,
  { profile, ties, penalty, interval }: Options,
): 'model' | 'robust' {
  const possible = ties !== 'exact' && penalty === 'none' && interval !== 'profile';
  return possible && (cluster !== undefined || weightsAskForRobust(profile, weight)) ? 'robust' : 'model';
}

/** Takes a covariate out of the model's columns and makes it the offset. */
function withOffset(data: SurvivalData, name: string | undefined): CoxInput {
  if (name === undefined) return data;
  const offset = data.covariates.find((covariate) => covariate.name === name);
  if (offset === undefined) {
    throw argumentError(
      'cox',
      'offset',
      'is no covariate of the endpoint',
      `"${name}"`,
      data.covariates.map((covariate) => covariate.name).join(', ') || 'a covariate',
      'Name the column among the covariates of the endpoint',
    );
  }
  return {
    ...data,
    covariates: data.covariates.filter((covariate) => covariate !== offset),
    offset: offset.values,
  };
}

/** Cox regression as a method of a plan: a hazard ratio for each arm against the reference, and for each covariate. */
export const coxMethod = defineMethod({
  id: 'cox',
  label: 'Cox proportional hazards regression',
  summary:
    'Hazard ratios between arms, adjusted for covariates and stratified if wanted, with intervals and tests.',
  accepts: 'survival',
  options,
  returns: ['estimates', 'test', 'summary', 'points'],
  statistics: [
    'hazard-ratio',
    'likelihood-ratio',
    'wald',
    'score',
    'interaction',
    'proportional-hazards-assumption',
    'concordance',
    'n',
    'events',
    'log-likelihood',
  ],
  run: runCox,
  sources: [
    'Cox DR. J R Stat Soc B 1972;34:187-220',
    'Efron B. J Am Stat Assoc 1977;72:557-565 (ties)',
    'Breslow N. Biometrics 1974;30:89-99 (ties)',
    'Gail MH, Lubin JH, Rubinstein LV. Biometrika 1981;68:703-707 (exact ties)',
    'Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078 (robust variance)',
    'Heinze G, Schemper M. Biometrics 2001;57:114-119 (Firth penalty)',
    'Venzon DJ, Moolgavkar SH. Appl Stat 1988;37:87-94 (profile intervals)',
    'Grambsch PM, Therneau TM. Biometrika 1994;81:515-526 (proportional hazards)',
    'Harrell FE et al. JAMA 1982;247:2543-2546 (concordance)',
  ],
});
