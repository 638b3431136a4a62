import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { type Notice, warning } from '../../../core/notice.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type CumulativeLinkFit, fitCumulativeLink } from '../cumulative-link-fit.js';
import { linkFunctions } from '../link-functions.js';
import { type DesignColumn, ordinalDesign } from '../ordinal-design.js';
import { type OrdinalInput, readOrdinalInput } from '../ordinal-input.js';
import { type StrataAsCovariates, strataAsCovariates, withStrataAsCovariates } from '../strata-columns.js';
import { rowThresholds } from '../stratum-thresholds.js';
import { type WaldEffect, waldEffect } from '../wald-effect.js';

const METHOD = 'partial-proportional-odds';

export interface PartialProportionalOddsOptions {
  /** Names, or terms, of the covariates whose odds ratio differs from cut to cut; the groups' always does unless said. */
  readonly freeCovariates?: readonly string[];
  /** Whether the groups have an odds ratio at each cut. */
  readonly freeGroups?: boolean;
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

export interface PartialProportionalOddsResult {
  readonly effects: readonly PartialProportionalOddsEffect[];
  readonly reference: string;
  readonly logLikelihood: Estimable;
  /** Against the model in which all have one odds ratio for the whole scale. */
  readonly likelihoodRatioTest: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  readonly counts: ReturnType<typeof ordinalDesign>['counts'];
  readonly level: number;
  readonly notices: readonly Notice[];
}

/**
 * The odds ratio at each cut of an ordered scale for those variables that do not keep to one, and one odds ratio for the
 * others: the unconstrained partial proportional odds model, by maximum likelihood.
 *
 * Model: logit P(Y <= j) = threshold_j - x'beta - z'gamma_j, as VGAM `cumulative(parallel = FALSE ~ z)` and ordinal::clm
 * with `nominal`; above no difference says that categories above the cut are more likely. All cuts are fitted together,
 * unlike separate logistic regressions. The likelihood-ratio test of (k - 2) q degrees of freedom for q free columns
 * asks whether one ratio would do. With every variable free the probabilities of far covariates can come out negative;
 * none does at the subjects observed.
 *
 * Not estimable: `not-applicable` for the test with two categories; `separated` for everything when a ratio grows without
 * bound, as when a group has nobody above a cut; else as `proportional-odds`. Cost O(n (2 (1 + q) + p)² + (k (1 + q) + p)³).
 *
 * @throws MethodError for rows that do not fit together, a missing covariate, an unknown reference or free covariate.
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
    strata: strataAsCovariates,
    level: 'checked later',
  });
  const { freeCovariates = [], freeGroups = true, strata = 'covariates', level = 0.95 } = options;
  requireList(METHOD, 'freeCovariates', freeCovariates, 'names of covariates');
  requireLevel(METHOD, 'level', level);
  const rows = readOrdinalInput(METHOD, input);
  const design = ordinalDesign(METHOD, strata === 'covariates' ? withStrataAsCovariates(rows) : rows);
  requireKnown(freeCovariates, design.columns);
  const isFree = (column: DesignColumn) =>
    column.kind === 'group'
      ? freeGroups
      : freeCovariates.includes(column.name) || freeCovariates.includes(column.term ?? column.name);
  const thresholds = rowThresholds(design, null);
  const { thresholdCount: cuts } = thresholds;
  const kept = design.columns.filter(({ dropped }) => dropped === null);
  const free = kept.filter(isFree);
  const common = kept.filter((column) => !isFree(column));
  const fitOf = (freeOnes: readonly DesignColumn[], others: readonly DesignColumn[]) =>
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
    );
  const fit = cuts > 0 ? fitOf(free, common) : null;
  const failure: NotEstimableReason | null =
    fit === null ? 'no-variation' : fit.status === 'converged' ? null : fit.status;
  const size = free.length * cuts + common.length;
  const effect = (column: DesignColumn, place: number, above: string | null) => {
    const reason = column.dropped ?? failure;
    const estimate = reason === null ? fit!.slopes[place]! : notEstimable(reason);
    const error = reason === null ? Math.sqrt(fit!.covariance[place * size + place]!) : notEstimable(reason);
    return { name: column.name, kind: column.kind, above, ...waldEffect(estimate, error, level) };
  };
  return {
    effects: design.columns.flatMap((column) => {
      if (!isFree(column)) return [effect(column, free.length * cuts + common.indexOf(column), null)];
      const first = free.indexOf(column) * cuts;
      return thresholds.thresholds.map(({ below }, cut) => effect(column, first + cut, below));
    }),
    reference: design.reference,
    logLikelihood: failure === null ? fit!.logLikelihood : notEstimable(failure),
    likelihoodRatioTest: oneRatioTest(fit, failure, free.length * (cuts - 1), () => fitOf([], kept)),
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

function oneRatioTest(
  fit: CumulativeLinkFit | null,
  failure: NotEstimableReason | null,
  df: number,
  fitOne: () => CumulativeLinkFit,
): PartialProportionalOddsResult['likelihoodRatioTest'] {
  const fail = (reason: NotEstimableReason) => ({
    chiSquare: notEstimable(reason),
    df: Math.max(0, df),
    p: notEstimable(reason),
  });
  if (fit === null || failure !== null) return fail(failure ?? 'no-variation');
  if (df <= 0) return fail('not-applicable');
  const one = fitOne();
  if (one.status !== 'converged') return fail(one.status);
  const chiSquare = Math.max(0, 2 * (fit.logLikelihood - one.logLikelihood));
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}

function requireKnown(names: readonly string[], columns: readonly DesignColumn[]): void {
  const covariates = columns.filter(({ kind }) => kind === 'covariate');
  const known = new Set(covariates.flatMap(({ name, term }) => (term === undefined ? [name] : [name, term])));
  const wrong = names.find((name) => !known.has(name));
  if (wrong === undefined) return;
  throw argumentError(
    METHOD,
    'freeCovariates',
    'names no covariate',
    wrong,
    [...known].join(', ') || 'none: there are no covariates',
  );
}
