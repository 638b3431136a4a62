import type { Covariate } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import {
  type Estimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
} from '../../../core/estimable.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import type { CovariateColumns } from '../../../math/columns/covariate-columns.js';
import { zerosAndOnes } from '../../../math/number-list.js';
import { requireOptions } from '../../../math/option-checks.js';
import { logLimit } from '../../log-wald.js';
import { readRegressionData } from '../../regression-data.js';
import { conditionalOddsRatio, medianUnbiasedLogOdds } from '../conditional-odds-ratio.js';
import { splitTails } from '../event-splits.js';
import { conditionalDistribution, type Pattern } from './conditional-distribution.js';

export const exactLogisticIntervals = ['exact', 'mid-p'] as const;
export type ExactLogisticInterval = (typeof exactLogisticIntervals)[number];

/** One entry a subject. */
export interface ExactLogisticData {
  /** 1 with the event, 0 without. */
  readonly outcome: ArrayLike<number>;
  /** Few levels each, with at most six decimals. */
  readonly covariates: CovariateColumns;
  /** Names of the covariates whose odds ratios are wanted; all unless given. */
  readonly of?: readonly string[];
}

export interface ExactLogisticOptions {
  readonly interval?: ExactLogisticInterval;
  readonly level?: number;
}

export interface ExactLogisticCoefficient {
  readonly name: string;
  /** Conditional maximum likelihood, per unit of the covariate; `separated` where it is infinite. */
  readonly logOddsRatio: Estimable;
  /** The log odds ratio at which the observed sum is the median: finite where the other is not. */
  readonly medianUnbiased: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  /** Two-sided, by probability. */
  readonly p: Estimable;
  /** As `p`, with half the probability of what was observed. */
  readonly midP: Estimable;
  readonly pLess: Estimable;
  readonly pGreater: Estimable;
}

export interface ExactLogisticFit {
  readonly coefficients: readonly ExactLogisticCoefficient[];
  readonly n: number;
  readonly events: number;
  readonly interval: ExactLogisticInterval;
  readonly level: number;
}

/**
 * Odds ratios of a logistic model, exactly, for few subjects or for covariates that predict too well.
 *
 * Each coefficient is judged by the sum of its covariate over the subjects with the event, given the observed number of
 * events and the sums of all other covariates: their coefficients then drop out. Limits have equal tails, exact or mid-p;
 * the two-sided p adds up all sums no more likely than the observed one, as SAS LOGISTIC `EXACT` (probability test). With
 * an arm alone this is Fisher's test and its odds ratio, with strata as indicators the exact test of R
 * `mantelhaen.test(exact = TRUE)`.
 *
 * Where the observed sum is the largest or smallest possible, the estimate and one limit are `separated` (infinite), and
 * the median-unbiased estimate stands. Where only one sum is possible everything is `no-variation`. No subjects:
 * `empty-group`.
 *
 * Cost: grows with the number of different sums that the other covariates can have; refused above 2e6.
 *
 * @throws MethodError when an outcome is not 0 or 1, lengths differ, a covariate is not finite or has more than six
 * decimals, `of` names none, there are too many sums, or level is not in (0, 1).
 *
 * Sources: Cox DR, Snell EJ. Analysis of Binary Data 1989: section 2.1. Hirji KF, Mehta CR, Patel NR. J Am Stat Assoc
 * 1987;82:1110-1117. Hirji KF, Tsiatis AA, Mehta CR. Am Stat 1989;43:7-11 (median-unbiased). Oracle:
 * test/oracles/exact-logistic-regression.
 */
export function exactLogisticRegression(
  input: ExactLogisticData,
  options: ExactLogisticOptions = {},
): ExactLogisticFit {
  const method = 'exact-logistic-regression';
  requireOptions(method, options, { interval: exactLogisticIntervals, level: 'checked later' });
  const { interval = 'exact', level = 0.95 } = options;
  requireLevel(method, 'level', level);
  const data = readRegressionData(method, input, ['outcome']);
  const outcome = zerosAndOnes(method, 'outcome', data.outcome);
  const columns = data.covariates.map((covariate) => wholeColumn(covariate, outcome.length));
  if (data.of !== undefined) requireList(method, 'of', data.of, 'names of covariates');
  const wanted = data.of ?? data.covariates.map(({ name }) => name);
  const events = outcome.reduce((sum, value) => sum + value, 0);
  return {
    coefficients: wanted.map((name) => {
      const place = data.covariates.findIndex((covariate) => covariate.name === name);
      if (place < 0) {
        const known = data.covariates.map((covariate) => covariate.name).join(', ');
        throw argumentError(method, 'of', 'names no covariate', String(name), `one of ${known || 'none'}`);
      }
      if (outcome.length === 0) return noCoefficient(name, 'empty-group');
      return coefficient(name, outcome, columns, place, interval, level);
    }),
    n: outcome.length,
    events,
    interval,
    level,
  };
}

