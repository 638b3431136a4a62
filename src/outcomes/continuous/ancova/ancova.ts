import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList, requireObject, requireOneOf } from '../../../math/argument-checks.js';
import type { CovariateColumns } from '../../../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../../../math/columns/name-column.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { fUpperTail } from '../../../math/distributions/f.js';
import { criticalT, studentTTwoSidedP } from '../../../math/distributions/student-t.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { type PivotedQr, pivotedQr } from '../../../math/linear-algebra/pivoted-qr.js';
import { requireOptions } from '../../../math/option-checks.js';
import { readRegressionData } from '../../regression-data.js';
import { severalColumnTerms } from '../../several-column-terms.js';
import {
  type AncovaVariance,
  ancovaVariances,
  anhecovaCovariance,
  type CoefficientCovariance,
  modelCovariance,
  sandwichCovariance,
} from './ancova-covariance.js';
import { type AncovaDesign, type AncovaMargins, ancovaDesign, ancovaMargins } from './ancova-design.js';

/** One entry a subject in `outcome`, `group` and every covariate; no missing values. */
export interface AncovaData {
  readonly outcome: ArrayLike<number>;
  readonly group: NameColumn;
  readonly reference: string;
  /** Numbers, or names: a 0/1 column for each level but the first. */
  readonly covariates: CovariateColumns;
}

/** A sum of least-squares means with weights by arm, such as the mean of two doses less placebo. */
export interface AncovaContrast {
  readonly name: string;
  readonly weights: Readonly<Record<string, number>>;
}

export interface AncovaOptions {
  readonly level?: number;
  /**
   * `model` (default): one variance for all. `HC0` to `HC3`: sandwich covariance. `anhecova`: with interactions, the
   * variance of Ye and others, which counts the chance of the covariates in.
   */
  readonly variance?: AncovaVariance;
  /** Whether every arm has slopes of its own. */
  readonly interaction?: boolean;
  /** Where least-squares means are taken: covariates at their observed means, or factors with all levels alike. */
  readonly margins?: AncovaMargins;
  readonly contrasts?: readonly AncovaContrast[];
}

/** One figure of the model with its t interval. */
export interface AncovaFigure {
  /** Arm or covariate. */
  readonly name: string;
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly t: Estimable;
  /** Two-sided, against 0. */
  readonly p: Estimable;
}

/** Whether several coefficients are all 0. */
export interface AncovaTest {
  readonly term: string;
  readonly f: Estimable;
  readonly numeratorDf: number;
  readonly p: Estimable;
}

export interface AncovaFit {
  /** Adjusted mean of each arm at the mean of every covariate, in the order of the levels. */
  readonly leastSquaresMeans: readonly AncovaFigure[];
  /** Adjusted mean of each other arm less that of the reference. */
  readonly differences: readonly AncovaFigure[];
  readonly contrasts: readonly AncovaFigure[];
  /** Change of the outcome per unit of each covariate, with interactions that in the reference arm. */
  readonly slopes: readonly AncovaFigure[];
  /** With interactions: how much another arm's slope is above that of the reference arm. */
  readonly slopeDifferences: readonly (AncovaFigure & { readonly arm: string })[];
  /** F tests of all arms, of terms that take several columns, and of all interactions. */
  readonly tests: readonly AncovaTest[];
  /** Subjects less coefficients. */
  readonly df: number;
  /** Of the t reference of all figures; null where it is normal. */
  readonly referenceDf: number | null;
  readonly residualStandardDeviation: Estimable;
  readonly level: number;
}

