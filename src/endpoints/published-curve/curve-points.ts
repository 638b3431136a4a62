import { argumentError } from '../../core/errors.js';

/** An event-free curve of one arm as read off a figure, with what is printed beneath it. */
export interface PublishedCurve {
  /** Times read off the figure, ascending; several points may stand on one step. */
  readonly time: readonly number[];
  /** Event-free share at each time, from 0 to 1. */
  readonly survival: readonly number[];
  /** Numbers at risk as printed, the first at time 0: the size of the arm. */
  readonly numbersAtRisk: readonly { readonly time: number; readonly n: number }[];
  /** Events of the arm during all of follow-up, where the publication tells. */
  readonly totalEvents?: number | undefined;
}

/** The curve with time 0 put before it, made to never rise, and cut into stretches between numbers at risk. */
export interface CurvePoints {
  readonly time: Float64Array;
  readonly survival: Float64Array;
  /** How far the steepest rise went that reading errors had put into the curve. */
  readonly largestRise: number;
  /** Numbers at risk that lie within the curve, and the first point at or after each. */
  readonly atRisk: readonly { readonly time: number; readonly n: number; readonly first: number }[];
}

const method = 'published-curve';

/** Checks a published curve. Throws a `MethodError` that names the argument and the place. */
export function readPublishedCurve(curve: PublishedCurve): CurvePoints {
  const { time, survival, numbersAtRisk } = curve;
  if (time.length !== survival.length || time.length === 0) {
    throw argumentError(
      method,
      'survival',
      'has another length than "time", or is empty',
      `${survival.length} values for ${time.length} times`,
      'a share for each time',
    );
  }
  time.forEach((value, place) => {
    if (value >= (place === 0 ? 0 : time[place - 1]!) && value < Number.POSITIVE_INFINITY) return;
    throw argumentError(
      method,
      'time',
      `does not ascend at place ${place + 1}`,
      String(value),
      'ascending times from 0',
    );
  });
  survival.forEach((value, place) => {
    if (value >= 0 && value <= 1) return;
    const fix = value > 1 && value <= 100 ? 'Divide percentages by 100' : undefined;
    throw argumentError(
      method,
      'survival',
      `is no share at place ${place + 1}`,
      String(value),
      'a number from 0 to 1',
      fix,
    );
  });
  checkNumbersAtRisk(numbersAtRisk);
  const { totalEvents } = curve;
  if (
    totalEvents !== undefined &&
    !(Number.isInteger(totalEvents) && totalEvents >= 0 && totalEvents <= numbersAtRisk[0]!.n)
  ) {
    throw argumentError(
      method,
      'totalEvents',
      'is no count of events',
      String(totalEvents),
      `0 to ${numbersAtRisk[0]!.n}`,
    );
  }
  return toPoints(curve);
}

function checkNumbersAtRisk(list: PublishedCurve['numbersAtRisk']): void {
  if (list.length === 0 || list[0]!.time !== 0) {
    throw argumentError(
      method,
      'numbersAtRisk',
      'does not begin at time 0',
      list.length === 0 ? 'an empty list' : `time ${list[0]!.time}`,
      'the size of the arm at time 0, at least',
    );
  }
  list.forEach(({ time, n }, place) => {
    const before = list[place - 1];
    const counts = Number.isInteger(n) && n >= (place === 0 ? 1 : 0);
    if (counts && (before === undefined || (time > before.time && n <= before.n))) return;
    throw argumentError(
      method,
      'numbersAtRisk',
      `cannot be at place ${place + 1}`,
      `${n} at time ${time}`,
      'whole numbers that do not rise, at ascending times',
    );
  });
}

function toPoints(curve: PublishedCurve): CurvePoints {
  const time: number[] = [0];
  const survival: number[] = [1];
  let largestRise = 0;
  curve.time.forEach((value, place) => {
    const height = survival[survival.length - 1]!;
    const read = curve.survival[place]!;
    largestRise = Math.max(largestRise, read - height);
    // Of several points at one time, as on the vertical piece of a step, the lowest stands.
    if (value === time[time.length - 1]! && time.length > 1)
      survival[survival.length - 1] = Math.min(height, read);
    else if (value > 0) {
      time.push(value);
      survival.push(Math.min(height, read));
    }
  });
  const last = time[time.length - 1]!;
  const atRisk = curve.numbersAtRisk
    .filter((row) => row.time < last || row.time === 0)
    .map((row) => ({ ...row, first: time.findIndex((own) => own >= row.time) }));
  return { time: Float64Array.from(time), survival: Float64Array.from(survival), largestRise, atRisk };
}
