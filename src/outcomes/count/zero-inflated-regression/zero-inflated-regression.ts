import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject, requireOneOf } from '../../../math/argument-checks.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { type LikelihoodPoint, maximiseByNewton } from '../../../math/optimise/newton.js';
import { weightedCrossProducts } from '../../design-products.js';
import { requireRegressionData } from '../../regression-data.js';
import { settleMaximum } from '../../settle-maximum.js';
import { noCoefficients, type RegressionCoefficients, waldCoefficients } from '../../wald-coefficients.js';
import type { CountRows } from '../count-likelihood.js';
import { type CountRegressionData, countRows, overallRate } from '../count-rows.js';
import { zeroInflatedPoint } from './zero-inflated-point.js';

export const zeroInflatedDistributions = ['poisson', 'negative-binomial'] as const;
export type ZeroInflatedDistribution = (typeof zeroInflatedDistributions)[number];

export interface ZeroInflatedOptions {
  readonly distribution?: ZeroInflatedDistribution;
  readonly level?: number;
}

/** Coefficients are log rate ratios among those who can have events; the intercept is their log rate at covariates 0. */
export interface ZeroInflatedFit extends RegressionCoefficients {
  /** Share of subjects who cannot have an event, with its limits from the logit scale. */
  readonly zeroShare: Estimable;
  readonly zeroLower: Estimable;
  readonly zeroUpper: Estimable;
  /** Logit of that share. */
  readonly zeroLogOdds: Estimable;
  readonly zeroStandardError: Estimable;
  /** Variance of the counts is mean + dispersion · mean²; 0 for Poisson. */
  readonly dispersion: Estimable;
  readonly logLikelihood: Estimable;
  readonly rows: number;
  readonly distribution: ZeroInflatedDistribution;
  readonly level: number;
}

/**
 * Relates the rate of events to covariates where some subjects cannot have an event at all, so that there are more zeros
 * than counts alone would give.
 *
 * A share of the subjects, the same for all, has structural zeros; the others have Poisson or negative binomial counts
 * with log link and the logarithm of exposure as offset. All parameters by maximum likelihood, standard errors from the
 * observed information of all of them, as R `pscl::zeroinfl(y ~ x | 1)` and SAS GENMOD `DIST=ZIP` or `ZINB` with
 * `ZEROMODEL` without covariates. Where the counts hold no more zeros than expected, or vary no more than Poisson counts
 * (negative binomial), a parameter runs to its edge, there is no maximum and everything is `not-converged`: the model
 * without it answers then. No events: `no-events`; no rows: `empty-group`; a covariate that earlier ones determine is
 * `collinear`.
 *
 * Cost O(n p²) times twice the number of parameters an iteration.
 *
 * @throws MethodError when events are not whole or negative, an exposure is not above 0, lengths differ, a covariate is not
 * finite, or level is not in (0, 1).
 *
 * Sources: Lambert D. Technometrics 1992;34:1-14. Greene WH. NYU working paper EC-94-10, 1994. Oracle:
 * test/oracles/zero-inflated-regression.
 */