/**
 * Compares the means of arms after levelling differences in covariates such as the baseline value.
 *
 * Linear model with one intercept an arm and one common slope a covariate, or with `interaction` slopes by arm.
 * Least-squares means are taken at the covariates' overall means (observed margins), or with `margins: 'equal'` with all
 * levels of a factor alike, as R `emmeans` and SAS GLM `LSMEANS` do by default; numbers stand at their means in both. No
 * adjustment for several comparisons. A covariate that the arms or earlier covariates determine is left out: its slope is
 * `collinear`, and so are tests that hold it, and means and differences that it leaves undetermined (R `nonEst`). With interactions and `variance: 'anhecova'` the means and differences are
 * those of Ye and others (normal reference; figures of slopes keep HC3). HC2 and HC3 do not exist where a subject alone
 * determines a coefficient: `too-few-observations`. An arm without subjects is `empty-group`, and
 * if it is the reference so are all differences. No residual degree of freedom: `too-few-observations` for all but the
 * estimates; no residual variation (within rounding): `no-variation`, as is all but the estimate of a figure that has
 * none of its own under a robust variance (an arm of one subject).
 *
 * Cost O(n p²) for n subjects and p coefficients.
 *
 * @throws MethodError when lengths differ, a value is not finite, the reference is no level, level is not in (0, 1), a
 * contrast names no arm, or `anhecova` is asked without interactions.
 *
 * Sources: Fisher RA. Statistical Methods for Research Workers 1932: section 49.1. Searle SR, Speed FM, Milliken GA. Am
 * Stat 1980;34:216-221 (least-squares means). MacKinnon JG, White H. J Econom 1985;29:305-325. Ye T, Shao J, Yi Y, Zhao Q.
 * J Am Stat Assoc 2023;118:2370-2382. Oracle: test/oracles/ancova.
 */
