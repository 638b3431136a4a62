import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { type Notice, warning } from '../../../core/notice.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { fitCumulativeLink } from '../cumulative-link-fit.js';
import { linkFunctions } from '../link-functions.js';
import { type DesignColumn, ordinalDesign } from '../ordinal-design.js';
import { type OrdinalInput, readOrdinalInput } from '../ordinal-input.js';
import { type StrataAsCovariates, strataAsCovariates, withStrataAsCovariates } from '../strata-columns.js';
import { rowThresholds } from '../stratum-thresholds.js';
import { type WaldEffect, waldEffect } from '../wald-effect.js';
import { requireKnown, requireScores } from './free-terms.js';
import { type LikelihoodRatioTest, nestedTest } from './nested-test.js';
import { lineThrough } from './trend-line.js';

const METHOD = 'partial-proportional-odds';

export interface PartialProportionalOddsOptions {
  /**
   * Names, or terms, of the covariates whose odds ratio differs from cut to cut; the groups' always does unless said.
   */
  readonly freeCovariates?: readonly string[];
  /** Whether the groups have an odds ratio at each cut. */
  readonly freeGroups?: boolean;
  /**
   * A score for each cut of the scale, one fewer than categories: the log odds ratios of the free ones then lie on a
   * line over the scores. None by default: a log odds ratio at each cut on its own.
   */
  readonly scores?: readonly number[];
  /** `covariates` (default): an indicator for each stratum but the first. `none` leaves strata out. */
  readonly strata?: StrataAsCovariates;
  readonly level?: number;
}

/** A log odds ratio of being above a cut (or any cut, for those with one for the whole scale). */
export interface PartialProportionalOddsEffect extends WaldEffect {
  readonly name: string;
  readonly kind: 'group' | 'covariate';
  /** The category that the cut is above; null for one ratio for all cuts. */
  readonly above: string | null;
}

/** How much a log odds ratio changes from one unit of score to the next. */
export interface PartialProportionalOddsTrend extends WaldEffect {
  readonly name: string;
  readonly kind: 'group' | 'covariate';
}

export interface PartialProportionalOddsResult {
  readonly effects: readonly PartialProportionalOddsEffect[];
  /** One for each free variable with `scores`; empty without. */
  readonly trends: readonly PartialProportionalOddsTrend[];
  readonly reference: string;
  readonly logLikelihood: Estimable;
  /** Against the model in which all have one odds ratio for the whole scale. */
  readonly likelihoodRatioTest: LikelihoodRatioTest;
  /** With `scores`: of the line against an odds ratio at each cut on its own. */
  readonly trendTest: LikelihoodRatioTest | null;
  readonly counts: ReturnType<typeof ordinalDesign>['counts'];
  readonly level: number;
  readonly notices: readonly Notice[];
}

/**
 * The odds ratio at each cut of an ordered scale for those variables that do not keep to one, and one odds ratio for
 * the others: the partial proportional odds model, by maximum likelihood.
 *
 * Model: logit P(Y <= j) = threshold_j - x'beta - z'gamma_j, as VGAM `cumulative(parallel = FALSE ~ z)` and
 * ordinal::clm with `nominal`; above no difference says that categories above the cut are more likely. All cuts are
 * fitted together, unlike separate logistic regressions. The likelihood-ratio test of (k - 2) q degrees of freedom for
 * q free columns asks whether one ratio would do. With every variable free the probabilities of far covariates can come
 * out negative; none does at the subjects observed.
 *
 * `scores` give the constrained model, gamma_j = level + slope · score_j for each free column, with two parameters in
 * place of k - 1: `trends` holds the slopes, `effects` the log odds ratios that follow at the cuts. Both models nest:
 * the likelihood-ratio test then has q degrees of freedom, and `trendTest`, with (k - 3) q, asks whether the line will
 * do. A shift of all scores changes nothing, so that Peterson and Harrell's first score of 0 is no condition. Where a
 * category is empty, the cut beside it is the one above the last category in use. As VGAM with `constraints` cbind(1,
 * scores).
 *
 * Not estimable: `not-applicable` for the tests with nothing to test, such as two categories; `collinear` for
 * everything when the cuts in use have one score; `separated` for everything when a ratio grows without bound, as when
 * a group has nobody above a cut; else as `proportional-odds`. Cost O(n (2 (1 + q) + p)² + (k (1 + q) + p)³).
 *
 * @throws MethodError for rows that do not fit together, a missing covariate, an unknown reference or free covariate,
 * or scores that are not one number a cut or all the same.
 *
 * Source: Peterson B, Harrell FE. J R Stat Soc C 1990;39:205-217. Oracle: test/oracles/partial-proportional-odds.
 */