export function zeroInflatedRegression(
  data: CountRegressionData,
  options: ZeroInflatedOptions = {},
): ZeroInflatedFit {
  const method = 'zero-inflated-regression';
  requireObject(method, 'options', options, 'an object of options');
  const { distribution = 'poisson', level = 0.95 } = options;
  requireOneOf(method, 'distribution', distribution, zeroInflatedDistributions);
  requireLevel(method, 'level', level);
  requireRegressionData(method, data, ['events', 'exposure', 'covariates']);
  const names = data.covariates.map(({ name }) => name);
  const settings = { rows: data.events.length, distribution, level };
  const without = (reason: NotEstimableReason): ZeroInflatedFit => {
    const none = notEstimable(reason);
    return {
      ...noCoefficients(names, reason),
      zeroShare: none,
      zeroLower: none,
      zeroUpper: none,
      zeroLogOdds: none,
      zeroStandardError: none,
      dispersion: none,
      logLikelihood: none,
      ...settings,
    };
  };
  if (data.events.length === 0) return without('empty-group');
  const rows = countRows(method, data);
  const zeros = rows.events.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0);
  if (zeros === rows.events.length) return without('no-events');
  if (zeros === 0) return without('not-converged');
  const { size } = rows.design;
  const start = new Float64Array(size + (distribution === 'poisson' ? 1 : 2));
  start.set(overallRate(rows));
  // Half of the zeros to begin with, and the rate that the others then have.
  const share = zeros / rows.events.length / 2;
  start[0] = start[0]! - Math.log1p(-share);
  start[size] = Math.log(share / (1 - share));
  const evaluate = (parameters: Float64Array) => curvedPoint(rows, parameters);
  const climb = maximiseByNewton(start, evaluate, { maxIterations: 200 });
  const fit = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate) : null;
  if (fit === null || !observedIsKnown(rows, fit.parameters)) return without('not-converged');
  const inverse = fit.factor.inverse();
  const total = start.length;
  const block = Float64Array.from(
    { length: size * size },
    (_, index) => inverse[Math.floor(index / size) * total + (index % size)]!,
  );
  const zeroLogOdds = fit.parameters[size]!;
  const zeroStandardError = Math.sqrt(inverse[size * total + size]!);
  const halfWidth = criticalZ(level) * zeroStandardError;
  const logistic = (value: number) => 1 / (1 + Math.exp(-value));
  return {
    ...waldCoefficients(names, rows.design, fit.parameters.slice(0, size), block, level),
    zeroShare: logistic(zeroLogOdds),
    zeroLower: logistic(zeroLogOdds - halfWidth),
    zeroUpper: logistic(zeroLogOdds + halfWidth),
    zeroLogOdds,
    zeroStandardError,
    dispersion: distribution === 'poisson' ? 0 : Math.exp(-fit.parameters[size + 1]!),
    logLikelihood: fit.logLikelihood,
    ...settings,
  };
}

/** Whether the information at the point is the observed one, as it must be at a maximum. */
function observedIsKnown(rows: CountRows, parameters: Float64Array): boolean {
  return cholesky(observedInformation(rows, parameters), parameters.length) !== null;
}

/**
 * Log-likelihood with the observed information where that is positive definite, else with the information there would
 * be if structural zeros were known: a step by the latter goes up too (Lange K. J R Stat Soc B 1995;57:425-437).
 */
function curvedPoint(rows: CountRows, parameters: Float64Array): LikelihoodPoint {
  const { logLikelihood, score, weight } = zeroInflatedPoint(rows, parameters);
  const observed = observedInformation(rows, parameters);
  const total = parameters.length;
  if (!Number.isFinite(logLikelihood) || cholesky(observed, total) !== null) {
    return { logLikelihood, score, information: observed };
  }
  const { design } = rows;
  const { size } = design;
  const products = weightedCrossProducts(design, weight);
  const information = new Float64Array(total * total);
  for (let column = 0; column < size; column += 1) {
    information.set(products.subarray(column * size, (column + 1) * size), column * total);
  }
  const zero = 1 / (1 + Math.exp(-parameters[size]!));
  information[size * total + size] = Math.max(1e-3, design.rows * zero * (1 - zero));
  if (total > size + 1) information[(size + 1) * total + size + 1] = design.rows / 4;
  return { logLikelihood, score, information };
}

/** Minus the second derivatives, by fourth-order differences of the score; steps follow the units of the covariates. */
function observedInformation(rows: CountRows, parameters: Float64Array): Float64Array {
  const total = parameters.length;
  const lengths = columnLengths(rows.design);
  const information = new Float64Array(total * total);
  for (let column = 0; column < total; column += 1) {
    const width = 1e-3 / (lengths[column] ?? 1);
    const at = (steps: number) => {
      const moved = parameters.slice();
      moved[column] = moved[column]! + steps * width;
      return zeroInflatedPoint(rows, moved).score;
    };
    const [below2, below, above, above2] = [at(-2), at(-1), at(1), at(2)];
    for (let row = 0; row < total; row += 1) {
      const slope = (8 * (above[row]! - below[row]!) - (above2[row]! - below2[row]!)) / (12 * width);
      information[column * total + row] = information[column * total + row]! - slope / 2;
      information[row * total + column] = information[row * total + column]! - slope / 2;
    }
  }
  return information;
}

/** Root mean square of every column of the design. */
function columnLengths({ matrix, rows, size }: CountRows['design']): Float64Array {
  const lengths = new Float64Array(size);
  for (let index = 0; index < matrix.length; index += 1) {
    lengths[index % size]! += matrix[index]! ** 2 / rows;
  }
  return lengths.map(Math.sqrt);
}
