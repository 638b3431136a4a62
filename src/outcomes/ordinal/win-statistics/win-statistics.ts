import { argumentError } from '../../../core/errors.js';
import { type Estimable, mapEstimable, notEstimable, ratioFromLog } from '../../../core/estimable.js';
import { requireLevel, requireList, requireObject } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import type { CategoryCounts } from '../ordinal-rows.js';
import { type PairwiseWins, pairwiseWins } from '../pairwise-wins.js';
import { requireCounts, requireTiedCounts } from '../require-tied-counts.js';
import { type TiedCounts, tiedCounts } from '../tied-counts.js';
import { type WaldEffect, waldEffect } from '../wald-effect.js';

const METHOD = 'win-statistics';

export interface WinStatisticsOptions {
  /** Whether a higher or a lower category wins. */
  readonly better?: 'higher' | 'lower';
  /** Coverage of the intervals. */
  readonly level?: number;
}

/** A ratio: the fields of `WaldEffect` are on the log scale, these two are not. */
export interface WinRatioEffect extends WaldEffect {
  readonly ratio: Estimable;
  readonly ratioLower: Estimable;
  readonly ratioUpper: Estimable;
}

export interface WinStatisticsResult {
  /**
   * Pairs (within strata, where there are), one subject of each group, in which the first group does better, worse, or
   * the same.
   */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Wins over losses; ties do not count. */
  readonly winRatio: WinRatioEffect;
  /** Wins over losses with half of the ties on each side. */
  readonly winOdds: WinRatioEffect;
  /** Probability of a win less that of a loss, from -1 to 1. */
  readonly netBenefit: WaldEffect;
  /** Probability of a win with ties as one half; 0.5 says no difference. */
  readonly probabilityIndex: WaldEffect;
  readonly level: number;
}

/**
 * Who does better when each subject of one group meets each of the other? Win ratio, win odds, net benefit and
 * probability index of one ordered outcome, with standard errors from the U-statistic of all pairs.
 *
 * Ratios have Wald intervals on the log scale, differences on their own; variances hold under any alternative and use
 * n - 1 (the variance under no difference, as in Finkelstein and Schoenfeld's test, is another). O(k) for k categories.
 *
 * Not estimable: `empty-group`; `too-few-observations` for standard errors with one subject in a group; `zero-cells`
 * for a ratio when there are no wins or no losses; `no-variation` for an interval when all pairs end alike. Throws
 * `win-statistics/invalid-argument` for counts that are not whole numbers of subjects.
 *
 * Sources: Pocock SJ et al. Eur Heart J 2012;33:176-182; Bebu I, Lachin JM. Biostatistics 2016;17:178-187; Dong G et
 * al. Stat Biopharm Res 2020;12:99-106 (win odds); Buyse M. Stat Med 2010;29:3245-3257 (net benefit).
 * Oracle: test/oracles/win-statistics/wins.json.
 */
export function winStatistics(
  counts: CategoryCounts,
  options: WinStatisticsOptions = {},
): WinStatisticsResult {
  requireObject(METHOD, 'counts', counts, 'counts of both groups');
  const { of, versus } = counts;
  requireList(METHOD, 'of', of, 'subjects in each category');
  requireList(METHOD, 'versus', versus, 'subjects in each category');
  if (of.length !== versus.length) {
    throw argumentError(
      METHOD,
      'versus',
      'has another number of categories than "of"',
      `${versus.length}`,
      `${of.length}`,
    );
  }
  requireCounts(METHOD, 'of', of);
  requireCounts(METHOD, 'versus', versus);
  const order = Float64Array.from(of, (_, index) => index);
  return winStatisticsOf(tiedCounts(order, Float64Array.from(of), Float64Array.from(versus)), options);
}

/**
 * Win statistics from distinct values, lowest first, and the subjects of each group at each value. See `winStatistics`.
 *
 * @throws MethodError for values that do not rise, counts that are not whole numbers of subjects, or totals that
 * disagree.
 */
export function winStatisticsOf(counts: TiedCounts, options: WinStatisticsOptions = {}): WinStatisticsResult {
  requireTiedCounts(METHOD, 'counts', counts);
  requireOptions(METHOD, options, { better: ['higher', 'lower'], level: 'checked later' });
  const { better = 'higher', level = 0.95 } = options;
  requireLevel(METHOD, 'level', level);
  if (counts.ofTotal === 0 || counts.versusTotal === 0) return withoutGroup(level);
  const found = pairwiseWins(counts);
  return statisticsOfWins(found, found.ties / (counts.ofTotal * counts.versusTotal), better, level);
}

/**
 * Win statistics that compare subjects within their stratum only, from the counts of each stratum.
 *
 * Wins and losses of the strata are added with the weight (pairs / subjects) of Mantel and Haenszel, which is 1 /
 * subjects a pair, as in the stratified win ratio of Dong and others; standard errors combine the U-statistic
 * covariances of the strata, so that they hold under any alternative. A stratum without one of the groups says
 * nothing; one subject of a group in a stratum that counts makes standard errors `too-few-observations`. Checked as in
 * `winStatisticsOf`. See `winStatistics`.
 *
 * Source: Dong G, Qiu J, Wang D, Vandemeulebroecke M. J Biopharm Stat 2018;28:778-796. Oracle:
 * test/oracles/win-statistics/stratified.json.
 */