function coefficient(
  name: string,
  outcome: Float64Array,
  columns: readonly WholeColumn[],
  place: number,
  interval: ExactLogisticInterval,
  level: number,
): ExactLogisticCoefficient {
  const splits = conditionalDistribution('exact-logistic-regression', patterns(outcome, columns, place));
  if (splits.weights.length < 2) return noCoefficient(name, 'no-variation');
  const { unit } = columns[place]!;
  const perUnit = (logOdds: Estimable) => mapEstimable(logOdds, (value) => value / unit);
  const limit = (ratio: Estimable, atEdge: boolean) =>
    atEdge ? notEstimable('separated') : perUnit(logLimit(ratio));
  const { oddsRatio, lower, upper } = conditionalOddsRatio(splits, level, interval === 'exact' ? 1 : 0.5);
  const lowest = splits.observed === 0;
  const highest = splits.observed === splits.weights.length - 1;
  return {
    name,
    logOddsRatio: limit(oddsRatio, lowest || highest),
    medianUnbiased: perUnit(medianUnbiasedLogOdds(splits)),
    logLower: limit(lower, lowest),
    logUpper: limit(upper, highest),
    ...splitTails(splits),
  };
}

function noCoefficient(name: string, reason: NotEstimableReason): ExactLogisticCoefficient {
  const none = notEstimable(reason);
  return {
    name,
    logOddsRatio: none,
    medianUnbiased: none,
    logLower: none,
    logUpper: none,
    p: none,
    midP: none,
    pLess: none,
    pGreater: none,
  };
}

/** A covariate as whole steps of `unit` above its smallest value, which conditioning on the number of events allows. */
interface WholeColumn {
  readonly steps: Int32Array;
  readonly unit: number;
}

function wholeColumn({ name, values }: Covariate, rows: number): WholeColumn {
  const method = 'exact-logistic-regression';
  if (values.length !== rows) {
    throw argumentError(method, name, 'has the wrong length', String(values.length), String(rows));
  }
  const millionths = Array.from(values, (value, row) => {
    const scaled = Math.round(value * 1e6);
    if (
      !Number.isSafeInteger(scaled) ||
      Math.abs(scaled / 1e6 - value) > 1e-9 * Math.max(1, Math.abs(value))
    ) {
      throw argumentError(
        method,
        `${name}[${row}]`,
        'has no exact step',
        String(value),
        'a number with at most six decimals',
        'Round or group the covariate',
      );
    }
    return scaled;
  });
  const smallest = millionths.reduce((least, value) => Math.min(least, value), millionths[0] ?? 0);
  const step = millionths.reduce((divisor, value) => commonDivisor(divisor, value - smallest), 0) || 1;
  return {
    steps: Int32Array.from(millionths, (value) => (value - smallest) / step),
    unit: step / 1e6,
  };
}

function commonDivisor(first: number, second: number): number {
  return second === 0 ? first : commonDivisor(second, first % second);
}

/** Groups subjects with the same values; the number of events is the first sum that is conditioned on. */
function patterns(outcome: Float64Array, columns: readonly WholeColumn[], place: number): readonly Pattern[] {
  const found = new Map<string, { of: number; others: number[]; subjects: number; events: number }>();
  for (let row = 0; row < outcome.length; row += 1) {
    const values = columns.map(({ steps }) => steps[row]!);
    const key = values.join(' ');
    const others = [1, ...values.filter((_, column) => column !== place)];
    const pattern = found.get(key) ?? { of: values[place]!, others, subjects: 0, events: 0 };
    pattern.subjects += 1;
    pattern.events += outcome[row]!;
    found.set(key, pattern);
  }
  // Patterns that are alike but for the column of interest stand together, so that sums are soon settled.
  return [...found.values()].sort((a, b) => (a.others.join(' ') < b.others.join(' ') ? -1 : 1));
}
