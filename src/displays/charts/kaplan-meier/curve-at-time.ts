import type { Curve } from '../../../core/result.js';

/** Times that differ by rounding error are equal. */
const tolerance = 1e-9;

const isBefore = (time: number, limit: number): boolean =>
  time < limit - tolerance * Math.max(1, Math.abs(limit));

/** The curve at a time: the value of the last step up to it; null after the last time observed. */
export function curveAt(
  curve: Curve,
  time: number,
): { readonly estimate: number; readonly lower: number | null; readonly upper: number | null } | null {
  const last = curve.time.length - 1;
  if (last < 0 || isBefore(curve.time[last]!, time)) return null;
  const step = curve.time.findLastIndex((at) => !isBefore(time, at));
  if (step === -1) return null;
  return { estimate: curve.estimate[step]!, lower: curve.lower[step]!, upper: curve.upper[step]! };
}

export interface NumbersAtTime {
  /** Followed to this time: with an event or censoring at it or later. */
  readonly atRisk: number;
  /** With the event before this time. */
  readonly events: number;
  /** Censored before this time. */
  readonly censored: number;
}

/**
 * How many are at risk just before a time, and how many had the event or were censored before it. The three add up to
 * the size of the arm at every time, as the KMunicate table asks (Morris TP et al. BMJ Open 2019;9:e030215).
 */
export function numbersAt(curve: Curve, time: number): NumbersAtTime {
  let events = 0;
  let censored = 0;
  let step = 0;
  for (; step < curve.time.length && isBefore(curve.time[step]!, time); step += 1) {
    events += curve.events[step]!;
    censored += curve.censored[step]!;
  }
  const last = curve.time.length - 1;
  const after = (curve.atRisk[last] ?? 0) - (curve.events[last] ?? 0) - (curve.censored[last] ?? 0);
  return { atRisk: step <= last ? curve.atRisk[step]! : Math.max(0, after), events, censored };
}

/** Whether subjects came under observation after the origin: then numbers at risk can rise. */
export function hasLateEntry(curve: Curve): boolean {
  return curve.atRisk.some((atRisk, step) => {
    if (step === 0) return false;
    const left = curve.atRisk[step - 1]! - curve.events[step - 1]! - curve.censored[step - 1]!;
    return atRisk > left + tolerance * Math.max(1, left);
  });
}