export function stratifiedWinStatistics(
  strata: readonly TiedCounts[],
  options: WinStatisticsOptions = {},
): WinStatisticsResult {
  requireList(METHOD, 'strata', strata, 'distinct values and the subjects of both groups, one a stratum');
  requireOptions(METHOD, options, { better: ['higher', 'lower'], level: 'checked later' });
  const { better = 'higher', level = 0.95 } = options;
  requireLevel(METHOD, 'level', level);
  for (const [place, stratum] of Array.from(strata).entries()) {
    requireTiedCounts(METHOD, `strata[${place}]`, stratum);
  }
  const both = strata.filter(({ ofTotal, versusTotal }) => ofTotal > 0 && versusTotal > 0);
  if (both.length === 0) return withoutGroup(level);
  const found = winsWithinStrata(both);
  const tie = Math.max(0, 1 - found.winProbability - found.lossProbability);
  return statisticsOfWins(found, tie, better, level);
}

/** Wins added over strata; probabilities and their covariance with Mantel-Haenszel weights. */
function winsWithinStrata(strata: readonly TiedCounts[]): PairwiseWins {
  const found = strata.map((counts) => ({
    ...pairwiseWins(counts),
    weight: (counts.ofTotal * counts.versusTotal) / (counts.ofTotal + counts.versusTotal),
  }));
  const total = found.reduce((sum, { weight }) => sum + weight, 0);
  const sum = (of: (stratum: (typeof found)[number]) => number) =>
    found.reduce((part, stratum) => part + of(stratum), 0);
  const spread = (of: 'win' | 'loss' | 'between') =>
    sum(({ weight, covariance }) => (weight / total) ** 2 * covariance![of]);
  return {
    wins: sum(({ wins }) => wins),
    losses: sum(({ losses }) => losses),
    ties: sum(({ ties }) => ties),
    winProbability: sum(({ weight, winProbability }) => (weight / total) * winProbability),
    lossProbability: sum(({ weight, lossProbability }) => (weight / total) * lossProbability),
    covariance: found.some(({ covariance }) => covariance === null)
      ? null
      : { win: spread('win'), loss: spread('loss'), between: spread('between') },
  };
}

function statisticsOfWins(
  found: PairwiseWins,
  tie: number,
  better: 'higher' | 'lower',
  level: number,
): WinStatisticsResult {
  const turned = better === 'lower';
  const win = turned ? found.lossProbability : found.winProbability;
  const loss = turned ? found.winProbability : found.lossProbability;
  const spread = found.covariance && {
    win: turned ? found.covariance.loss : found.covariance.win,
    loss: turned ? found.covariance.win : found.covariance.loss,
    between: found.covariance.between,
  };
  const error = (variance: (parts: NonNullable<typeof spread>) => number): Estimable =>
    spread === null ? notEstimable('too-few-observations') : Math.sqrt(Math.max(0, variance(spread)));
  const differenceError = error((parts) => parts.win + parts.loss - 2 * parts.between);
  const index = win + tie / 2;
  const opposite = loss + tie / 2;
  const zero = notEstimable('zero-cells');
  const ratioError = error(
    (parts) => parts.win / win ** 2 + parts.loss / loss ** 2 - (2 * parts.between) / (win * loss),
  );
  return {
    wins: turned ? found.losses : found.wins,
    losses: turned ? found.wins : found.losses,
    ties: found.ties,
    winRatio:
      win > 0 && loss > 0
        ? asRatio(waldEffect(Math.log(win / loss), ratioError, level))
        : asRatio(waldEffect(zero, zero, level)),
    winOdds:
      index > 0 && opposite > 0
        ? asRatio(
            waldEffect(
              Math.log(index / opposite),
              mapEstimable(differenceError, (value) => value / (2 * index * opposite)),
              level,
            ),
          )
        : asRatio(waldEffect(zero, zero, level)),
    netBenefit: waldEffect(win - loss, differenceError, level),
    probabilityIndex: waldEffect(
      index,
      mapEstimable(differenceError, (value) => value / 2),
      level,
      0.5,
    ),
    level,
  };
}

function asRatio(effect: WaldEffect): WinRatioEffect {
  return {
    ...effect,
    ratio: ratioFromLog(effect.estimate),
    ratioLower: ratioFromLog(effect.lower),
    ratioUpper: ratioFromLog(effect.upper),
  };
}

function withoutGroup(level: number): WinStatisticsResult {
  const none = waldEffect(notEstimable('empty-group'), notEstimable('empty-group'), level);
  return {
    wins: 0,
    losses: 0,
    ties: 0,
    winRatio: asRatio(none),
    winOdds: asRatio(none),
    netBenefit: none,
    probabilityIndex: none,
    level,
  };
}
