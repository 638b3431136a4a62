import { argumentError } from '../../../core/errors.js';
import { type Estimable, isEstimable, mapEstimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList, requireObject, requirePositive } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { requireOptions } from '../../../math/option-checks.js';
import { largestSize, safeUnit } from '../../../math/safe-unit.js';
import { type LogWald, logWald, noLogWald } from '../../log-wald.js';
import { type EventRate, requireEventRate } from '../event-rate.js';

/** Two arms within one stratum. */
export interface RateStratum {
  readonly name: string;
  readonly of: EventRate;
  readonly versus: EventRate;
}

export interface StratifiedRateOptions {
  readonly level?: number;
  /** Units of exposure that the difference is given for. */
  readonly per?: number;
}

export interface StratifiedRateEstimate {
  /** Mantel-Haenszel rate ratio. */
  readonly rateRatio: LogWald;
  /** Mantel-Haenszel rate difference, per `per` units of exposure. */
  readonly rateDifference: {
    readonly difference: Estimable;
    readonly standardError: Estimable;
    readonly lower: Estimable;
    readonly upper: Estimable;
    readonly z: Estimable;
    readonly p: Estimable;
  };
  /** Test of no difference in any stratum. */
  readonly chiSquare: Estimable;
  readonly p: Estimable;
  /** Test of one rate ratio in all strata; strata without events do not count. */
  readonly homogeneity: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  /** Strata with time at risk in both arms. */
  readonly strataUsed: number;
  readonly level: number;
  readonly per: number;
}

/**
 * The rate ratio and the rate difference of strata put together by Mantel-Haenszel weights of person-time.
 *
 * As metafor `rma.mh(measure = "IRR")` and `"IRD"`: the logarithm of the ratio has the variance of Greenland and Robins,
 * the difference the sum of the strata's Poisson variances; Wald intervals. The test is the Mantel-Haenszel test of
 * person-time data, without continuity correction. The test of homogeneity takes the events of each stratum as binomial
 * under the common ratio. Strata in which an arm has no time at risk are left out; with none left everything is
 * `empty-group`. No events: `no-events`; an arm without events in any stratum: the ratio is `zero-cells`. Fewer than two
 * strata with events: homogeneity is `not-applicable`. Figures beyond the largest number are `overflow`.
 *
 * @throws MethodError when there is no stratum, events are not whole or negative, exposure is negative or 0 with events,
 * or level is not in (0, 1).
 *
 * Sources: Greenland S, Robins JM. Biometrics 1985;41:55-68. Rothman KJ, Boice JD. Epidemiologic Analysis with a
 * Programmable Calculator 1979. Oracle: test/oracles/stratified-rate.
 */
export function stratifiedRate(
  strata: readonly RateStratum[],
  options: StratifiedRateOptions = {},
): StratifiedRateEstimate {
  requireOptions('stratified-rate', options, { level: 'checked later', per: 'checked later' });
  const { level = 0.95, per = 1 } = options;
  requireLevel('stratified-rate', 'level', level);
  requirePositive('stratified-rate', 'per', per);
  requireList('stratified-rate', 'strata', strata, 'a list of strata');
  if (strata.length === 0) {
    throw argumentError('stratified-rate', 'strata', 'are none', '0', 'at least one stratum');
  }
  for (const [index, stratum] of strata.entries()) {
    requireObject('stratified-rate', `strata[${index}]`, stratum, 'a stratum with its two arms');
    requireEventRate('stratified-rate', `${stratum.name}.of`, stratum.of);
    requireEventRate('stratified-rate', `${stratum.name}.versus`, stratum.versus);
  }
  const exposed = strata.filter(({ of, versus }) => of.exposure > 0 && versus.exposure > 0);
  // Products of times are taken in a unit in which they neither overflow nor vanish.
  const unit = safeUnit(largestSize(exposed.flatMap(({ of, versus }) => [of.exposure, versus.exposure])));
  const inUnit = ({ events, exposure }: EventRate) => ({ events, exposure: exposure / unit });
  const used =
    unit === 1
      ? exposed
      : exposed.map(({ name, of, versus }) => ({ name, of: inUnit(of), versus: inUnit(versus) }));
  const settings = { strataUsed: used.length, level, per };
  const events = used.reduce((sum, { of, versus }) => sum + of.events + versus.events, 0);
  if (events === 0) {
    const reason = used.length === 0 ? 'empty-group' : 'no-events';
    const none = notEstimable(reason);
    return {
      rateRatio: noLogWald(reason),
      rateDifference: { difference: none, standardError: none, lower: none, upper: none, z: none, p: none },
      chiSquare: none,
      p: none,
      homogeneity: { chiSquare: none, df: 0, p: none },
      ...settings,
    };
  }
  let [forward, backward, excess, ratioVariance] = [0, 0, 0, 0];
  let [weight, sum, differenceVariance] = [0, 0, 0];
  for (const { of, versus } of used) {
    const time = of.exposure + versus.exposure;
    const both = of.events + versus.events;
    const share = (of.exposure / time) * versus.exposure;
    forward += of.events * (versus.exposure / time);
    backward += versus.events * (of.exposure / time);
    excess += (of.events * versus.exposure - versus.events * of.exposure) / time;
    ratioVariance += both * (share / time);
    weight += share;
    sum += share * (of.events / of.exposure - versus.events / versus.exposure);
    differenceVariance +=
      of.events * (share / of.exposure) ** 2 + versus.events * (share / versus.exposure) ** 2;
  }
  const ratio =
    forward > 0 && backward > 0
      ? logWald(Math.log(forward / backward), ratioVariance / (forward * backward), level)
      : noLogWald('zero-cells');
  const perUnit = per / unit / weight;
  const difference = perUnit * sum;
  const standardError = perUnit * Math.sqrt(differenceVariance);
  const halfWidth = criticalZ(level) * standardError;
  const z = sum / Math.sqrt(differenceVariance);
  const chiSquare = finiteOrOverflow((excess * excess) / ratioVariance);
  return {
    rateRatio: ratio,
    rateDifference: {
      difference: finiteOrOverflow(difference),
      standardError: finiteOrOverflow(standardError),
      lower: finiteOrOverflow(difference - halfWidth),
      upper: finiteOrOverflow(difference + halfWidth),
      z: finiteOrOverflow(z),
      p: Number.isFinite(z) ? normalTwoSidedP(z) : notEstimable('overflow'),
    },
    chiSquare,
    p: mapEstimable(chiSquare, (value) => chiSquareUpperTail(value, 1)),
    homogeneity: rateRatioHomogeneity(used, ratio.ratio),
    ...settings,
  };
}

function rateRatioHomogeneity(
  strata: readonly RateStratum[],
  ratio: Estimable,
): StratifiedRateEstimate['homogeneity'] {
  const informative = strata.filter(({ of, versus }) => of.events + versus.events > 0);
  const df = informative.length - 1;
  if (!isEstimable(ratio) || df < 1) {
    const none = isEstimable(ratio) ? notEstimable('not-applicable') : ratio;
    return { chiSquare: none, df, p: none };
  }
  let chiSquare = 0;
  for (const { of, versus } of informative) {
    const both = of.events + versus.events;
    const odds = ratio * (of.exposure / versus.exposure);
    const share = odds / (1 + odds);
    chiSquare += (of.events - both * share) ** 2 / (both * (share / (1 + odds)));
  }
  const value = finiteOrOverflow(chiSquare);
  return { chiSquare: value, df, p: mapEstimable(value, (one) => chiSquareUpperTail(one, df)) };
}
