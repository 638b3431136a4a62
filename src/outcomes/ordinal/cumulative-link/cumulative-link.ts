import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { type Notice, warning } from '../../../core/notice.js';
import { requireLevel, requireOneOf } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { requireOptions } from '../../../math/option-checks.js';
import { severalColumnTerms } from '../../several-column-terms.js';
import { type CumulativeLinkFit, fitCumulativeLink } from '../cumulative-link-fit.js';
import type { CumulativeLinkRows } from '../cumulative-link-likelihood.js';
import { independentColumns } from '../independent-columns.js';
import { type JointWaldTest, jointWaldTest } from '../joint-wald-tests.js';
import { linkFunctions, type OrdinalLink, ordinalLinks } from '../link-functions.js';
import { type DesignColumn, ordinalDesign } from '../ordinal-design.js';
import { type OrdinalInput, readOrdinalInput } from '../ordinal-input.js';
import type { OrdinalRows } from '../ordinal-rows.js';
import { withStrataAsCovariates } from '../strata-columns.js';
import { type RowThresholds, rowThresholds } from '../stratum-thresholds.js';
import { type WaldEffect, waldEffect } from '../wald-effect.js';

const METHOD = 'cumulative-link';

export const strataRules = ['covariates', 'thresholds', 'none'] as const;
export type StrataRule = (typeof strataRules)[number];

export interface CumulativeLinkOptions {
  readonly link?: OrdinalLink;
  readonly strata?: StrataRule;
  readonly level?: number;
}

/** A shift of the latent variable: with the logit link a log odds ratio. */
export interface CumulativeLinkEffect extends WaldEffect {
  readonly name: string;
  readonly kind: 'group' | 'covariate';
}

export interface CumulativeLinkResult {
  readonly link: OrdinalLink;
  readonly level: number;
  readonly reference: string;
  /** Groups against the reference, then covariates. */
  readonly effects: readonly CumulativeLinkEffect[];
  readonly thresholds: readonly {
    /** Null unless strata have thresholds of their own. */
    readonly stratum: string | null;
    readonly below: string;
    readonly above: string;
    readonly estimate: Estimable;
    readonly standardError: Estimable;
  }[];
  readonly logLikelihood: Estimable;
  /** All groups against none, all else kept. */
  readonly likelihoodRatioTest: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  /** Wald tests of terms that take several columns. */
  readonly jointTests: readonly JointWaldTest[];
  readonly counts: ReturnType<typeof ordinalDesign>['counts'];
  readonly notices: readonly Notice[];
}

/**
 * How far one group lies above another on the latent scale behind an ordered outcome, one shift for the whole scale:
 * the cumulative link model with a logit, probit, complementary log-log or log-log link, by maximum likelihood.
 *
 * Model: F⁻¹(P(Y <= j)) = threshold_j - x'beta, signs and links as in ordinal::clm, so that a shift above 0 says that
 * higher categories are more likely. With the logit link the shift is the log odds ratio; with `cloglog` exp(-shift)
 * is the hazard ratio of a grouped proportional hazards model in the category reached. Standard errors come from the
 * observed information; intervals and p are Wald.
 *
 * `strata: 'thresholds'` is the stratified model: every stratum has its own thresholds (an empty category of a stratum
 * is merged away there), one shift is common to all. `'covariates'` (default) shifts each stratum as a whole.
 *
 * Not estimable: as `proportional-odds`; but when a coefficient grows without bound (`separated`), nothing of the fit is
 * given. Cost O(n (2 + p)² + (k + p)³) a Newton step for k thresholds and p columns.
 *
 * @throws MethodError for rows that do not fit together, a missing covariate, an unknown reference, or thresholds by
 * stratum without strata.
 *
 * Sources: McCullagh P. J R Stat Soc B 1980;42:109-142. Agresti A. Analysis of Ordinal Categorical Data 2010, chapter 5.
 * Oracle: test/oracles/cumulative-link.
 */