export function partialProportionalOdds(
  input: OrdinalInput,
  options: PartialProportionalOddsOptions = {},
): PartialProportionalOddsResult {
  requireOptions(METHOD, options, {
    freeCovariates: 'checked later',
    freeGroups: 'checked later',
    scores: 'checked later',
    strata: strataAsCovariates,
    level: 'checked later',
  });
  const {
    freeCovariates = [],
    freeGroups = true,
    scores = null,
    strata = 'covariates',
    level = 0.95,
  } = options;
  requireList(METHOD, 'freeCovariates', freeCovariates, 'names of covariates');
  requireLevel(METHOD, 'level', level);
  const rows = readOrdinalInput(METHOD, input);
  const design = ordinalDesign(METHOD, strata === 'covariates' ? withStrataAsCovariates(rows) : rows);
  requireKnown(METHOD, freeCovariates, design.columns);
  if (scores !== null) requireScores(METHOD, scores, rows.categories.length - 1);
  const isFree = (column: DesignColumn) =>
    column.kind === 'group'
      ? freeGroups
      : freeCovariates.includes(column.name) || freeCovariates.includes(column.term ?? column.name);
  const thresholds = rowThresholds(design, null);
  const { thresholdCount: cuts } = thresholds;
  const kept = design.columns.filter(({ dropped }) => dropped === null);
  const free = kept.filter(isFree);
  const common = kept.filter((column) => !isFree(column));
  const line =
    scores === null || cuts < 2
      ? null
      : thresholds.thresholds.map(({ below }) => scores[rows.categories.indexOf(below)]!);
  const oneScore = line?.every((score) => score === line[0]) ?? false;
  const fitOf = (
    freeOnes: readonly DesignColumn[],
    others: readonly DesignColumn[],
    over: readonly number[] | null = null,
  ) =>
    fitCumulativeLink(
      {
        below: thresholds.below,
        above: thresholds.above,
        thresholdCount: cuts,
        weight: design.weight,
        freeColumns: freeOnes.map(({ values }) => values),
        columns: others.map(({ values }) => values),
      },
      linkFunctions.logit,
      over,
    );
  const fit = cuts > 0 && !oneScore ? fitOf(free, common, line) : null;
  const failure: NotEstimableReason | null =
    fit === null ? (oneScore ? 'collinear' : 'no-variation') : fit.status === 'converged' ? null : fit.status;
  const size = free.length * cuts + common.length;
  const effect = (column: DesignColumn, place: number, above: string | null) => {
    const reason = column.dropped ?? failure;
    const estimate = reason === null ? fit!.slopes[place]! : notEstimable(reason);
    const error = reason === null ? Math.sqrt(fit!.covariance[place * size + place]!) : notEstimable(reason);
    return { name: column.name, kind: column.kind, above, ...waldEffect(estimate, error, level) };
  };
  const trend = (column: DesignColumn): PartialProportionalOddsTrend => {
    const { name, kind } = column;
    const reason = column.dropped ?? failure ?? (line === null ? 'not-applicable' : null);
    if (reason !== null || fit === null || line === null) {
      const none = notEstimable(reason ?? 'not-applicable');
      return { name, kind, ...waldEffect(none, none, level) };
    }
    const { slope, error } = lineThrough(fit, line, free.indexOf(column) * cuts, size);
    return { name, kind, ...waldEffect(slope, error, level) };
  };
  const scored = scores !== null;
  return {
    trends: scored ? design.columns.filter(isFree).map(trend) : [],
    effects: design.columns.flatMap((column) => {
      if (!isFree(column)) return [effect(column, free.length * cuts + common.indexOf(column), null)];
      const first = free.indexOf(column) * cuts;
      return thresholds.thresholds.map(({ below }, cut) => effect(column, first + cut, below));
    }),
    reference: design.reference,
    logLikelihood: failure === null ? fit!.logLikelihood : notEstimable(failure),
    likelihoodRatioTest: nestedTest(
      fit,
      failure,
      free.length * (line === null ? cuts - 1 : 1),
      () => fitOf([], kept),
      'smaller',
    ),
    trendTest: scored
      ? nestedTest(fit, failure, free.length * (cuts - 2), () => fitOf(free, common), 'larger')
      : null,
    counts: design.counts,
    level,
    notices: [
      ...design.notices,
      ...(failure === 'separated' || failure === 'not-converged'
        ? [
            warning(
              `${METHOD}/${failure}`,
              'The fit has no maximum, as when nobody of a group is above a cut; no estimate is given.',
            ),
          ]
        : []),
    ],
  };
}
