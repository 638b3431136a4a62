import type { Covariate, Factor } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import type { CovariateColumns } from '../../../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../../../math/columns/name-column.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { maximiseByNewton } from '../../../math/optimise/newton.js';
import { requireOptions } from '../../../math/option-checks.js';
import { factorIndicators } from '../../factor-indicators.js';
import { type LogWald, logWald, noLogWald } from '../../log-wald.js';
import { readRegressionData } from '../../regression-data.js';
import { settleMaximum } from '../../settle-maximum.js';
import { type CommonDifference, noDifference, waldDifference } from '../common-contrasts.js';
import { logisticPoint } from '../logistic-likelihood.js';
import { riskRegressionRows } from '../risk-regression-rows.js';
import { predictRisks, riskGradient } from './predict-risks.js';
import { robustRiskCovariance } from './robust-risk-covariance.js';

/** One entry a subject in `outcome`, `group`, `strata` and every covariate; no missing values. */
export interface StandardisationData {
  /** 1 with the event, 0 without. */
  readonly outcome: ArrayLike<number>;
  readonly group: NameColumn;
  readonly reference: string;
  /** Numbers, or names: a 0/1 column for each level but the first. */
  readonly covariates: CovariateColumns;
  /** Strata of randomisation; the model adjusts for them too. */
  readonly strata?: NameColumn | undefined;
}

export const riskVariances = ['ye', 'ge'] as const;
export type RiskVariance = (typeof riskVariances)[number];
export const randomisations = ['simple', 'stratified'] as const;
export type Randomisation = (typeof randomisations)[number];

export interface StandardisationOptions {
  readonly variance?: RiskVariance;
  /** `stratified` needs strata and the variance `ye`. */
  readonly randomisation?: Randomisation;
  readonly level?: number;
}

/** The share of all subjects that would have the event, had all been in this arm. */
export interface StandardisedRisk {
  readonly name: string;
  readonly risk: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface StandardisedContrast {
  /** The arm that is compared with the reference. */
  readonly name: string;
  readonly riskDifference: CommonDifference;
  readonly riskRatio: LogWald;
  readonly oddsRatio: LogWald;
}

export interface StandardisedRisks {
  /** In the order of the arms. */
  readonly risks: readonly StandardisedRisk[];
  readonly contrasts: readonly StandardisedContrast[];
  readonly n: number;
  readonly events: number;
  readonly variance: RiskVariance;
  readonly randomisation: Randomisation;
  readonly level: number;
}

/**
 * What the risk would be if everyone were in one arm, or everyone in the other: the unconditional effect of treatment,
 * adjusted for covariates (g-computation, as the FDA's guidance of 2023 on covariate adjustment describes).
 *
 * A logistic model with the arms, covariates and strata predicts every subject's risk in each arm; the mean predictions
 * are compared as difference, ratio and odds ratio, with Wald intervals (ratios on the log scale).
 *
 * `variance: 'ye'` (default) rests on randomisation alone, holds when the model is wrong, and takes the subjects for a
 * sample (R `RobinCar` and `beeca`, method "Ye"). `'ge'` is the delta method on the model's own covariance with the
 * covariates held fixed: it needs the model to be right, and is a little too small for a sample. When subjects were
 * randomised in blocks within strata, `'ye'` stays safe, but may be too large; `randomisation: 'stratified'` then takes
 * off what the balance within the strata gains.
 *
 * An arm without subjects: `empty-group`. Only one outcome: `no-variation`. A model without a maximum (an arm without
 * events, perfect prediction): `separated`. Fewer than two subjects in an arm: standard errors are
 * `too-few-observations`.
 *
 * Cost O(n p²) an iteration.
 *
 * @throws MethodError when an outcome is not 0 or 1, lengths differ, a value is not finite, the reference is no level,
 * level is not in (0, 1), or `stratified` comes without strata or with the variance `ge`.
 *
 * Sources: Ge M, Durham LK, Meyer RD, Xie W, Thomas N. Drug Inf J 2011;45:481-493. Ye T, Bannick M, Yi Y, Shao J. Stat
 * Theory Relat Fields 2023;7:159-163. Bannick MS, Shao J, Liu J, Du Y, Yi Y, Ye T. arXiv 2306.10213 (stratified). Oracle:
 * test/oracles/marginal-standardisation.
 */
export function marginalStandardisation(
  input: StandardisationData,
  options: StandardisationOptions = {},
): StandardisedRisks {
  requireOptions('marginal-standardisation', options, {
    variance: riskVariances,
    randomisation: randomisations,
    level: 'checked later',
  });
  const { variance = 'ye', randomisation = 'simple', level = 0.95 } = options;
  requireLevel('marginal-standardisation', 'level', level);
  const data = readRegressionData('marginal-standardisation', input, ['outcome']);
  const group = readNames('marginal-standardisation', 'group', data.group, data.outcome.length);
  const strata =
    data.strata === undefined
      ? undefined
      : readNames('marginal-standardisation', 'strata', data.strata, data.outcome.length);
  requireStrata(strata, variance, randomisation);
  const { reference } = data;
  const arms = factorIndicators(group, reference);
  const columns = [...arms, ...data.covariates, ...strataIndicators(strata)];
  const { design, outcome, events } = riskRegressionRows('marginal-standardisation', {
    outcome: data.outcome,
    covariates: columns,
  });
  const n = outcome.length;
  const settings = { n, events, variance, randomisation, level };
  const without = (reason: NotEstimableReason) => ({ ...noRisks(group, reference, reason), ...settings });
  const sizes = group.levels.map((_, arm) => group.codes.filter((code) => code === arm).length);
  if (sizes.some((size) => size === 0)) return without('empty-group');
  if (events === 0 || events === n) return without('no-variation');

  const weight = new Float64Array(n).fill(1);
  const evaluate = (parameters: Float64Array) =>
    logisticPoint({ design, outcome, weight }, parameters, false);
  const start = new Float64Array(design.size);
  start[0] = Math.log(events / (n - events));
  const climb = maximiseByNewton(start, evaluate);
  const fit = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate) : null;
  if (fit === null) {
    const runsOff = climb.status === 'diverging' || climb.status === 'singular';
    return without(runsOff ? 'separated' : 'not-converged');
  }