export function cumulativeLink(
  input: OrdinalInput,
  options: CumulativeLinkOptions = {},
): CumulativeLinkResult {
  requireOptions(METHOD, options, { link: ordinalLinks, strata: 'checked later', level: 'checked later' });
  const { link = 'logit', strata = 'covariates', level = 0.95 } = options;
  requireOneOf(METHOD, 'strata', strata, strataRules);
  requireLevel(METHOD, 'level', level);
  const rows = readOrdinalInput(METHOD, input);
  if (strata === 'thresholds' && rows.strata === undefined) {
    throw argumentError(
      METHOD,
      'strata',
      'are missing',
      'no strata',
      'a stratum for each subject',
      'Name the columns of the strata as `strata` of the endpoint',
    );
  }
  const design = ordinalDesign(METHOD, strata === 'covariates' ? withStrataAsCovariates(rows) : rows);
  const thresholds = rowThresholds(design, strata === 'thresholds' ? (rows.strata ?? null) : null);
  const columns = withinStrata(design.columns, design.weight, design.rows, thresholds, strata, rows);
  const kept = columns.filter(({ dropped }) => dropped === null);
  const fitOf = (used: readonly DesignColumn[]) =>
    fitCumulativeLink(linkRows(thresholds, design.weight, used), linkFunctions[link]);
  const fit = thresholds.thresholdCount > 0 ? fitOf(kept) : null;
  const failure: NotEstimableReason | null =
    fit === null ? 'no-variation' : fit.status === 'converged' ? null : fit.status;
  const known = (value: (fit: CumulativeLinkFit) => number): Estimable =>
    fit === null || failure !== null ? notEstimable(failure ?? 'no-variation') : value(fit);
  return {
    link,
    level,
    reference: design.reference,
    effects: columns.map((column) => {
      const place = kept.indexOf(column);
      const none = column.dropped === null ? null : notEstimable(column.dropped);
      const estimate = none ?? known(({ slopes }) => slopes[place]!);
      const error = none ?? known(({ covariance }) => Math.sqrt(covariance[place * kept.length + place]!));
      return { name: column.name, kind: column.kind, ...waldEffect(estimate, error, level) };
    }),
    thresholds: thresholds.thresholds.map((threshold, index) => ({
      ...threshold,
      estimate: known((found) => found.thresholds[index]!),
      standardError: known((found) => found.thresholdStandardErrors[index]!),
    })),
    logLikelihood: known(({ logLikelihood }) => logLikelihood),
    likelihoodRatioTest: groupTest(fit, failure, kept, fitOf),
    jointTests:
      fit === null || failure !== null
        ? []
        : severalColumnTerms(kept).map(({ term, columns: places }) =>
            jointWaldTest(term, fit.slopes, fit.covariance, places),
          ),
    counts: design.counts,
    notices: [
      ...design.notices,
      ...(failure === 'separated' || failure === 'not-converged'
        ? [warning(`${METHOD}/${failure}`, 'The fit has no maximum; no estimate is given.')]
        : []),
    ],
  };
}

function linkRows(
  { below, above, thresholdCount }: RowThresholds,
  weight: Float64Array,
  columns: readonly DesignColumn[],
): CumulativeLinkRows {
  return {
    below,
    above,
    thresholdCount,
    weight,
    columns: columns.map(({ values }) => values),
    freeColumns: [],
  };
}

/** With thresholds by stratum, a column must vary within strata beyond what the columns before it say there. */
function withinStrata(
  columns: readonly DesignColumn[],
  weight: Float64Array,
  used: Int32Array,
  { below, above }: RowThresholds,
  rule: StrataRule,
  { strata }: OrdinalRows,
): readonly DesignColumn[] {
  if (rule !== 'thresholds' || strata === undefined) return columns;
  const informative = weight.map((subjects, row) => (below[row]! < 0 && above[row]! < 0 ? 0 : subjects));
  const indicators = strata.levels.map((_, level) =>
    Float64Array.from(used, (row) => (strata.codes[row] === level ? 1 : 0)),
  );
  const candidates = columns.filter(({ dropped }) => dropped === null);
  const { kept } = independentColumns(
    [...indicators, ...candidates.map(({ values }) => values)],
    informative,
  );
  const free = new Set(kept.map((index) => candidates[index - indicators.length]));
  return columns.map((column) =>
    column.dropped !== null || free.has(column) ? column : { ...column, dropped: 'collinear' },
  );
}

function groupTest(
  fit: CumulativeLinkFit | null,
  failure: NotEstimableReason | null,
  kept: readonly DesignColumn[],
  fitOf: (columns: readonly DesignColumn[]) => CumulativeLinkFit,
): CumulativeLinkResult['likelihoodRatioTest'] {
  const others = kept.filter(({ kind }) => kind === 'covariate');
  const df = kept.length - others.length;
  const fail = (reason: NotEstimableReason) => ({
    chiSquare: notEstimable(reason),
    df,
    p: notEstimable(reason),
  });
  if (fit === null || failure !== null) return fail(failure ?? 'no-variation');
  if (df === 0) return fail('empty-group');
  const without = fitOf(others);
  if (without.status !== 'converged') return fail(without.status);
  const chiSquare = Math.max(0, 2 * (fit.logLikelihood - without.logLikelihood));
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}
