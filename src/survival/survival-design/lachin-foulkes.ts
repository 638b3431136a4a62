import { argumentError } from '../../core/errors.js';
import { requireObject } from '../../math/argument-checks.js';
import { normalUpperQuantile, normalUpperTail } from '../../math/distributions/normal.js';
import { checkLevels, type DesignLevels, requireAbove, requireBetween } from '../design-arguments.js';

/** Constant rates in one unit of time, even recruitment, and an end common to all. */
export interface TrialTiming {
  /** Recruitment goes on evenly from the start until then. 0: all enter at once. */
  readonly accrual: number;
  /** From the first subject to the end of the trial; at least `accrual`. */
  readonly duration: number;
  /** Rate of loss to follow-up in both arms. Default 0. */
  readonly dropoutHazard?: number;
}

/**
 * Tells with what probability a subject is seen to have the event by the end of a trial: constant event and dropout
 * rates, recruitment at an even pace.
 *
 * Source: Lachin JM, Foulkes MA. Biometrics 1986;42:507-519. Oracle: test/oracles/survival-design.
 */
export function eventProbability(hazard: number, timing: TrialTiming): number {
  const method = 'event-probability';
  const { accrual, duration, dropoutHazard = 0 } = timing;
  requireAbove(method, 'hazard', hazard);
  requireAbove(method, 'duration', duration);
  if (!(accrual >= 0 && accrual <= duration)) {
    throw argumentError(
      method,
      'accrual',
      'is out of range',
      String(accrual),
      `0 to the duration, ${duration}`,
    );
  }
  if (!(dropoutHazard >= 0 && dropoutHazard < Number.POSITIVE_INFINITY)) {
    throw argumentError(
      method,
      'dropoutHazard',
      'is out of range',
      String(dropoutHazard),
      'a number of 0 or more',
    );
  }
  const total = hazard + dropoutHazard;
  const shortest = duration - accrual;
  const x = total * accrual;
  // Mean of exp(-total * follow-up) over follow-up from the shortest to the duration.
  const staying = Math.exp(-total * shortest) * (x < 1e-12 ? 1 : -Math.expm1(-x) / x);
  return (hazard / total) * (1 - staying);
}

export interface ExponentialDesign extends DesignLevels, TrialTiming {
  readonly hazardControl: number;
  readonly hazardExperimental: number;
}

export interface SampleSize {
  /** Subjects as the formula gives them. */
  readonly exact: number;
  /** Rounded up in each arm. */
  readonly experimental: number;
  readonly control: number;
  /** Expected by the end, with the exact number of subjects. */
  readonly expectedEvents: number;
  readonly eventProbabilityExperimental: number;
  readonly eventProbabilityControl: number;
}

/**
 * Tells how many subjects a trial needs to find the difference between two constant event rates with given power, with
 * recruitment over time and loss to follow-up, by the formula of Lachin and Foulkes for the difference in rates. Its
 * variance without a difference is taken at the mean rate.
 *
 * Errors: `MethodError` for rates that are not above 0 or equal, accrual beyond the duration, power outside 0 to 1.
 * Source: Lachin JM. Control Clin Trials 1981;2:93-113; Lachin JM, Foulkes MA. Biometrics 1986;42:507-519.
 * Oracle: test/oracles/survival-design.
 */
export function lachinFoulkes(design: ExponentialDesign & { readonly power?: number }): SampleSize {
  const method = 'lachin-foulkes';
  requireObject(method, 'design', design, 'rates, accrual and duration');
  const { power = 0.9 } = design;
  requireBetween(method, 'power', power, 0, 1);
  const { critical, share, apart, without, within } = spreads(method, design);
  const exact = ((critical * without + normalUpperQuantile(1 - power) * within) / apart) ** 2;
  const { hazardExperimental, hazardControl } = design;
  const eventProbabilityExperimental = eventProbability(hazardExperimental, design);
  const eventProbabilityControl = eventProbability(hazardControl, design);
  const up = (value: number) => Math.ceil(value - 1e-9 * value);
  return {
    exact,
    experimental: up(exact * share),
    control: up(exact * (1 - share)),
    expectedEvents: exact * (share * eventProbabilityExperimental + (1 - share) * eventProbabilityControl),
    eventProbabilityExperimental,
    eventProbabilityControl,
  };
}

/** Tells the power of a trial with so many subjects; formula, errors and sources are those of `lachinFoulkes`. */
export function lachinFoulkesPower(design: ExponentialDesign & { readonly subjects: number }): number {
  const method = 'lachin-foulkes-power';
  requireAbove(method, 'subjects', design.subjects);
  const { critical, apart, without, within } = spreads(method, design);
  return normalUpperTail((critical * without - Math.sqrt(design.subjects) * apart) / within);
}

/** Root variances of the difference in rates for one subject, without and with the difference; rate^2 over P(event). */
function spreads(method: string, design: ExponentialDesign) {
  const { hazardControl, hazardExperimental } = design;
  const { critical, share } = checkLevels(method, design);
  requireAbove(method, 'hazardControl', hazardControl);
  requireAbove(method, 'hazardExperimental', hazardExperimental);
  const apart = Math.abs(hazardExperimental - hazardControl);
  if (apart === 0) {
    throw argumentError(
      method,
      'hazardExperimental',
      'equals that of control',
      String(hazardControl),
      'another rate',
    );
  }
  const variance = (hazard: number) => hazard ** 2 / eventProbability(hazard, design);
  const mean = share * hazardExperimental + (1 - share) * hazardControl;
  return {
    critical,
    share,
    apart,
    without: Math.sqrt(variance(mean) * (1 / share + 1 / (1 - share))),
    within: Math.sqrt(variance(hazardExperimental) / share + variance(hazardControl) / (1 - share)),
  };
}