  const armColumns = arms.map((_, index) => index);
  const predictions = group.levels.map((name) =>
    predictRisks(
      design,
      fit.parameters,
      armColumns,
      name === reference ? null : arms.findIndex((arm) => arm.name === name),
    ),
  );
  const predicted = predictions.map(({ risks }) => risks);
  const means = predicted.map((risks) => risks.reduce((sum, risk) => sum + risk, 0) / n);
  const covariance =
    variance === 'ge'
      ? quadraticForms(
          predictions.map(({ risks, rows }) => riskGradient(risks, rows, design.size)),
          fit.factor.inverse(),
        )
      : sizes.some((size) => size < 2)
        ? null
        : robustRiskCovariance(
            { outcome, arm: group.codes, predicted },
            randomisation === 'stratified' ? strata : undefined,
          );
  const versus = group.levels.indexOf(reference);
  return {
    risks: group.levels.map((name, arm) =>
      standardisedRisk(name, means[arm]!, covariance?.[arm]?.[arm], level),
    ),
    contrasts: group.levels.flatMap((name, arm) =>
      arm === versus ? [] : [contrast(name, arm, versus, means, covariance, level)],
    ),
    ...settings,
  };
}

function strataIndicators(strata: Factor | undefined): readonly Covariate[] {
  const [first] = strata?.levels ?? [];
  return strata === undefined || first === undefined ? [] : factorIndicators(strata, first);
}

function requireStrata(
  strata: Factor | undefined,
  variance: RiskVariance,
  randomisation: Randomisation,
): void {
  if (randomisation === 'stratified' && (strata === undefined || variance === 'ge')) {
    throw argumentError(
      'marginal-standardisation',
      'randomisation',
      strata === undefined ? 'is stratified, but there are no strata' : 'does not enter this variance',
      `stratified with variance ${variance}`,
      'strata and the variance ye',
      'Name the strata of randomisation as `strata` of the endpoint, or choose `simple`',
    );
  }
}

function standardisedRisk(
  name: string,
  risk: number,
  square: number | undefined,
  level: number,
): StandardisedRisk {
  if (square === undefined || !(square > 0)) {
    const none = notEstimable(square === undefined ? 'too-few-observations' : 'no-variation');
    return { name, risk, standardError: none, lower: none, upper: none };
  }
  const standardError = Math.sqrt(square);
  const halfWidth = criticalZ(level) * standardError;
  return {
    name,
    risk,
    standardError,
    lower: Math.max(0, risk - halfWidth),
    upper: Math.min(1, risk + halfWidth),
  };
}

/** Difference, log ratio and log odds ratio of two risks; their variances by the delta method. */
function contrast(
  name: string,
  arm: number,
  versus: number,
  means: readonly number[],
  covariance: readonly (readonly number[])[] | null,
  level: number,
): StandardisedContrast {
  const [first, second] = [means[arm]!, means[versus]!];
  const difference = first - second;
  const logRatio = Math.log(first / second);
  const logOdds = logRatio - Math.log((1 - first) / (1 - second));
  if (covariance === null) {
    const reason = 'too-few-observations';
    return {
      name,
      riskDifference: { ...noDifference(reason), difference },
      riskRatio: { ...noLogWald(reason), ratio: first / second, logRatio },
      oddsRatio: { ...noLogWald(reason), ratio: Math.exp(logOdds), logRatio: logOdds },
    };
  }
  const delta = (slope: (risk: number) => number) =>
    slope(first) ** 2 * covariance[arm]![arm]! +
    slope(second) ** 2 * covariance[versus]![versus]! -
    2 * slope(first) * slope(second) * covariance[arm]![versus]!;
  return {
    name,
    riskDifference: waldDifference(
      difference,
      delta(() => 1),
      level,
    ),
    riskRatio: logWald(
      logRatio,
      delta((risk) => 1 / risk),
      level,
    ),
    oddsRatio: logWald(
      logOdds,
      delta((risk) => 1 / (risk * (1 - risk))),
      level,
    ),
  };
}

/** gᵢᵀ · covariance · gⱼ for every pair of gradients. */
function quadraticForms(gradients: readonly Float64Array[], covariance: Float64Array): number[][] {
  const size = gradients[0]?.length ?? 0;
  return gradients.map((left) =>
    gradients.map((right) => {
      let sum = 0;
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < size; column += 1) {
          sum += left[row]! * covariance[column * size + row]! * right[column]!;
        }
      }
      return sum;
    }),
  );
}

function noRisks(group: Factor, reference: string, reason: NotEstimableReason) {
  const none = notEstimable(reason);
  return {
    risks: group.levels.map((name) => ({ name, risk: none, standardError: none, lower: none, upper: none })),
    contrasts: group.levels
      .filter((name) => name !== reference)
      .map((name) => ({
        name,
        riskDifference: noDifference(reason),
        riskRatio: noLogWald(reason),
        oddsRatio: noLogWald(reason),
      })),
  };
}
