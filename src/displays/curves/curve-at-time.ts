import type { Curve } from '../../core/result.js';

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
  /** Left by another kind of event before this time; 0 where there is only one kind. */
  readonly competing: number;
}

/**
 * How many are at risk just before a time, and how many had the event, a competing event or were censored before it.
 * They add up to the size of the arm at every time, as the KMunicate table asks (Morris TP et al. BMJ Open
 * 2019;9:e030215).
 */
export function numbersAt(curve: Curve, time: number): NumbersAtTime {
  let events = 0;
  let censored = 0;
  let step = 0;
  for (; step < curve.time.length && isBefore(curve.time[step]!, time); step += 1) {
    events += curve.events[step]!;
    censored += curve.censored[step]!;
  }
  const atRisk = curve.atRisk[step] ?? 0;
  return { atRisk, events, censored, competing: remainder(curve, atRisk + events + censored) };
}

/** Subjects of the whole arm who left by another kind of event; 0 where there is only one kind. */
export function competingEvents(curve: Curve): number {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  return remainder(curve, sum(curve.events) + sum(curve.censored));
}

/** What the size of an arm leaves over; unknown, so 0, where subjects enter late. */
function remainder(curve: Curve, counted: number): number {
  const size = curve.atRisk[0] ?? 0;
  const left = size - counted;
  return hasLateEntry(curve) || left < tolerance * Math.max(1, size) ? 0 : left;
}

/** Whether subjects came under observation after the origin: then numbers at risk can rise. */
export function hasLateEntry(curve: Curve): boolean {
  return curve.atRisk.some((atRisk, step) => {
    if (step === 0) return false;
    const left = curve.atRisk[step - 1]! - curve.events[step - 1]! - curve.censored[step - 1]!;
    return atRisk > left + tolerance * Math.max(1, left);
  });
}