export function ancova(input: AncovaData, options: AncovaOptions = {}): AncovaFit {
  requireOptions('ancova', options, {
    level: 'checked later',
    variance: 'checked later',
    interaction: 'yes or no',
    margins: ancovaMargins,
    contrasts: 'checked later',
  });
  const { level = 0.95, variance: kind = 'model', interaction = false, margins = 'observed' } = options;
  requireLevel('ancova', 'level', level);
  requireOneOf('ancova', 'variance', kind, ancovaVariances);
  const read = readRegressionData('ancova', input, ['outcome']);
  const data = { ...read, group: readNames('ancova', 'group', read.group, read.outcome.length) };
  const { levels } = data.group;
  const reference = levels.indexOf(data.reference);
  if (reference < 0) {
    throw argumentError('ancova', 'reference', 'names no arm', data.reference, levels.join(', '));
  }
  const contrasts = options.contrasts ?? [];
  requireContrasts(contrasts, levels);
  if (kind === 'anhecova' && !interaction) {
    throw argumentError(
      'ancova',
      'variance',
      'needs slopes by arm',
      'anhecova without interaction',
      'interaction: true',
    );
  }
  const design = ancovaDesign(data, reference, margins, interaction);
  const { rows, columns, matrix, armColumn, counts, covariateColumn } = design;
  const qr = pivotedQr(matrix, rows, columns);
  const { coefficients, residualSumOfSquares } = qr.solve(design.outcome);
  const df = rows - qr.rank;
  const variance = df > 0 ? residualSumOfSquares / df : 0;
  const rounding = 10 * Number.EPSILON * design.largest;
  const kept = new Set(qr.pivot.subarray(0, qr.rank));
  const isDetermined = determinedSums(design, qr);
  const fit = { qr, coefficients, variance };
  const troubled = df <= 0 || Math.sqrt(variance) <= rounding;
  const ofSlopes =
    troubled || kind === 'model'
      ? modelCovariance(fit)
      : sandwichCovariance(design, fit, kind === 'anhecova' ? 'HC3' : kind);
  const ofMeans =
    kind === 'anhecova' && !troubled ? anhecovaCovariance(design, data.group.codes, fit) : ofSlopes;
  const ofRounding = modelCovariance({ ...fit, variance: rounding * rounding });
  const missing = (covariance: CoefficientCovariance | null): NotEstimableReason | null =>
    df <= 0 || (!troubled && covariance === null) ? 'too-few-observations' : troubled ? 'no-variation' : null;
  const uncertain: NotEstimableReason | null = missing(ofSlopes);
  const referenceDf = kind === 'anhecova' ? null : Math.max(df, 0);
  const tDf = referenceDf ?? Number.POSITIVE_INFINITY;
  const critical = df > 0 ? criticalT(level, tDf) : Number.NaN;

  /** A sum of coefficients with signs, or the reason why there is none. */
  const figure = (name: string, parts: Sum, covariance = ofMeans): AncovaFigure => {
    const estimate = parts.reduce((sum, [column, sign]) => sum + sign * coefficients[column]!, 0);
    const reason = missing(covariance);
    if (reason !== null || covariance === null)
      return { ...noFigure(name, reason ?? 'too-few-observations'), estimate };
    const square = varianceOf(parts, covariance);
    // A robust variance may be nothing but rounding, as for the mean of an arm whose residuals are all 0.
    if (!(square > varianceOf(parts, ofRounding))) return { ...noFigure(name, 'no-variation'), estimate };
    const standardError = Math.sqrt(square);
    const t = estimate / standardError;
    return {
      name,
      estimate,
      standardError,
      lower: estimate - critical * standardError,
      upper: estimate + critical * standardError,
      t,
      p: studentTTwoSidedP(t, tDf),
    };
  };
  /** The same of arms: at covariates that the arms determine there is none. */
  const ofArms = (name: string, parts: Sum): AncovaFigure =>
    isDetermined(parts) ? figure(name, parts) : noFigure(name, 'collinear');
  /** Wald's F that the sums of coefficients are all 0. */
  const test = (term: string, sums: readonly Sum[], covariance = ofSlopes): AncovaTest => {
    const fail = (reason: NotEstimableReason) => noTest(term, sums.length, reason);
    const reason = missing(covariance);
    if (reason !== null || covariance === null) return fail(reason ?? 'too-few-observations');
    if (sums.some((parts) => parts.some(([column]) => !kept.has(column)))) return fail('collinear');
    const block = sums.flatMap((left) =>
      sums.map((right) => {
        let sum = 0;
        for (const [one, first] of left)
          for (const [other, second] of right) sum += first * second * covariance(one, other);
        return sum;
      }),
    );
    const values = sums.map((parts) =>
      parts.reduce((sum, [column, sign]) => sum + sign * coefficients[column]!, 0),
    );
    const root = cholesky(block, sums.length)?.solveLower(values);
    if (root === undefined) return fail('no-variation');
    const f = root.reduce((sum, value) => sum + value * value, 0) / sums.length;
    const p =
      referenceDf === null
        ? chiSquareUpperTail(f * sums.length, sums.length)
        : fUpperTail(f, sums.length, referenceDf);
    return { term, f, numeratorDf: sums.length, p };
  };
  const testOfArms = (sums: readonly Sum[]): AncovaTest =>
    sums.every(isDetermined) ? test('arms', sums, ofMeans) : noTest('arms', sums.length, 'collinear');
  const inUse = levels.flatMap((_, arm) => (counts[arm]! > 0 ? [arm] : []));
  const against = (arm: number) =>
    [
      [armColumn[arm]!, 1],
      [armColumn[reference]!, -1],
    ] as const;
  return {
    leastSquaresMeans: levels.map((name, arm) =>
      counts[arm] === 0 ? noFigure(name, 'empty-group') : ofArms(name, [[armColumn[arm]!, 1]]),
    ),
    differences: levels.flatMap((name, arm) => {
      if (arm === reference) return [];
      if (counts[arm] === 0 || counts[reference] === 0) return [noFigure(name, 'empty-group')];
      return [ofArms(name, against(arm))];
    }),
    contrasts: contrasts.map(({ name, weights }) => {
      const parts = Object.entries(weights).map(([arm, weight]) => [levels.indexOf(arm), weight] as const);
      if (parts.some(([arm, weight]) => weight !== 0 && counts[arm] === 0))
        return noFigure(name, 'empty-group');
      return ofArms(
        name,
        parts.filter(([, weight]) => weight !== 0).map(([arm, weight]) => [armColumn[arm]!, weight] as const),
      );
    }),
    slopes: data.covariates.map(({ name }, index) => {
      const column = covariateColumn + index;
      return kept.has(column) ? figure(name, [[column, 1]], ofSlopes) : noFigure(name, 'collinear');
    }),
    slopeDifferences: design.interactions.map(({ arm, covariate, column }) => {
      const { name } = data.covariates[covariate]!;
      const one = kept.has(column) ? figure(name, [[column, 1]], ofSlopes) : noFigure(name, 'collinear');
      return { ...one, arm: levels[arm]! };
    }),
    tests: [
      ...(inUse.length > 2 && counts[reference]! > 0
        ? [testOfArms(inUse.filter((arm) => arm !== reference).map(against))]
        : []),
      ...severalColumnTerms(data.covariates).map(({ term, columns: members }) =>
        test(
          term,
          members.map((index) => [[covariateColumn + index, 1]]),
        ),
      ),
      ...(design.interactions.length > 0
        ? [
            test(
              'arms by covariates',
              design.interactions.map(({ column }) => [[column, 1]]),
            ),
          ]
        : []),
    ],
    df,
    referenceDf,
    residualStandardDeviation: troubled ? notEstimable(uncertain ?? 'no-variation') : Math.sqrt(variance),
    level,
  };
}

