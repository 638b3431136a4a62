import { criticalZ } from '../../math/distributions/normal.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { requireOptions } from '../../math/option-checks.js';
import { naturalCubicSpline } from '../../math/splines/natural-cubic-spline.js';
import { checkLevel } from '../survival-columns.js';
import { coxResiduals } from './cox-residuals.js';
import type { CoxModel } from './fit-cox-model.js';
import { eventTimeScale, type TimeTransform, timeTransforms } from './proportional-hazards-test.js';
import { modelVariables } from './term-tests.js';

export interface CoefficientOverTime {
  /** The coefficient, or the covariate that takes several columns. */
  readonly name: string;
  /**
   * `multiplier` for a covariate of several columns: what its fitted effect is multiplied with, so that 1 is the effect
   * as fitted; else `log-hazard-ratio`.
   */
  readonly quantity: 'log-hazard-ratio' | 'multiplier';
  /** Each event: its transformed time, its scaled Schoenfeld residual plus the estimate, its row of the input. */
  readonly time: readonly number[];
  readonly residual: readonly number[];
  readonly row: readonly number[];
  /** The estimate for all times, where the smooth would stay if hazards were proportional. */
  readonly estimate: number;
  /** Log hazard ratio over transformed time with its pointwise limits; null with fewer than 5 different event times. */
  readonly smooth: {
    readonly time: readonly number[];
    readonly estimate: readonly number[];
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  } | null;
}

/** Places at which the smooth is read. */
const readings = 40;
const splineColumns = 4;

/**
 * How each log hazard ratio moves over time: the points and the smooth curve of the usual plot of scaled Schoenfeld
 * residuals. A curve that runs level agrees with proportional hazards.
 *
 * Conventions as R's plot of `cox.zph(fit, transform)`: a covariate of several columns (a spline, a factor) is one
 * panel, of its fitted linear predictor; arms stay apart, other than in R. A natural spline with 4 columns fitted to all
 * events by least squares, its knots at quantiles of the event times and the 40 places of the curve together, variance
 * number of events times variance of the estimate. R draws 2 standard errors, this the limits of `level`. Times are
 * transformed; `km` is 1 less the Kaplan-Meier estimate just before the time.
 * Errors: `MethodError` for a model without estimates and for exact ties. O(n p + events).
 * Source: Grambsch PM, Therneau TM. Biometrika 1994;81:515-526. Oracle: test/oracles/cox/over-time.json.
 */
export function coefficientsOverTime(
  model: CoxModel,
  options: { readonly transform?: TimeTransform; readonly level?: number } = {},
): readonly CoefficientOverTime[] {
  requireOptions('cox', options, {
    transform: timeTransforms,
    level: 'number',
  });
  const { transform = 'km', level = 0.95 } = options;
  checkLevel('cox', level);
  const { schoenfeld } = coxResiduals(model);
  const { eventTime, deathCount, columnCount: p, scale } = model.rows;
  const g = eventTimeScale(model, transform);
  const time: number[] = [];
  for (let step = 0; step < eventTime.length; step += 1) {
    for (let death = 0; death < deathCount[step]!; death += 1) time.push(g[step]!);
  }
  const smoother = smootherOf(time);
  const critical = criticalZ(level);
  const panels = panelsOf(model);
  const covariance = panelCovariance(model, panels);
  const size = panels.length;
  const residuals = panels.map(() => new Array<number>(time.length));
  const own = new Float64Array(size);
  schoenfeld.values.forEach((values, event) => {
    panels.forEach(({ share }, panel) => {
      own[panel] = 0;
      for (let column = 0; column < p; column += 1) {
        own[panel]! += (share[column]! * values[column]!) / scale[column]!;
      }
    });
    panels.forEach(({ estimate, unit }, panel) => {
      let moved = 0;
      for (let other = 0; other < size; other += 1) moved += covariance[panel * size + other]! * own[other]!;
      residuals[panel]![event] = (time.length * moved) / unit + estimate;
    });
  });
  return panels.map(({ name, quantity, estimate, unit }, panel) => {
    const residual = residuals[panel]!;
    const width = (critical * Math.sqrt(covariance[panel * size + panel]! * time.length)) / unit;
    const smooth = smoother === null ? null : smoother(residual, width);
    return { name, quantity, time, residual, row: schoenfeld.row, estimate, smooth };
  });
}

