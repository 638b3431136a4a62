import { argumentError } from '../../core/errors.js';
import { type Estimable, isEstimable, notEstimable } from '../../core/estimable.js';
import { requireObject } from '../../math/argument-checks.js';
import { requireOptions } from '../../math/option-checks.js';
import type { DesignLevels } from '../design-arguments.js';
import { requireAbove, requireBetween, requireHazardRatio } from '../design-arguments.js';
import { eventProbability, lachinFoulkes, lachinFoulkesPower, type TrialTiming } from './lachin-foulkes.js';
import { type EventFormula, logRankPower, requiredEvents } from './required-events.js';

/** What a trial assumed; `power`, `events` and `eventProbability` where they are known. */
export interface DesignAssumptions extends DesignLevels {
  /** Experimental over control, not 1. */
  readonly hazardRatio: number;
  readonly power?: number | null;
  /** Planned events of both arms. */
  readonly events?: number | null;
  /** Share of all subjects with an event by the end. Default: from `rates`, where given. */
  readonly eventProbability?: number | null;
}

/** Constant rates and the calendar of the trial, for event probabilities and the formula of Lachin and Foulkes. */
export interface DesignRates extends TrialTiming {
  readonly hazardControl: number;
}

export interface SurvivalDesignOptions {
  /** `schoenfeld` (default) and `freedman` count events first; `lachin-foulkes` counts subjects first, from rates. */
  readonly formula?: EventFormula | 'lachin-foulkes';
  readonly rates?: DesignRates | undefined;
}

export interface SurvivalDesign {
  readonly formula: EventFormula | 'lachin-foulkes';
  /** For the power assumed; rounded up. `not-applicable` without one. */
  readonly requiredEvents: Estimable;
  /** As the formula gives them. */
  readonly exactEvents: Estimable;
  /** Of both arms. `not-applicable` without a power or without a share of subjects with the event. */
  readonly requiredSubjects: Estimable;
  /** With the planned events. `not-applicable` without them. */
  readonly power: Estimable;
  /** Share of all subjects with the event that was used; null where none was known. */
  readonly eventProbability: number | null;
}

const absent = notEstimable('not-applicable');

/**
 * Tells how many events and subjects a trial needs for the power that it assumed, and what power its planned events
 * give: the numbers that a reader of a protocol or a publication wants to check.
 *
 * Conventions. Schoenfeld or Freedman: events are rounded up, and subjects are those events over the share of subjects
 * with the event, rounded up. Lachin and Foulkes: subjects are rounded up in each arm, events are those expected of the
 * exact number of subjects; planned events are turned into subjects by the mean share of the two arms. The chance to
 * win on the wrong side is left out of the power.
 * Errors: `MethodError` for a hazard ratio of 1 or not above 0, probabilities outside 0 to 1, rates that are missing
 * where the formula needs them.
 * Source: Schoenfeld D. Biometrika 1981;68:316-319; Freedman LS. Stat Med 1982;1:121-129; Lachin JM, Foulkes MA.
 * Biometrics 1986;42:507-519. Oracle: test/oracles/survival-design.
 */
export function survivalDesign(
  assumptions: DesignAssumptions,
  options: SurvivalDesignOptions = {},
): SurvivalDesign {
  requireObject('survival-design', 'assumptions', assumptions, 'an object such as { hazardRatio, power }');
  requireOptions('survival-design', options, {
    formula: ['schoenfeld', 'freedman', 'lachin-foulkes'],
    rates: 'checked later',
  });
  const method = 'survival-design';
  const { formula = 'schoenfeld', rates } = options;
  const { hazardRatio, power = null, events = null } = assumptions;
  requireHazardRatio(method, hazardRatio);
  if (events !== null) requireAbove(method, 'events', events);
  if (assumptions.eventProbability !== null && assumptions.eventProbability !== undefined) {
    // All subjects may have the event.
    if (assumptions.eventProbability !== 1)
      requireBetween(method, 'eventProbability', assumptions.eventProbability, 0, 1);
  }
  if (formula === 'lachin-foulkes') {
    if (rates === undefined) {
      throw argumentError(
        method,
        'rates',
        'is needed by the formula of Lachin and Foulkes',
        'nothing',
        'the rate of the control arm, accrual and duration',
      );
    }
    return fromRates(assumptions, rates);
  }
  const probability =
    assumptions.eventProbability ?? (rates === undefined ? null : meanEventProbability(assumptions, rates));
  const required = power === null ? null : requiredEvents({ ...assumptions, power, formula });
  return {
    formula,
    requiredEvents: required?.events ?? absent,
    exactEvents: required?.exact ?? absent,
    requiredSubjects: required === null || probability === null ? absent : up(required.events / probability),
    power: events === null ? absent : logRankPower({ ...assumptions, events, formula }),
    eventProbability: probability,
  };
}

/** Rounding error alone must not add a subject. */
const up = (value: number) => Math.ceil(value - 1e-9 * value);

function meanEventProbability(
  { hazardRatio, allocationRatio = 1 }: DesignAssumptions,
  rates: DesignRates,
): number {
  const experimental = eventProbability(rates.hazardControl * hazardRatio, rates);
  const control = eventProbability(rates.hazardControl, rates);
  return (allocationRatio * experimental + control) / (1 + allocationRatio);
}

function fromRates(assumptions: DesignAssumptions, rates: DesignRates): SurvivalDesign {
  const { power = null, events = null, hazardRatio } = assumptions;
  const design = { ...assumptions, ...rates, hazardExperimental: rates.hazardControl * hazardRatio };
  const probability = meanEventProbability(assumptions, rates);
  const size = power === null ? null : lachinFoulkes({ ...design, power });
  const exactEvents: Estimable = size?.expectedEvents ?? absent;
  return {
    formula: 'lachin-foulkes',
    requiredEvents: isEstimable(exactEvents) ? up(exactEvents) : exactEvents,
    exactEvents,
    requiredSubjects: size === null ? absent : size.experimental + size.control,
    power: events === null ? absent : lachinFoulkesPower({ ...design, subjects: events / probability }),
    eventProbability: probability,
  };
}