function noTest(term: string, numeratorDf: number, reason: NotEstimableReason): AncovaTest {
  const none = notEstimable(reason);
  return { term, f: none, numeratorDf, p: none };
}

/** A sum of coefficients: columns with their weights. */
type Sum = readonly (readonly [number, number])[];

/**
 * Whether the data determine a sum of coefficients. A column that others determine leaves a direction in which coefficients
 * move and no fitted value does; a sum that moves along it has no estimate (Searle's estimable functions).
 */
function determinedSums({ matrix, rows }: AncovaDesign, qr: PivotedQr): (parts: Sum) => boolean {
  const directions = qr.collinear.map((left) => {
    const column = matrix.subarray(left * rows, (left + 1) * rows);
    const size = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0) / rows);
    const moves = qr.solve(column).coefficients;
    moves[left] = -1;
    return { moves, size };
  });
  return (parts) =>
    directions.every(({ moves, size }) => {
      const moved = parts.reduce((sum, [column, weight]) => sum + weight * moves[column]!, 0);
      return Math.abs(moved) <= 1e-7 * size;
    });
}

/** Variance of a sum of coefficients with weights. */
function varianceOf(parts: Sum, covariance: CoefficientCovariance): number {
  let sum = 0;
  for (const [left, first] of parts) {
    for (const [right, second] of parts) sum += first * second * covariance(left, right);
  }
  return sum;
}

function noFigure(name: string, reason: NotEstimableReason): AncovaFigure {
  const none = notEstimable(reason);
  return { name, estimate: none, standardError: none, lower: none, upper: none, t: none, p: none };
}

function requireContrasts(contrasts: readonly AncovaContrast[], levels: readonly string[]): void {
  requireList('ancova', 'contrasts', contrasts, 'names and weights by arm');
  for (const [index, { name, weights }] of contrasts.entries()) {
    requireObject('ancova', `contrasts[${index}].weights`, weights, 'a number for each arm');
    for (const [arm, weight] of Object.entries(weights)) {
      if (levels.includes(arm) && Number.isFinite(weight)) continue;
      throw argumentError(
        'ancova',
        `contrasts[${index}]`,
        levels.includes(arm) ? 'has a weight that is no number' : 'names no arm',
        levels.includes(arm) ? String(weight) : `"${arm}" in ${name}`,
        levels.includes(arm) ? 'a finite number' : `one of ${levels.join(', ')}`,
      );
    }
  }
}
