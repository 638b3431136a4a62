import type { Covariate, Factor } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject } from '../../../math/argument-checks.js';
import { criticalT, studentTTwoSidedP } from '../../../math/distributions/student-t.js';
import { pivotedQr } from '../../../math/linear-algebra/pivoted-qr.js';
import { requireRegressionData } from '../../regression-data.js';
import { ancovaDesign } from './ancova-design.js';

/** One entry a subject in `outcome`, `group.codes` and every covariate; no missing values. */
export interface AncovaData {
  readonly outcome: ArrayLike<number>;
  readonly group: Factor;
  readonly reference: string;
  readonly covariates: readonly Covariate[];
}

export interface AncovaOptions {
  readonly level?: number;
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

export interface AncovaFit {
  /** Adjusted mean of each arm at the mean of every covariate, in the order of the levels. */
  readonly leastSquaresMeans: readonly AncovaFigure[];
  /** Adjusted mean of each other arm less that of the reference. */
  readonly differences: readonly AncovaFigure[];
  /** Change of the outcome per unit of each covariate. */
  readonly slopes: readonly AncovaFigure[];
  /** Subjects less coefficients. */
  readonly df: number;
  readonly residualStandardDeviation: Estimable;
  readonly level: number;
}

/**
 * Compares the means of arms after levelling differences in covariates such as the baseline value.
 *
 * Linear model with one intercept an arm and one common slope a covariate; least-squares means at the covariates'
 * overall means, as R `emmeans` and SAS GLM `LSMEANS`. No adjustment for several comparisons. A covariate that the arms
 * or earlier covariates determine is left out: its slope is `collinear`. An arm without subjects is `empty-group`, and
 * if it is the reference so are all differences. No residual degree of freedom: `too-few-observations` for all but the
 * estimates; no residual variation (within rounding): `no-variation`.
 *
 * Cost O(n p²) for n subjects and p coefficients.
 *
 * @throws MethodError when lengths differ, a value is not finite, the reference is no level, or level is not in (0, 1).
 *
 * Sources: Fisher RA. Statistical Methods for Research Workers 1932: section 49.1. Searle SR, Speed FM, Milliken GA. Am
 * Stat 1980;34:216-221 (least-squares means). Oracle: test/oracles/ancova.
 */
export function ancova(data: AncovaData, options: AncovaOptions = {}): AncovaFit {
  requireObject('ancova', 'options', options, 'an object of options');
  const { level = 0.95 } = options;
  requireLevel('ancova', 'level', level);
  requireRegressionData('ancova', data, ['outcome', 'covariates']);
  requireObject('ancova', 'group', data.group, 'the arms: levels and codes');
  const reference = data.group.levels.indexOf(data.reference);
  if (reference < 0) {
    throw argumentError('ancova', 'reference', 'names no arm', data.reference, data.group.levels.join(', '));
  }
  const design = ancovaDesign(data);
  const { rows, columns, matrix, armColumn, counts, covariateColumn } = design;
  const qr = pivotedQr(matrix, rows, columns);
  const { coefficients, residualSumOfSquares } = qr.solve(design.outcome);
  const df = rows - qr.rank;
  const variance = df > 0 ? residualSumOfSquares / df : 0;
  const rounding = 10 * Number.EPSILON * design.largest;
  const uncertain: NotEstimableReason | null =
    df <= 0 ? 'too-few-observations' : Math.sqrt(variance) <= rounding ? 'no-variation' : null;

  const inverse = qr.inverseCrossProduct();
  const place = new Map(
    Array.from(qr.pivot.subarray(0, qr.rank), (column, index) => [column, index] as const),
  );
  const covariance = (left: number, right: number) =>
    inverse[place.get(left)! * qr.rank + place.get(right)!]! * variance;
  const critical = df > 0 ? criticalT(level, df) : Number.NaN;

  /** A sum of coefficients with signs, or the reason why there is none. */
  const figure = (name: string, parts: readonly (readonly [number, number])[]): AncovaFigure => {
    const estimate = parts.reduce((sum, [column, sign]) => sum + sign * coefficients[column]!, 0);
    if (uncertain !== null) return { ...noFigure(name, uncertain), estimate };
    let square = 0;
    for (const [left, first] of parts) {
      for (const [right, second] of parts) square += first * second * covariance(left, right);
    }
    const standardError = Math.sqrt(square);
    const t = estimate / standardError;
    return {
      name,
      estimate,
      standardError,
      lower: estimate - critical * standardError,
      upper: estimate + critical * standardError,
      t,
      p: studentTTwoSidedP(t, df),
    };
  };
  return {
    leastSquaresMeans: data.group.levels.map((name, arm) =>
      counts[arm] === 0 ? noFigure(name, 'empty-group') : figure(name, [[armColumn[arm]!, 1]]),
    ),
    differences: data.group.levels.flatMap((name, arm) => {
      if (arm === reference) return [];
      if (counts[arm] === 0 || counts[reference] === 0) return [noFigure(name, 'empty-group')];
      return [
        figure(name, [
          [armColumn[arm]!, 1],
          [armColumn[reference]!, -1],
        ]),
      ];
    }),
    slopes: data.covariates.map(({ name }, index) => {
      const column = covariateColumn + index;
      return place.has(column) ? figure(name, [[column, 1]]) : noFigure(name, 'collinear');
    }),
    df,
    residualStandardDeviation: uncertain === null ? Math.sqrt(variance) : notEstimable(uncertain),
    level,
  };
}

function noFigure(name: string, reason: NotEstimableReason): AncovaFigure {
  const none = notEstimable(reason);
  return { name, estimate: none, standardError: none, lower: none, upper: none, t: none, p: none };
}
