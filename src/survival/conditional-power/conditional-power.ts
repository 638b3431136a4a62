import { argumentError } from '../../core/errors.js';
import { normalUpperTail } from '../../math/distributions/normal.js';
import { checkLevels, type DesignLevels, requireAbove } from '../design-arguments.js';

export interface InterimResult extends DesignLevels {
  /** Events so far. */
  readonly events: number;
  /** Events at which the final test is made. */
  readonly plannedEvents: number;
  /** So far, experimental over control. */
  readonly logHazardRatio: number;
  /** Which side the trial is to show. Default `lower`: a hazard ratio below 1. */
  readonly benefit?: 'lower' | 'higher';
  /**
   * What holds from now on: the hazard ratio seen so far (`trend`, default), none (`null`), or this hazard ratio, such
   * as that of the design.
   */
  readonly assume?: 'trend' | 'null' | number;
}

export interface ConditionalPower {
  readonly conditionalPower: number;
  /** Of the test statistic so far, positive on the side of benefit. */
  readonly z: number;
  /** Share of the planned events that have occurred. */
  readonly informationFraction: number;
  /** Expected final test statistic. */
  readonly expectedFinalZ: number;
}

/**
 * Tells with what probability a trial will end with a significant log-rank test on the side of benefit, given what has
 * been seen at an interim look and an assumption on what is to come.
 *
 * The statistic is log(HR) sqrt(p (1 - p) events) with p the share of subjects in the experimental arm; its increments
 * are independent. The final test is taken at the full level: no correction for looks. Under `trend` the result moves
 * a lot with the data of the interim look and is no prediction.
 * Errors: `MethodError` unless events lie above 0 and below the planned number.
 * Source: Lan KKG, Wittes J. Biometrics 1988;44:579-585. Oracle: test/oracles/survival-design.
 */
export function conditionalPower(interim: InterimResult): ConditionalPower {
  const method = 'conditional-power';
  const { events, plannedEvents, logHazardRatio, benefit = 'lower', assume = 'trend' } = interim;
  const { critical, share } = checkLevels(method, interim);
  requireAbove(method, 'events', events);
  if (!(plannedEvents > events && plannedEvents < Number.POSITIVE_INFINITY)) {
    const got = String(plannedEvents);
    throw argumentError(method, 'plannedEvents', 'is not after the interim look', got, `more than ${events}`);
  }
  if (!Number.isFinite(logHazardRatio)) {
    throw argumentError(method, 'logHazardRatio', 'is no number', String(logHazardRatio), 'a logarithm');
  }
  if (typeof assume === 'number') requireAbove(method, 'assume', assume);
  const sign = benefit === 'lower' ? -1 : 1;
  const perRootEvent = Math.sqrt(share * (1 - share));
  const z = sign * logHazardRatio * perRootEvent * Math.sqrt(events);
  const fraction = events / plannedEvents;
  const effect = assume === 'trend' ? logHazardRatio : assume === 'null' ? 0 : Math.log(assume);
  const drift = sign * effect * perRootEvent * Math.sqrt(plannedEvents);
  const expectedFinalZ = z * Math.sqrt(fraction) + drift * (1 - fraction);
  return {
    conditionalPower: normalUpperTail((critical - expectedFinalZ) / Math.sqrt(1 - fraction)),
    z,
    informationFraction: fraction,
    expectedFinalZ,
  };
}
