import {
  type Estimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../../core/estimable.js';
import { type Notice, warning } from '../../../core/notice.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { severalColumnTerms } from '../../several-column-terms.js';
import { columnScale } from '../category-ordered-rows.js';
import { type CumulativeLogitFit, fitCumulativeLogit } from '../cumulative-logit-fit.js';
import { independentColumns } from '../independent-columns.js';
import { type JointWaldTest, jointWaldTest } from '../joint-wald-tests.js';
import {
  cumulativeLogitRows,
  type DesignColumn,
  type OrdinalDesign,
  ordinalDesign,
} from '../ordinal-design.js';
import { type OrdinalInput, readOrdinalInput } from '../ordinal-input.js';
import { type CategoryCounts, rowsFromCounts } from '../ordinal-rows.js';
import { type StrataAsCovariates, strataAsCovariates, withStrataAsCovariates } from '../strata-columns.js';

const METHOD = 'proportional-odds';

export interface ProportionalOddsOptions {
  /** Coverage of the intervals. */
  readonly level?: number;
  /**
   * What an odds ratio above 1 means. `higher-category` (default): a higher category is more likely in the group
   * than in the reference, the sign of ordinal::clm and MASS::polr. `lower-category`: a lower category is more
   * likely, the sign of SAS PROC LOGISTIC without DESCENDING; the odds ratio is the reciprocal.
   */
  readonly oddsOf?: 'higher-category' | 'lower-category';
  /** `covariates` (default): an indicator for each stratum but the first. `none` leaves strata out. */
  readonly strata?: StrataAsCovariates;
}

/** One odds ratio: of a group against the reference, or of one unit more of a covariate. */
export interface ProportionalOddsEffect {
  /** The group or the covariate. */
  readonly name: string;
  readonly oddsRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly logOddsRatio: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  /** Of the log odds ratio. */
  readonly standardError: Estimable;
  readonly z: Estimable;
  /** Two-sided Wald p-value. */
  readonly p: Estimable;
}

/** logit P(Y <= lower side) for a subject of the reference group with all covariates 0. */
export interface Threshold {
  /** The highest category below the threshold. */
  readonly below: string;
  /** The lowest category above it. */
  readonly above: string;
  readonly estimate: Estimable;
  readonly standardError: Estimable;
}

export interface ProportionalOddsResult {
  readonly oddsOf: 'higher-category' | 'lower-category';
  readonly level: number;
  readonly reference: string;
  /** One for each group but the reference, in the order of the groups. */
  readonly groups: readonly ProportionalOddsEffect[];
  readonly covariates: readonly ProportionalOddsEffect[];
  readonly thresholds: readonly Threshold[];
  readonly logLikelihood: Estimable;
  /** All groups against none, covariates kept. */
  readonly likelihoodRatioTest: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  /** Wald tests of terms that take several columns; none where the fit has no maximum. */
  readonly jointTests: readonly JointWaldTest[];
  /** Subjects in each category by group, empty categories included. */
  readonly counts: readonly {
    readonly group: string;
    readonly n: number;
    readonly categories: readonly number[];
  }[];
  readonly emptyCategories: readonly string[];
  readonly notices: readonly Notice[];
}

/**
 * How many times higher the odds of a better (higher) category are in one group than in another, one ratio for the
 * whole ordered scale: the proportional odds model, fitted by maximum likelihood.
 *
 * Model: logit P(Y <= j) = threshold_j - x'beta, as ordinal::clm and MASS::polr write it. So an odds ratio exp(beta)
 * above 1 says that **higher categories are more likely in the group than in the reference**; `oddsOf:
 * 'lower-category'` turns the sign (SAS PROC LOGISTIC models P(Y <= j) = alpha_j + x'beta). Standard errors come from
 * the observed information; intervals and p are Wald on the log scale. Empty categories are dropped: they carry no
 * likelihood. Cost O(n (1 + p^2)) a Newton step, whatever the number of categories.
 *
 * Not estimable: `empty-group` (a group without subjects), `no-variation` (all subjects in one category),
 * `separated` (the groups or a covariate split the scale, so that a ratio is infinite), `collinear` (a column that the
 * columns before it give), `not-converged`; `overflow` for a ratio or limit beyond the largest number, as one unit
 * of a covariate with a tiny spread may give: its logarithm stands.
 *
 * Separation takes away no more than it must. As the infinite ratios grow, the subjects whose category they come to
 * foretell have probability 1 and say nothing more; the others are as if those had never been. What these others
 * determine is given: an arm whose members all have the best outcome leaves the comparison of the remaining arms as it
 * is without that arm. Ratios and thresholds that the others do not determine are `separated`, and so are the log
 * likelihood (its supremum is not attained) and the likelihood-ratio test. Throws `proportional-odds/invalid-argument`
 * for rows that do not fit together, a missing covariate or an unknown reference.
 *
 * Source: McCullagh P. J R Stat Soc B 1980;42:109-142. Oracle: test/oracles/proportional-odds/fits.json.
 */
export function proportionalOdds(
  input: OrdinalInput,
  options: ProportionalOddsOptions = {},
): ProportionalOddsResult {
  requireOptions(METHOD, options, {
    level: 'checked later',
    oddsOf: ['higher-category', 'lower-category'],
    strata: strataAsCovariates,
  });
  const { level = 0.95, oddsOf = 'higher-category', strata = 'covariates' } = options;
  requireLevel(METHOD, 'level', level);
  const rows = readOrdinalInput(METHOD, input);
  const design = ordinalDesign(METHOD, strata === 'covariates' ? withStrataAsCovariates(rows) : rows);
  const kept = design.columns.filter((column) => column.dropped === null);
  const varies = design.categories.length >= 2;
  const fit = varies ? fitCumulativeLogit(cumulativeLogitRows(design, kept)) : null;
  const failure = fit === null ? 'no-variation' : fit.status === 'converged' ? null : fit.status;
  const sign = oddsOf === 'higher-category' ? 1 : -1;

  const effects = design.columns.map((column): ProportionalOddsEffect => {
    const place = kept.indexOf(column);
    const determined = fit?.status === 'separated' && !fit.separatedColumns.includes(place);
    const reason = column.dropped ?? (determined ? null : failure);
    if (fit === null || reason !== null) return effectWithout(column.name, reason ?? 'no-variation');
    const standardError = Math.sqrt(fit.covariance[place * kept.length + place]!);
    return effectFrom(column.name, sign * fit.coefficients[place]!, standardError, level);
  });
  const ofFit = (value: (fit: CumulativeLogitFit) => number): Estimable =>
    fit === null || failure !== null ? notEstimable(failure ?? 'no-variation') : value(fit);

  const ofThreshold = (place: number, value: (fit: CumulativeLogitFit) => number): Estimable =>
    fit?.status === 'separated' && !fit.separatedThresholds.includes(place) ? value(fit) : ofFit(value);

  return {
    oddsOf,
    level,
    reference: design.reference,
    groups: effects.filter((_, index) => design.columns[index]!.kind === 'group'),
    covariates: effects.filter((_, index) => design.columns[index]!.kind === 'covariate'),
    thresholds: design.categories.slice(1).map((above, index) => ({
      below: design.categories[index]!,
      above,
      estimate: ofThreshold(index, ({ thresholds }) => thresholds[index]!),
      standardError: ofThreshold(index, ({ thresholdStandardErrors }) => thresholdStandardErrors[index]!),
    })),
    logLikelihood: ofFit(({ logLikelihood }) => logLikelihood),
    likelihoodRatioTest: likelihoodRatioTest(design, fit),
    jointTests:
      fit?.status === 'converged'
        ? severalColumnTerms(kept).map(({ term, columns }) =>
            jointWaldTest(term, fit.coefficients, fit.covariance, columns),
          )
        : [],
    counts: design.counts,
    emptyCategories: design.emptyCategories,
    notices: [...design.notices, ...fitNotices(fit, kept)],
  };
}

/**
 * The proportional odds model from published counts: how many subjects of each group were in each category, lowest
 * category first. The groups are named "of" and "versus"; the one ratio is `groups[0]`. See `proportionalOdds`.
 */
export function proportionalOddsFromCounts(
  counts: CategoryCounts,
  options: ProportionalOddsOptions = {},
): ProportionalOddsResult {
  return proportionalOdds(rowsFromCounts(METHOD, counts), options);
}

function effectFrom(
  name: string,
  logOddsRatio: number,
  standardError: number,
  level: number,
): ProportionalOddsEffect {
  const reach = criticalZ(level) * standardError;
  const z = logOddsRatio / standardError;
  return {
    name,
    oddsRatio: ratioFromLog(logOddsRatio),
    lower: ratioFromLog(logOddsRatio - reach),
    upper: ratioFromLog(logOddsRatio + reach),
    logOddsRatio,
    logLower: logOddsRatio - reach,
    logUpper: logOddsRatio + reach,
    standardError,
    z,
    p: normalTwoSidedP(z),
  };
}

function effectWithout(name: string, reason: NotEstimableReason): ProportionalOddsEffect {
  const none = notEstimable(reason);
  return {
    name,
    oddsRatio: none,
    lower: none,
    upper: none,
    logOddsRatio: none,
    logLower: none,
    logUpper: none,
    standardError: none,
    z: none,
    p: none,
  };
}

/** Twice the rise of the log likelihood that all groups together bring, covariates kept. */
function likelihoodRatioTest(
  design: OrdinalDesign,
  fit: CumulativeLogitFit | null,
): ProportionalOddsResult['likelihoodRatioTest'] {
  const covariates = design.columns.filter((column) => column.kind === 'covariate');
  // A covariate that only the groups determine takes part once they are left out.
  const columns = covariates.every((column) => column.dropped === null)
    ? covariates
    : independentColumns(
        covariates.map((column) => column.values),
        design.weight,
      ).kept.map((index) => covariates[index]!);
  const df = design.columns.filter((column) => column.dropped === null).length - columns.length;
  const fail = (reason: NotEstimableReason) => ({
    chiSquare: notEstimable(reason),
    df,
    p: notEstimable(reason),
  });
  if (fit === null) return fail('no-variation');
  if (df === 0) return fail('empty-group');
  if (fit.status !== 'converged') return fail(fit.status);
  const rows = cumulativeLogitRows(design, columns);
  const near = startWithoutGroups(design, fit, columns);
  const quick = fitCumulativeLogit(rows, { start: near, wanted: 'log-likelihood' });
  // Where groups all but split the scale, the fit without them is far from there.
  const without = quick.status === 'converged' ? quick : fitCumulativeLogit(rows);
  if (without.status !== 'converged') return fail(without.status);
  const chiSquare = Math.max(0, 2 * (fit.logLikelihood - without.logLikelihood));
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}

/** The fit's own estimates for a subject of the mean group: close to the fit without groups. */
function startWithoutGroups(
  design: OrdinalDesign,
  fit: CumulativeLogitFit,
  columns: readonly DesignColumn[],
): { readonly thresholds: Float64Array; readonly coefficients: Float64Array } {
  const kept = design.columns.filter((column) => column.dropped === null);
  const shift = kept.reduce(
    (sum, { kind, values }, place) =>
      kind === 'group' ? sum + fit.coefficients[place]! * columnScale(values, design.weight).centre : sum,
    0,
  );
  return {
    thresholds: fit.thresholds.map((threshold) => threshold - shift),
    coefficients: Float64Array.from(columns, (column) => fit.coefficients[kept.indexOf(column)] ?? 0),
  };
}

function fitNotices(fit: CumulativeLogitFit | null, columns: readonly DesignColumn[]): Notice[] {
  if (fit?.status === 'separated') {
    const list = fit.separatedColumns.map((column) => `"${columns[column]!.name}"`).join(', ');
    return [
      warning(
        `${METHOD}/separated`,
        `${list} splits the scale without overlap: the odds ratio is infinite. Other estimates are those of the subjects whom this leaves in doubt.`,
      ),
    ];
  }
  if (fit?.status === 'not-converged') {
    return [warning(`${METHOD}/not-converged`, 'The fit did not converge; no estimate is given.')];
  }
  return [];
}
