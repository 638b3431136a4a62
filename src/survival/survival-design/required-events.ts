import { argumentError } from '../../core/errors.js';
import { normalUpperQuantile, normalUpperTail } from '../../math/distributions/normal.js';
import {
  checkLevels,
  type DesignLevels,
  requireAbove,
  requireBetween,
  requireHazardRatio,
} from '../design-arguments.js';

/** `schoenfeld`: from the log hazard ratio. `freedman`: from the ratio itself, more events for strong effects. */
export type EventFormula = 'schoenfeld' | 'freedman';

export interface EventDesign extends DesignLevels {
  /** Experimental over control, not 1. */
  readonly hazardRatio: number;
  /** Default `schoenfeld`. */
  readonly formula?: EventFormula;
}

export interface RequiredEvents {
  /** As the formula gives it. */
  readonly exact: number;
  /** Rounded up. */
  readonly events: number;
}

/**
 * Tells how many events both arms together need, so that a log-rank test finds a given hazard ratio with given power.
 *
 * Schoenfeld: (z_alpha + z_beta)^2 / (p (1 - p) log(HR)^2) with p the share of subjects in the experimental arm; also
 * that of a Cox model. Freedman: (z_alpha + z_beta)^2 (1 + r HR)^2 / (r (1 - HR)^2) with r the allocation ratio.
 * Errors: `MethodError` for a hazard ratio of 1 or not above 0, power or alpha outside 0 to 1.
 * Source: Schoenfeld D. Biometrika 1981;68:316-319; Freedman LS. Stat Med 1982;1:121-129.
 * Oracle: test/oracles/survival-design.
 */
export function requiredEvents(design: EventDesign & { readonly power?: number }): RequiredEvents {
  const method = 'required-events';
  const { power = 0.9, hazardRatio, formula = 'schoenfeld' } = design;
  const levels = checkLevels(method, design);
  requireBetween(method, 'power', power, 0, 1);
  requireHazardRatio(method, hazardRatio);
  const total = levels.critical + normalUpperQuantile(1 - power);
  if (total <= 0) {
    throw argumentError(
      method,
      'power',
      'is below alpha',
      String(power),
      'a power above the level of the test',
    );
  }
  const exact = (total / effectPerRootEvent(formula, hazardRatio, levels.allocationRatio)) ** 2;
  // Rounding error alone must not add an event.
  return { exact, events: Math.ceil(exact - 1e-9 * exact) };
}

/**
 * Tells with what probability a log-rank test finds a given hazard ratio when so many events have occurred.
 * Formulas, errors and sources are those of `requiredEvents`.
 */
export function logRankPower(design: EventDesign & { readonly events: number }): number {
  const method = 'log-rank-power';
  const { events, hazardRatio, formula = 'schoenfeld' } = design;
  const levels = checkLevels(method, design);
  requireAbove(method, 'events', events);
  requireHazardRatio(method, hazardRatio);
  const drift = effectPerRootEvent(formula, hazardRatio, levels.allocationRatio) * Math.sqrt(events);
  return normalUpperTail(levels.critical - drift);
}

/** Expected test statistic over the root of the number of events, without its sign. */
function effectPerRootEvent(formula: EventFormula, hazardRatio: number, ratio: number): number {
  return formula === 'schoenfeld'
    ? (Math.abs(Math.log(hazardRatio)) * Math.sqrt(ratio)) / (1 + ratio)
    : (Math.abs(1 - hazardRatio) * Math.sqrt(ratio)) / (1 + ratio * hazardRatio);
}
