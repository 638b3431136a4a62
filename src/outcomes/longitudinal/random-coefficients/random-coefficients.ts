import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type AnalysedRows, analysedRows, type ModelledRows, requireReference } from '../analysed-rows.js';
import type { RepeatedMeasuresStatus } from '../fit-repeated-measures.js';
import type { CovarianceInformation } from '../fixed-effects-covariance.js';
import { type ContrastFigure, inferFixedEffects, type JointTest } from '../fixed-effects-inference.js';
import type { RandomCoefficients } from '../random-coefficient-structure.js';
import { coefficientDesign } from './coefficient-design.js';
import {
  atTimeZero,
  centreOf,
  fitRandomCoefficients,
  type RandomCoefficientFit,
} from './fit-random-coefficients.js';
import { predictedEffects } from './predicted-effects.js';

/** One entry a row in every list; `visitTimes` has a time for every visit. */
export type RandomCoefficientRows = Omit<ModelledRows, 'weights' | 'covarianceGroup'>;

export const randomCoefficientKinds = ['intercept', 'intercept-and-slope'] as const;
export const coefficientDegreesOfFreedom = ['kenward-roger', 'satterthwaite', 'residual', 'normal'] as const;
export type CoefficientDegreesOfFreedom = (typeof coefficientDegreesOfFreedom)[number];

export interface RandomCoefficientOptions {
  /** What differs from subject to subject. */
  readonly random?: RandomCoefficients;
  readonly likelihood?: 'restricted' | 'full';
  readonly degreesOfFreedom?: CoefficientDegreesOfFreedom;
  readonly information?: CovarianceInformation;
  readonly level?: number;
}

export interface ArmSlope extends ContrastFigure {
  readonly group: string;
  /** Subjects of the arm. */
  readonly n: number;
}

export interface SlopeDifference extends ContrastFigure {
  readonly of: string;
  readonly versus: string;
}

export interface LineMean extends ContrastFigure {
  readonly group: string;
  readonly visit: string;
  /** Outcomes of the arm at the visit. */
  readonly n: number;
}

export interface LineDifference extends SlopeDifference {
  readonly visit: string;
}

export interface SubjectEffect {
  readonly subject: string | number;
  /** Distance at time 0 from the mean line of its arm and covariates. */
  readonly intercept: number;
  /** Difference from the slope of its arm; 0 with a random intercept alone. */
  readonly slope: number;
}

export interface RandomCoefficientResult {
  readonly status: RepeatedMeasuresStatus;
  /** Whether the variances are on the edge of what is possible: one is 0, or the correlation ±1 (lme4 `isSingular`). */
  readonly singular: boolean;
  /** Change of the outcome for a step of 1 in time, by arm. */
  readonly slopes: readonly ArmSlope[];
  /** Each other arm less the reference. */
  readonly slopeDifferences: readonly SlopeDifference[];
  /** On the fitted lines at the planned times, covariates at their means. */
  readonly leastSquaresMeans: readonly LineMean[];
  readonly differences: readonly LineDifference[];
  readonly covariates: readonly (ContrastFigure & { readonly covariate: string })[];
  /** Whether all arms have one slope; null for a single arm. */
  readonly equalSlopes: JointTest | null;
  readonly interceptVariance: Estimable;
  readonly slopeVariance: Estimable;
  readonly covariance: Estimable;
  readonly correlation: Estimable;
  readonly residualVariance: Estimable;
  /** In the order in which subjects first appear. */
  readonly subjectEffects: readonly SubjectEffect[];
  readonly logLikelihood: Estimable;
  readonly akaikeInformation: Estimable;
  readonly bayesianInformation: Estimable;
  readonly observations: number;
  readonly subjects: number;
  readonly rowsWithoutOutcome: number;
  readonly rowsWithoutCovariate: number;
  readonly collinear: readonly string[];
  readonly level: number;
}

const where = 'random-coefficients';

