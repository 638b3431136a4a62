import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import type { Notice } from '../../../core/notice.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { requireOptions } from '../../../math/option-checks.js';
import { columnScale } from '../category-ordered-rows.js';
import { fitCumulativeLogit } from '../cumulative-logit-fit.js';
import { cumulativeLogitRows, ordinalDesign } from '../ordinal-design.js';
import { type OrdinalInput, readOrdinalInput } from '../ordinal-input.js';
import { type StrataAsCovariates, strataAsCovariates, withStrataAsCovariates } from '../strata-columns.js';
import { type WaldEffect, waldEffect } from '../wald-effect.js';
import { type BinaryFits, binaryFits, equalSlopesStatistic } from './brant.js';
import { proportionalityScore } from './score-statistic.js';

const METHOD = 'proportional-odds-assumption';

export interface AssumptionTest {
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

export interface ProportionalOddsAssumptionResult {
  /** Brant's Wald test over all groups and covariates. */
  readonly brant: AssumptionTest;
  /** Brant's test of each group and covariate by itself. */
  readonly brantByColumn: readonly (AssumptionTest & { readonly name: string })[];
  readonly score: AssumptionTest;
  /** At each cut of the scale, the log odds ratio of being above it, by logistic regression. */
  readonly cuts: readonly {
    readonly above: string;
    readonly columns: readonly (WaldEffect & {
      readonly name: string;
      readonly kind: 'group' | 'covariate';
    })[];
  }[];
  readonly reference: string;
  readonly level: number;
  readonly notices: readonly Notice[];
}

/**
 * Is one odds ratio fair to the whole scale? The odds ratio at each cut of the scale, and two tests that they are the
 * same: Brant's (Wald, from separate logistic fits) and the score test of SAS PROC LOGISTIC.
 *
 * Both tests have p (k - 2) degrees of freedom for k categories in use and p columns, and say little when categories
 * are thin. Not estimable: `not-applicable` for two categories; `separated` for Brant's test when a cut splits a group
 * off entirely (at that cut the other groups keep their ratios, as in `proportionalOdds`); `collinear` when the
 * covariance is singular; else as `proportionalOdds`.
 *
 * Sources: Brant R. Biometrics 1990;46:1171-1178; Peterson B, Harrell FE. J R Stat Soc C 1990;39:205-217.
 * Oracle: test/oracles/proportional-odds-assumption/tests.json.
 */
export function proportionalOddsAssumption(
  input: OrdinalInput,
  options: { readonly strata?: StrataAsCovariates; readonly level?: number } = {},
): ProportionalOddsAssumptionResult {
  requireOptions(METHOD, options, { strata: strataAsCovariates, level: 'checked later' });
  const { strata = 'covariates', level = 0.95 } = options;
  requireLevel(METHOD, 'level', level);
  const rows = readOrdinalInput(METHOD, input);
  const design = ordinalDesign(METHOD, strata === 'covariates' ? withStrataAsCovariates(rows) : rows);
  const kept = design.columns.filter((column) => column.dropped === null);
  const size = kept.length;
  const steps = Math.max(0, design.categories.length - 2);
  const missing = (reason: NotEstimableReason, columns: number): AssumptionTest => ({
    chiSquare: notEstimable(reason),
    df: columns * steps,
    p: notEstimable(reason),
  });
  const shared = { reference: design.reference, level, notices: design.notices };
  if (size === 0 || design.categories.length < 2) {
    const reason = size === 0 ? (design.columns[0]?.dropped ?? 'not-applicable') : 'no-variation';
    return {
      ...shared,
      brant: missing(reason, size),
      brantByColumn: [],
      score: missing(reason, size),
      cuts: [],
    };
  }
  const given = cumulativeLogitRows(design, kept);
  // The statistics do not depend on where a column has its 0, but beside a far one their sums would lose their digits.
  const model = { ...given, columns: given.columns.map((column) => centred(column, given.weight)) };
  const found = binaryFits(model);
  const test = (statistic: number | null, reason: NotEstimableReason, columns: number): AssumptionTest => {
    if (steps === 0) return missing('not-applicable', columns);
    if (statistic === null) return missing(reason, columns);
    return { chiSquare: statistic, df: columns * steps, p: chiSquareUpperTail(statistic, columns * steps) };
  };
  const failure = fitFailure(found);
  const columns = Array.from(kept.keys());
  const fit = fitCumulativeLogit(model);
  const fitted = fit.status === 'converged';
  return {
    ...shared,
    brant: test(equalSlopesStatistic(found, size, columns), failure, size),
    brantByColumn: kept.map(({ name }, column) => ({
      name,
      ...test(equalSlopesStatistic(found, size, [column]), failure, 1),
    })),
    score: test(
      fitted ? proportionalityScore(model, fit) : null,
      fit.status === 'converged' ? 'collinear' : fit.status,
      size,
    ),
    cuts: found.fits.map((cut, index) => ({
      above: design.categories[index]!,
      columns: kept.map(({ name, kind }, column) => {
        const failed = cut.status === 'separated' ? cut.separatedColumns.includes(column) : true;
        const reason = cut.status === 'converged' || !failed ? null : notEstimable(cut.status);
        const estimate = reason ?? cut.coefficients[column]!;
        const error = reason ?? Math.sqrt(cut.covariance[column * size + column]!);
        return { name, kind, ...waldEffect(estimate, error, level) };
      }),
    })),
  };
}

function centred(column: Float64Array, weight: Float64Array): Float64Array {
  const { centre } = columnScale(column, weight);
  return column.map((value) => value - centre);
}

function fitFailure({ fits }: BinaryFits): NotEstimableReason {
  const failed = fits.find((fit) => fit.status !== 'converged');
  return failed === undefined || failed.status === 'converged' ? 'collinear' : failed.status;
}