/** A coefficient or a linear predictor: its share of each standardised column, and the unit of the result. */
interface Panel extends Pick<CoefficientOverTime, 'name' | 'quantity' | 'estimate'> {
  readonly share: Float64Array;
  readonly unit: number;
}

function panelsOf({ terms, kept, maximum, rows }: CoxModel): readonly Panel[] {
  const { columnCount: p, scale } = rows;
  const beta = maximum!.beta;
  return modelVariables(terms).flatMap(({ term, terms: places }): readonly Panel[] => {
    const columns = places.map((place) => kept.indexOf(place)).filter((column) => column >= 0);
    if (columns.length > 1 && terms[places[0]!]!.role === 'covariate') {
      const share = beta.map((value, column) => (columns.includes(column) ? value : 0));
      return [{ name: term, quantity: 'multiplier', estimate: 1, share, unit: 1 }];
    }
    return columns.map((column) => {
      const share = new Float64Array(p);
      share[column] = 1;
      const unit = scale[column]!;
      const { name } = terms[kept[column]!]!;
      return { name, quantity: 'log-hazard-ratio', estimate: beta[column]! / unit, share, unit };
    });
  });
}

/** Covariance of the coefficients of a model in which each panel is one column. */
function panelCovariance({ modelCovariance, rows }: CoxModel, panels: readonly Panel[]): Float64Array {
  const p = rows.columnCount;
  if (panels.length === p) return modelCovariance!;
  const information = cholesky(modelCovariance!, p, 1e-15)?.inverse() ?? new Float64Array(p * p);
  const reduced = Float64Array.from(
    panels.flatMap(({ share: left }) =>
      panels.map(({ share: right }) => {
        let sum = 0;
        for (let row = 0; row < p; row += 1) {
          for (let column = 0; column < p; column += 1) {
            sum += left[row]! * information[row * p + column]! * right[column]!;
          }
        }
        return sum;
      }),
    ),
  );
  return cholesky(reduced, panels.length, 1e-15)?.inverse() ?? reduced.fill(0);
}

/** Least squares on a spline of the times, ready for any residuals; null where the times are too few. */
function smootherOf(
  time: readonly number[],
): ((residual: readonly number[], width: number) => NonNullable<CoefficientOverTime['smooth']>) | null {
  if (new Set(time).size <= splineColumns) return null;
  const low = time.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = time.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const places = Array.from(
    { length: readings },
    (_, index) => low + ((high - low) * index) / (readings - 1),
  );
  const spline = naturalSpline([...places, ...time]);
  if (spline === null) return null;
  const atPlaces = spline.map((column) => column.subarray(0, readings));
  const atTimes = spline.map((column) => column.subarray(readings));
  const dot = (left: ArrayLike<number>, right: ArrayLike<number>): number => {
    let sum = 0;
    for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
    return sum;
  };
  const products = Float64Array.from(atTimes.flatMap((left) => atTimes.map((right) => dot(left, right))));
  const factor = cholesky(products, splineColumns, 1e-12);
  if (factor === null) return null;
  const spread = places.map((_, place) => {
    const own = Float64Array.from(atPlaces, (column) => column[place]!);
    return Math.sqrt(dot(own, factor.solve(own)));
  });
  return (residual, width) => {
    const share = factor.solve(Float64Array.from(atTimes, (column) => dot(column, residual)));
    const estimate = places.map((_, place) =>
      dot(
        share,
        atPlaces.map((column) => column[place]!),
      ),
    );
    return {
      time: places,
      estimate,
      lower: estimate.map((value, place) => value - width * spread[place]!),
      upper: estimate.map((value, place) => value + width * spread[place]!),
    };
  };
}

/** Columns of the spline; null where ties leave its knots no room. */
function naturalSpline(values: readonly number[]): readonly Float64Array[] | null {
  try {
    return naturalCubicSpline(values, { df: splineColumns, intercept: true }).columns;
  } catch {
    return null;
  }
}