/**
 * Compares the rates of change of arms with a linear mixed model: each arm has a mean line over the planned times of the
 * visits, and each subject a line of its own around it (random coefficients, a growth curve).
 *
 * outcome = arm, time, arm × time, baseline, covariates + subject's intercept (+ slope · time) + residual; the
 * coefficients of a subject are correlated, residuals are not. Restricted maximum likelihood and Kenward-Roger by
 * default. With `information: 'observed'` (default) Satterthwaite is that of R lmerTest and Kenward-Roger that of SAS;
 * with `expected` Kenward-Roger is that of R pbkrtest. AIC and BIC count as SAS: covariance parameters, and under
 * `full` fixed effects; log(subjects). On the edge all covariance parameters are counted, as in lme4.
 *
 * Where the likelihood has its maximum outside what is possible for variances, the highest point on the edge is given
 * and `singular` says so: this is the fit of R lme4. There Satterthwaite takes the uncertainty along the edge
 * (lmerTest), and Kenward-Roger the expected information of all variances (pbkrtest), whatever `information` is.
 * Figures are `not-converged` where there is no maximum, such as for slopes from two visits; a correlation without two
 * variances above 0 is `no-variation`. Missing outcomes are missing at random.
 *
 * Same bits for every order of rows but for the order of subjects. Cost as mixedModelRepeatedMeasures.
 *
 * @throws MethodError for lists of different lengths, codes out of range, two rows of a subject at a visit, a visit
 * without a time, a reference that is no arm, Kenward-Roger with full likelihood.
 *
 * Sources: Laird NM, Ware JH. Biometrics 1982;38:963-974. Kenward MG, Roger JH. Biometrics 1997;53:983-997. Bates D et
 * al. J Stat Softw 2015;67(1). Oracle: test/oracles/random-coefficients.
 */
export function randomCoefficients(
  rows: RandomCoefficientRows,
  options: RandomCoefficientOptions = {},
): RandomCoefficientResult {
  const chosen = chooseOptions(options);
  const analysed = analysedRows(where, rows);
  const reference = requireReference(where, { group: analysed.group, reference: rows.reference });
  const times = requireTimes(analysed);
  const centre = centreOf(times);
  const centred = times.map((time) => time - centre);
  const design = coefficientDesign(analysed, times, centre, reference);
  const kernel = { ...analysed.kernel, columns: design.columns };
  const found = fitRandomCoefficients(kernel, centred, chosen.random, chosen.likelihood);
  const inference = infer(found, chosen);
  const single = (weights: Float64Array) => inference.single(weights, 'within');
  const arms = analysed.group.levels;
  const visits = analysed.visit.levels;
  const others = arms.flatMap((_, arm) => (reference < 0 || arm === reference ? [] : [arm]));
  const less = (of: Float64Array, versus: Float64Array) => of.map((value, index) => value - versus[index]!);
  const slopes = others.map((arm) => less(design.slopeWeights(arm), design.slopeWeights(reference)));
  const { fit, variances } = found;
  return {
    status: fit.status,
    singular: found.singular,
    slopes: arms.map((group, arm) => ({
      group,
      n: subjectsOf(analysed, arm),
      ...single(design.slopeWeights(arm)),
    })),
    slopeDifferences: others.map((arm, index) => ({
      of: arms[arm]!,
      versus: arms[reference]!,
      ...single(slopes[index]!),
    })),
    leastSquaresMeans: arms.flatMap((group, arm) =>
      visits.map((visit, when) => ({
        group,
        visit,
        n: analysed.counts[arm * visits.length + when]!,
        ...single(design.meanWeights(arm, times[when]!)),
      })),
    ),
    differences: others.flatMap((arm) =>
      visits.map((visit, when) => ({
        of: arms[arm]!,
        versus: arms[reference]!,
        visit,
        ...single(less(design.meanWeights(arm, times[when]!), design.meanWeights(reference, times[when]!))),
      })),
    ),
    covariates: analysed.covariates.map(({ name }, index) => ({
      covariate: name,
      ...single(design.covariateWeights(index)),
    })),
    equalSlopes: slopes.length === 0 ? null : inference.joint(slopes, 'within'),
    ...varianceFigures(found, centre),
    subjectEffects:
      variances === null
        ? []
        : predictedEffects(kernel, centred, fit, variances).map(({ subject, intercept, slope }) => ({
            subject: analysed.subjects[subject]!,
            intercept: intercept - centre * slope,
            slope,
          })),
    ...informationFigures(found, chosen),
    observations: fit.observations,
    subjects: fit.subjects,
    rowsWithoutOutcome: analysed.rowsWithoutOutcome,
    rowsWithoutCovariate: analysed.rowsWithoutCovariate,
    collinear: fit.collinear.map((column) => design.columns[column]!.name),
    level: chosen.level,
  };
}

