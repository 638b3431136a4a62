import type { CovarianceStructure } from '../covariance-structure.js';
import { fitRepeatedMeasures, type RepeatedMeasuresFit } from '../fit-repeated-measures.js';
import {
  type RandomCoefficients,
  randomCoefficientStructure,
  singularCoefficientStructure,
} from '../random-coefficient-structure.js';
import { differentiateLikelihood, evaluateLikelihood } from '../repeated-measures-likelihood.js';
import type { RepeatedMeasuresRows } from '../repeated-measures-rows.js';

/** Variances and covariance of the coefficients of subjects, and the variance left at a visit. */
export interface CoefficientVariances {
  readonly intercept: number;
  readonly covariance: number;
  readonly slope: number;
  readonly residual: number;
}

/**
 * Middle of the planned times. Lines are fitted around it: far from the visits (time 0 of calendar years) intercepts are
 * extrapolations whose variances swamp all others.
 */
export function centreOf(times: Float64Array): number {
  const [low, high] = [Math.min(...times), Math.max(...times)];
  return low + (high - low) / 2;
}

/** The variances of lines whose intercepts are at time 0, from those at `centre`. */
export function atTimeZero(variances: CoefficientVariances, centre: number): CoefficientVariances {
  const { intercept, covariance, slope } = variances;
  return {
    ...variances,
    intercept: Math.max(intercept - centre * (2 * covariance - centre * slope), 0),
    covariance: covariance - centre * slope,
  };
}

export interface RandomCoefficientFit {
  readonly fit: RepeatedMeasuresFit;
  /** The covariance of the coefficients lies on the edge of what is possible: a variance of 0, or a correlation of ±1. */
  readonly singular: boolean;
  /** Of intercepts where `times` is 0; null without a maximum. */
  readonly variances: CoefficientVariances | null;
  /**
   * The same fit by all variances and covariances, also those at the edge: what Kenward-Roger with the expected
   * information (R pbkrtest) is worked out from. The fit itself away from the edge.
   */
  readonly full: RepeatedMeasuresFit;
}

/**
 * Fits random intercepts, or intercepts and slopes, with a covariance that is possible: where the likelihood is
 * highest for a matrix G that is not non-negative definite, the highest point on the edge is taken, as R lme4 does
 * (`isSingular`).
 */
export function fitRandomCoefficients(
  rows: RepeatedMeasuresRows,
  times: Float64Array,
  random: RandomCoefficients,
  likelihood: 'restricted' | 'full',
): RandomCoefficientFit {
  const structure = randomCoefficientStructure(times, random);
  const free = fitRepeatedMeasures(rows, { covariance: structure, likelihood });
  const inner = variancesOf(free);
  if (free.status === 'converged' && isPossible(inner!, random)) {
    return { fit: free, singular: false, variances: inner, full: free };
  }
  if (
    free.status !== 'converged' &&
    free.status !== 'singular-covariance' &&
    free.status !== 'not-converged'
  ) {
    return { fit: free, singular: false, variances: null, full: free };
  }
  const edges = [
    fitRepeatedMeasures(rows, { covariance: 'independence', likelihood }),
    ...(random === 'intercept'
      ? []
      : directions(inner).map((direction) =>
          fitRepeatedMeasures(rows, {
            covariance: singularCoefficientStructure(times, direction),
            likelihood,
          }),
        )),
  ].filter(({ status }) => status === 'converged');
  const [none] = edges;
  if (none === undefined) return { fit: free, singular: false, variances: null, full: free };
  const slack = 1e-10 * Math.abs(none.logLikelihood);
  const fit = edges.reduce(
    (best, one) => (one.logLikelihood > best.logLikelihood + slack ? one : best),
    none,
  );
  return { fit, singular: true, variances: variancesOf(fit), full: byAllParameters(fit, structure) };
}

function variancesOf({ status, covarianceParameters }: RepeatedMeasuresFit): CoefficientVariances | null {
  if (status !== 'converged') return null;
  const of = (name: string) => covarianceParameters.find((one) => one.name === name)?.value;
  const [a, b] = [of('deviation of intercepts'), of('deviation of slopes')];
  return {
    intercept: a === undefined ? (of('variance of intercepts') ?? 0) : a * a,
    covariance: a === undefined ? (of('covariance of intercepts and slopes') ?? 0) : a * b!,
    slope: b === undefined ? (of('variance of slopes') ?? 0) : b * b,
    residual: of('variance of residuals') ?? of('variance')!,
  };
}

/** Away from the edge by more than rounding. */
function isPossible(
  { intercept, covariance, slope, residual }: CoefficientVariances,
  random: RandomCoefficients,
): boolean {
  if (!(intercept > 1e-12 * residual)) return false;
  return random === 'intercept' || intercept * slope - covariance * covariance > 1e-12 * intercept * slope;
}

/** Where to look for the highest point of the edge: along the matrix found without it, and along each axis. */
function directions(inner: CoefficientVariances | null): readonly (readonly [number, number])[] {
  const axes: (readonly [number, number])[] = [
    [1, 0],
    [0, 1],
  ];
  if (inner === null) return axes;
  const { intercept, covariance, slope } = inner;
  const root = (value: number) => Math.sqrt(Math.max(value, 0));
  return [[root(intercept), Math.sign(covariance) * root(slope)], ...axes];
}

/** The fit seen as one point of the structure with all parameters. */
function byAllParameters(fit: RepeatedMeasuresFit, structure: CovarianceStructure): RepeatedMeasuresFit {
  const { working } = fit;
  if (working === null) return fit;
  const { parameters } = working.maximum.point;
  const names = working.structure.parameters;
  const at = (name: string) => parameters[names.indexOf(name)] ?? 0;
  const [a, b] = [at('deviation of intercepts'), at('deviation of slopes')];
  const residual = parameters.at(-1)!;
  const all = structure.parameters.length === 2 ? [a * a, residual] : [a * a, a * b, b * b, residual];
  const model = { ...working.model, structure };
  const point = evaluateLikelihood(model, Float64Array.from(all));
  if (point === null) return fit;
  const maximum = { ...working.maximum, point, derivatives: differentiateLikelihood(model, point) };
  return { ...fit, working: { ...working, structure, model, maximum } };
}
