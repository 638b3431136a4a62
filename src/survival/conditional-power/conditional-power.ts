import { argumentError } from '../../core/errors.js';
import { requireObject } from '../../math/argument-checks.js';
import { normalUpperTail } from '../../math/distributions/normal.js';
import { checkLevels, type DesignLevels, requireAbove } from '../design-arguments.js';

interface InterimLook extends DesignLevels {
  /** Events so far. */
  readonly events: number;
  /** Events at which the final test is made. */
  readonly plannedEvents: number;
  /** Which side the trial is to show. Default `lower`: a hazard ratio below 1. */
  readonly benefit?: 'lower' | 'higher';
  /**
   * What holds from now on: the effect seen so far (`trend`, default), none (`null`), or this hazard ratio, such as
   * that of the design.
   */
  readonly assume?: 'trend' | 'null' | number;
}

/** What has been seen: a hazard ratio, experimental over control, or the test statistic itself. */
export type InterimResult = InterimLook &
  (
    | { readonly logHazardRatio: number }
    | {
        /** Log-rank statistic of the experimental arm, (observed - expected events) / root variance. */
        readonly z: number;
      }
  );

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
 * The statistic is that given, or log(HR) sqrt(p (1 - p) events) with p the share of subjects in the experimental arm;
 * its increments are independent, and information is counted in events. An assumed hazard ratio moves the rest by
 * log(HR) sqrt(p (1 - p)) for each root event. The final test is taken at the full level: no correction for looks.
 * Under `trend` the result moves a lot with the data of the interim look and is no prediction.
 * Errors: `MethodError` unless events lie above 0 and below the planned number, and for a result that is no number.
 * Source: Lan KKG, Wittes J. Biometrics 1988;44:579-585; Lachin JM. Stat Med 2005;24:2747-2764.
 * Oracle: test/oracles/survival-design, test/oracles/conditional-power.
 */
export function conditionalPower(interim: InterimResult): ConditionalPower {
  const method = 'conditional-power';
  requireObject(method, 'interim', interim, 'an object such as { events, plannedEvents, z }');
  const { events, plannedEvents, benefit = 'lower', assume = 'trend' } = interim;
  const { critical, share } = checkLevels(method, interim);
  requireAbove(method, 'events', events);
  if (!(plannedEvents > events && plannedEvents < Number.POSITIVE_INFINITY)) {
    const got = String(plannedEvents);
    throw argumentError(method, 'plannedEvents', 'is not after the interim look', got, `more than ${events}`);
  }
  if (typeof assume === 'number') requireAbove(method, 'assume', assume);
  const sign = benefit === 'lower' ? -1 : 1;
  const perRootEvent = Math.sqrt(share * (1 - share));
  const z = sign * observed(method, interim, perRootEvent);
  const fraction = events / plannedEvents;
  const drift =
    assume === 'trend'
      ? z / Math.sqrt(fraction)
      : assume === 'null'
        ? 0
        : sign * Math.log(assume) * perRootEvent * Math.sqrt(plannedEvents);
  const expectedFinalZ = z * Math.sqrt(fraction) + drift * (1 - fraction);
  return {
    conditionalPower: normalUpperTail((critical - expectedFinalZ) / Math.sqrt(1 - fraction)),
    z,
    informationFraction: fraction,
    expectedFinalZ,
  };
}

/** The statistic so far, below 0 where the experimental arm has fewer events than expected. */
function observed(method: string, interim: InterimResult, perRootEvent: number): number {
  const [name, value] = 'z' in interim ? ['z', interim.z] : ['logHazardRatio', interim.logHazardRatio];
  if (!Number.isFinite(value)) {
    const expected = name === 'z' ? 'a test statistic' : 'a logarithm';
    throw argumentError(method, name, 'is no number', String(value), expected);
  }
  return name === 'z' ? value : value * perRootEvent * Math.sqrt(interim.events);
}