type Chosen = Required<RandomCoefficientOptions>;

function chooseOptions(options: RandomCoefficientOptions): Chosen {
  requireOptions(where, options, {
    random: randomCoefficientKinds,
    likelihood: ['restricted', 'full'],
    degreesOfFreedom: coefficientDegreesOfFreedom,
    information: ['observed', 'expected'],
    level: 'checked later',
  });
  const {
    random = 'intercept-and-slope',
    likelihood = 'restricted',
    degreesOfFreedom = 'kenward-roger',
    information = 'observed',
    level = 0.95,
  } = options;
  requireLevel(where, 'level', level);
  if (degreesOfFreedom === 'kenward-roger' && likelihood === 'full') {
    throw argumentError(
      where,
      'degreesOfFreedom',
      'does not fit the other options',
      '"kenward-roger" with full maximum likelihood',
      'restricted maximum likelihood',
      'Choose satterthwaite or normal',
    );
  }
  return { random, likelihood, degreesOfFreedom, information, level };
}

/** The planned time of every visit with an outcome. */
function requireTimes({ visit, kernel }: AnalysedRows): Float64Array {
  const times = kernel.visitTimes ?? visit.levels.map(() => null);
  const known = times.filter((time): time is number => time !== null && Number.isFinite(time));
  if (known.length === times.length && new Set(known).size === times.length) return Float64Array.from(known);
  throw argumentError(
    where,
    'visitTimes',
    'does not give every visit a time of its own',
    times.map((time, index) => `${visit.levels[index]}: ${time ?? 'none'}`).join(', '),
    `${times.length} distinct numbers`,
    'Name the column of planned times in the endpoint, such as visitTime: AVISITN',
  );
}

function infer(found: RandomCoefficientFit, { degreesOfFreedom, information, level }: Chosen) {
  const widened = degreesOfFreedom === 'kenward-roger';
  return inferFixedEffects(widened ? found.full : found.fit, {
    // All variances enter V linearly, so that second derivatives add nothing.
    degreesOfFreedom: widened ? 'kenward-roger-linear' : degreesOfFreedom,
    variance: 'model',
    information: widened && found.singular ? 'expected' : information,
    level,
    strata: { between: Number.NaN, within: Number.NaN },
  });
}

function subjectsOf({ group, kernel }: AnalysedRows, arm: number): number {
  const seen = new Set<number>();
  for (let row = 0; row < group.codes.length; row += 1) {
    if (group.codes[row] === arm) seen.add(kernel.subject[row]!);
  }
  return seen.size;
}

function failure({ fit: { status } }: RandomCoefficientFit) {
  return notEstimable(
    status === 'no-variation' || status === 'too-few-observations' ? status : 'not-converged',
  );
}

function varianceFigures(found: RandomCoefficientFit, centre: number) {
  if (found.variances === null) {
    const none = failure(found);
    return {
      interceptVariance: none,
      slopeVariance: none,
      covariance: none,
      correlation: none,
      residualVariance: none,
    };
  }
  const { intercept, slope, covariance, residual } = atTimeZero(found.variances, centre);
  const root = Math.sqrt(intercept * slope);
  return {
    interceptVariance: intercept,
    slopeVariance: slope,
    covariance,
    correlation:
      root > 1e-12 * residual ? Math.max(-1, Math.min(1, covariance / root)) : notEstimable('no-variation'),
    residualVariance: residual,
  };
}

function informationFigures(found: RandomCoefficientFit, { random, likelihood }: Chosen) {
  const { fit } = found;
  if (fit.status !== 'converged') {
    const none = failure(found);
    return { logLikelihood: none, akaikeInformation: none, bayesianInformation: none };
  }
  const parameters = (random === 'intercept' ? 2 : 4) + (likelihood === 'full' ? fit.rank : 0);
  return {
    logLikelihood: fit.logLikelihood,
    akaikeInformation: -2 * fit.logLikelihood + 2 * parameters,
    bayesianInformation: -2 * fit.logLikelihood + parameters * Math.log(fit.subjects),
  };
}
