import { argumentError } from '../../core/errors.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { type IntervalTransform, intervalTransforms, probabilityInterval } from '../probability-interval.js';
import { refuseExactTies } from './cox-residuals.js';
import type { CoxModel } from './fit-cox-model.js';
import { noFit } from './martingale-residuals.js';

/** Whose curve is wanted. */
export interface CoxProfile {
  /** Arm, where the model has arms. */
  readonly group?: string | undefined;
  /** A value for each covariate of the model. */
  readonly covariates?: Readonly<Record<string, number>> | undefined;
  /** Stratum, where the model has strata. */
  readonly stratum?: string | undefined;
}

/** One entry for each event time of the stratum, ascending; before the first the survival is 1. */
export interface PredictedCurve {
  readonly time: readonly number[];
  readonly survival: readonly number[];
  readonly cumulativeHazard: readonly number[];
  /** Of the survival. */
  readonly standardError: readonly number[];
  /** null where survival is 0 to the last bit. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/**
 * The event-free curve that a fitted Cox model predicts for a subject with given arm, covariates and stratum.
 *
 * Conventions. Survival is exp(-cumulative hazard); the baseline hazard handles ties as the fit did (Breslow's
 * estimator, or Efron's), as R's survfit on a coxph fit. The variance has a part from the events and one from the
 * estimated coefficients, with the fit's own covariance. Intervals on the log scale by default, as R. With an offset,
 * the curve is for its mean in the stratum. A curve for mean covariates is not the mean curve of a group: average
 * predictions for that. Throws a `MethodError` without estimates, or when the profile lacks or misnames something. O(n
 * p).
 * Source: Tsiatis AA. Ann Stat 1981;9:93-108; Therneau TM, Grambsch PM. Modeling Survival Data. Springer 2000,
 * section 10.2. Oracle: test/oracles/cox/curves.json.
 */
export function predictCoxCurve(
  model: CoxModel,
  profile: CoxProfile,
  options: { readonly level?: number; readonly transform?: IntervalTransform } = {},
): PredictedCurve {
  requireOptions('cox', options, {
    level: 'number',
    transform: intervalTransforms,
  });
  const { level = 0.95, transform = 'log' } = options;
  const { rows, maximum, covariance, likelihood } = model;
  if (maximum === null || covariance === null || maximum.status !== 'converged') throw noFit(model);
  refuseExactTies(model);
  const stratum = stratumOf(model, profile);
  const { columnCount: p, strataTimes, eventTime } = rows;
  const x = standardisedProfile(model, profile, stratum);
  const first = strataTimes[stratum]!;
  const end = strataTimes[stratum + 1]!;
  const spread = new Float64Array(eventTime.length);
  const means = new Float64Array(eventTime.length * p);
  const sweep = likelihood.sweep(maximum.beta, (step, total, mean, tied, ties) => {
    spread[step] = ties.second0 / total / total;
    for (let column = 0; column < p; column += 1) {
      means[step * p + column] = (ties.second0 * mean[column]! - ties.second1 * tied[column]!) / total;
    }
  });
  const linear = x.reduce((sum, value, column) => sum + value * maximum.beta[column]!, 0);
  const risk = Math.exp(linear - sweep.shift);
  const critical = criticalZ(level);
  const curve = { time: [] as number[], survival: [] as number[], cumulativeHazard: [] as number[] };
  const standardError: number[] = [];
  const lower: (number | null)[] = [];
  const upper: (number | null)[] = [];
  let hazard = 0;
  let events = 0;
  const distance = new Float64Array(p);
  for (let step = first; step < end; step += 1) {
    hazard += sweep.hazard[step]!;
    events += spread[step]!;
    let coefficients = 0;
    for (let column = 0; column < p; column += 1) {
      distance[column]! += x[column]! * sweep.hazard[step]! - means[step * p + column]!;
    }
    for (let row = 0; row < p; row += 1) {
      for (let column = 0; column < p; column += 1) {
        coefficients += distance[row]! * covariance[row * p + column]! * distance[column]!;
      }
    }
    const relativeError = risk * Math.sqrt(events + coefficients);
    const survival = Math.exp(-hazard * risk);
    const limits = probabilityInterval(survival, relativeError, critical, transform);
    curve.time.push(eventTime[step]!);
    curve.survival.push(survival);
    curve.cumulativeHazard.push(hazard * risk);
    standardError.push(survival * relativeError);
    lower.push(limits.lower);
    upper.push(limits.upper);
  }
  return { ...curve, standardError, lower, upper };
}

function stratumOf({ strataLevels }: CoxModel, { stratum }: CoxProfile): number {
  if (stratum === undefined && strataLevels.length === 1) return 0;
  const index = strataLevels.indexOf(stratum ?? '');
  if (index >= 0) return index;
  throw argumentError(
    'cox',
    'profile.stratum',
    'is no stratum of the model',
    String(stratum),
    strataLevels.join(', '),
  );
}

/** The profile on the scale of the columns that were fitted. */
function standardisedProfile(
  { terms, kept, rows }: CoxModel,
  profile: CoxProfile,
  stratum: number,
): Float64Array {
  const arms = new Set(terms.flatMap(({ of, versus }) => (of === null ? [] : [of, versus!])));
  if (arms.size > 0 && !arms.has(profile.group ?? '')) {
    throw argumentError(
      'cox',
      'profile.group',
      'is no group of the model',
      String(profile.group),
      [...arms].join(', '),
    );
  }
  return Float64Array.from(kept, (index, column) => {
    const { role, of, name } = terms[index]!;
    const value = role === 'comparison' ? (profile.group === of ? 1 : 0) : profile.covariates?.[name];
    if (value === undefined || !Number.isFinite(value)) {
      throw argumentError(
        'cox',
        'profile.covariates',
        `lacks a value for "${name}"`,
        String(value),
        'a number',
      );
    }
    return (value - rows.center[stratum]![column]!) / rows.scale[column]!;
  });
}
