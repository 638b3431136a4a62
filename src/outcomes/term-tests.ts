import type { Covariate } from '../core/analysis-data.js';
import { type Estimable, notEstimable } from '../core/estimable.js';
import type { TestRow } from '../core/result.js';
import { chiSquareUpperTail } from '../math/distributions/chi-square.js';
import { cholesky } from '../math/linear-algebra/cholesky.js';
import type { RegressionDesign } from './regression-design.js';
import { severalColumnTerms } from './several-column-terms.js';

/** How the columns of one term are tested together. */
export const termTestKinds = ['wald', 'likelihood-ratio'] as const;
export type TermTestKind = (typeof termTestKinds)[number];

/** The test of all columns of a term, such as the levels of a factor. */
export interface TermTest {
  readonly term: string;
  readonly chiSquare: Estimable;
  /** Columns of the term that the data can tell apart. */
  readonly df: number;
  readonly p: Estimable;
}

/** Wald tests bᵀ V⁻¹ b of each term's columns. A covariance that cannot be inverted makes a test `no-variation`. */
export function waldTermTests(
  covariates: readonly Covariate[],
  design: RegressionDesign,
  parameters: Float64Array,
  covariance: Float64Array,
): readonly TermTest[] {
  return severalColumnTerms(covariates).map(({ term, columns }) => {
    const places = columns.flatMap((column) => {
      const place = design.kept.indexOf(column);
      return place < 0 ? [] : [place + 1];
    });
    const df = places.length;
    if (df === 0) return { term, chiSquare: notEstimable('collinear'), df, p: notEstimable('collinear') };
    const block = Float64Array.from(
      { length: df * df },
      (_, index) => covariance[places[Math.floor(index / df)]! * design.size + places[index % df]!]!,
    );
    const values = Float64Array.from(places, (place) => parameters[place]!);
    const solved = cholesky(block, df)?.solve(values);
    if (solved === undefined) {
      return { term, chiSquare: notEstimable('no-variation'), df, p: notEstimable('no-variation') };
    }
    const chiSquare = solved.reduce((sum, value, index) => sum + value * values[index]!, 0);
    return { term, chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
  });
}

/**
 * Likelihood-ratio tests: the fit to all covariates against fits without each term. `refit` gives the log-likelihood
 * of a fit to some of the covariates and how many of them it could tell apart.
 */
export function likelihoodRatioTermTests(
  covariates: readonly Covariate[],
  full: { readonly logLikelihood: number; readonly kept: number },
  refit: (covariates: readonly Covariate[]) => { readonly logLikelihood: Estimable; readonly kept: number },
): readonly TermTest[] {
  return severalColumnTerms(covariates).map(({ term, columns }) => {
    const without = refit(covariates.filter((_, index) => !columns.includes(index)));
    const df = full.kept - without.kept;
    if (typeof without.logLikelihood !== 'number') {
      return { term, chiSquare: without.logLikelihood, df, p: without.logLikelihood };
    }
    if (df <= 0) return { term, chiSquare: notEstimable('collinear'), df: 0, p: notEstimable('collinear') };
    const chiSquare = Math.max(0, 2 * (full.logLikelihood - without.logLikelihood));
    return { term, chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
  });
}

/** The tests as rows of a result. */
export function termTestRows(tests: readonly TermTest[], kind: TermTestKind): readonly TestRow[] {
  const words = kind === 'wald' ? 'Wald test' : 'Likelihood-ratio test';
  return tests.map(({ term, chiSquare, df, p }) => ({
    statistic: kind,
    term,
    value: chiSquare,
    df,
    p,
    method: `${words} of all columns of ${term}`,
  }));
}
