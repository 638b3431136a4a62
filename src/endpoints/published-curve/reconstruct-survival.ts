import { type CurvePoints, type PublishedCurve, readPublishedCurve } from './curve-points.js';

/** Patient times made up to agree with a figure. They are not observations: whatever is drawn from them must say so. */
export interface ReconstructedSurvival {
  readonly reconstructed: true;
  /** One entry a patient, ascending. */
  readonly time: Float64Array;
  readonly event: Uint8Array;
  readonly n: number;
  readonly events: number;
  /**
   * What decided when patients were censored. `numbers-at-risk`: those printed beneath the figure. `total-events`: the
   * total alone, censoring spread evenly. `no-censoring`: nothing was known, so nobody is censored before the end and
   * events, and with them precision, are overstated.
   */
  readonly basis: 'numbers-at-risk' | 'total-events' | 'no-censoring';
  /** Root mean square of reconstructed less given event-free share, over the points given. */
  readonly rootMeanSquareError: number;
  readonly largestError: number;
  /** How far the given curve rose somewhere, which a curve cannot: reading errors. */
  readonly largestRise: number;
  /** Printed numbers at risk beside the reconstructed ones. */
  readonly numbersAtRisk: readonly {
    readonly time: number;
    readonly given: number;
    readonly reconstructed: number;
  }[];
  /** Reconstructed less published total of events; null without one. */
  readonly eventsOff: number | null;
}

/**
 * Makes up patient times that agree with a published event-free curve and the numbers at risk beneath it, so that
 * methods for patient times can be tried on arms of which only a figure was printed.
 *
 * The algorithm of Guyot et al.: between two printed numbers at risk, patients are censored evenly in time, as many as
 * make the number at risk come out; at each point of the curve as many events occur as bring the Kaplan-Meier estimate
 * closest to the share read. After the last printed number, censoring goes on at the rate seen before, or as much as
 * makes the total of events come out. Censored times lie in the middle between points; whoever is left is censored at
 * the last point. Events lie at the points, so read the curve at each step where it can be seen.
 *
 * The number of events and censorings in a stretch is determined only roughly, and not at all without numbers at risk:
 * `basis` says what was lost. Standard errors of what is computed from these rows do not hold the uncertainty of
 * reading the figure: see `digitisationUncertainty`.
 * Errors: `MethodError` for times that do not ascend, shares outside 0 to 1, numbers at risk that rise or do not begin
 * at 0, more events than patients. O(points) a round, tens of rounds a stretch.
 *
 * Source: Guyot P, Ades AE, Ouwens MJNM, Welton NJ. BMC Med Res Methodol 2012;12:9. Oracle:
 * test/oracles/published-curve.
 */
export function reconstructSurvival(curve: PublishedCurve): ReconstructedSurvival {
  const points = readPublishedCurve(curve);
  const state = startingState(points);
  const stretches = points.atRisk.length;
  for (let stretch = 0; stretch + 1 < stretches; stretch += 1) fillToNumberAtRisk(points, state, stretch);
  fillLastStretch(points, state, curve.totalEvents);
  return describe(curve, points, state);
}

/** Events at each point, and censorings between it and the next one; at risk and Kaplan-Meier estimate just after. */
interface State {
  readonly events: Int32Array;
  readonly censored: Int32Array;
  /** At risk just before each point. */
  readonly atRisk: Int32Array;
  readonly survival: Float64Array;
  /** Censorings within the stretches already filled. */
  censoredSoFar: number;
}

function startingState(points: CurvePoints): State {
  const count = points.time.length;
  const atRisk = new Int32Array(count + 1);
  atRisk[0] = points.atRisk[0]!.n;
  return {
    events: new Int32Array(count),
    censored: new Int32Array(count),
    atRisk,
    survival: new Float64Array(count).fill(1),
    censoredSoFar: 0,
  };
}

/**
 * Fills the points from `first` up to, not including, `end` with so many censorings, spread evenly over the time from
 * the first to `until`, and the events that the curve then asks for. Returns the number at risk at `end`.
 */
function fill(
  points: CurvePoints,
  state: State,
  first: number,
  end: number,
  until: number,
  censorings: number,
): number {
  state.censored.fill(0, first, end);
  const from = points.time[first]!;
  const width = until - from;
  let point = first;
  for (let index = 1; index <= censorings; index += 1) {
    const time = from + (index * width) / (censorings + 1);
    while (point + 1 < end && points.time[point + 1]! <= time) point += 1;
    state.censored[point]! += 1;
  }
  for (let own = first; own < end; own += 1) {
    const before = own === 0 ? 1 : state.survival[own - 1]!;
    const present = state.atRisk[own]!;
    const share = before > 0 ? 1 - points.survival[own]! / before : 0;
    const events = Math.min(present, Math.max(0, Math.round(present * share)));
    state.events[own] = events;
    state.survival[own] = events === present ? (present === 0 ? before : 0) : before * (1 - events / present);
    const left = present - events;
    state.censored[own] = Math.min(state.censored[own]!, left);
    state.atRisk[own + 1] = left - state.censored[own]!;
  }
  return state.atRisk[end]!;
}

/** Finds the number of censorings for which the next printed number at risk comes out, or comes out closest. */
function fillToNumberAtRisk(points: CurvePoints, state: State, stretch: number): void {
  const { first } = points.atRisk[stretch]!;
  const { first: end, time: until, n: wanted } = points.atRisk[stretch + 1]!;
  const run = (censorings: number) => fill(points, state, first, end, until, censorings) - wanted;
  const present = state.atRisk[first]!;
  const ratio = state.survival[first === 0 ? 0 : first - 1]!;
  const guess = Math.round(
    (present * points.survival[Math.max(first, end - 1)]!) / Math.max(ratio, 1e-12) - wanted,
  );
  const best = closest(run, Math.max(0, guess), present);
  run(best);
  state.censoredSoFar += sumOf(state.censored, first, end);
}

/**
 * The count from 0 to `most` for which `excess`, which falls by about 1 for each one more, is closest to 0: moves by
 * the excess as the paper does, and stops where it begins to go round.
 */
function closest(excess: (count: number) => number, guess: number, most: number): number {
  const tried = new Map<number, number>();
  let count = Math.min(most, guess);
  while (!tried.has(count)) {
    const off = excess(count);
    tried.set(count, off);
    if (off === 0) return count;
    count = Math.min(most, Math.max(0, count + off));
  }
  return [...tried].reduce((best, own) => (Math.abs(own[1]) < Math.abs(best[1]) ? own : best))[0];
}

function fillLastStretch(points: CurvePoints, state: State, totalEvents: number | undefined): void {
  const end = points.time.length;
  const { first, time } = points.atRisk[points.atRisk.length - 1]!;
  const last = points.time[end - 1]!;
  const present = state.atRisk[first]!;
  const before = sumOf(state.events, 0, first);
  const run = (censorings: number) => fill(points, state, first, end, last, censorings);
  // Censoring goes on at the rate so far; without numbers at risk there is no rate.
  const rate = time > 0 ? state.censoredSoFar / time : 0;
  const going = Math.min(present, Math.round(rate * (last - time)));
  if (totalEvents === undefined) {
    run(going);
    return;
  }
  const excess = (censorings: number) => {
    run(censorings);
    return before + sumOf(state.events, first, end) - totalEvents;
  };
  run(closest(excess, going, present));
}

function sumOf(values: Int32Array, from: number, end: number): number {
  let sum = 0;
  for (let index = from; index < end; index += 1) sum += values[index]!;
  return sum;
}

function describe(curve: PublishedCurve, points: CurvePoints, state: State): ReconstructedSurvival {
  const count = points.time.length;
  const n = points.atRisk[0]!.n;
  const time = new Float64Array(n);
  const event = new Uint8Array(n);
  let place = 0;
  const put = (at: number, kind: 0 | 1, times: number) => {
    time.fill(at, place, place + times);
    event.fill(kind, place, place + times);
    place += times;
  };
  for (let point = 0; point < count; point += 1) {
    put(points.time[point]!, 1, state.events[point]!);
    const next = point + 1 < count ? points.time[point + 1]! : points.time[point]!;
    put((points.time[point]! + next) / 2, 0, state.censored[point]!);
  }
  put(points.time[count - 1]!, 0, n - place);
  let squares = 0;
  let largestError = 0;
  for (let point = 1; point < count; point += 1) {
    const error = state.survival[point]! - points.survival[point]!;
    squares += error * error;
    largestError = Math.max(largestError, Math.abs(error));
  }
  const events = sumOf(state.events, 0, count);
  return {
    reconstructed: true,
    time,
    event,
    n,
    events,
    basis:
      points.atRisk.length > 1
        ? 'numbers-at-risk'
        : curve.totalEvents === undefined
          ? 'no-censoring'
          : 'total-events',
    rootMeanSquareError: Math.sqrt(squares / Math.max(1, count - 1)),
    largestError,
    largestRise: points.largestRise,
    numbersAtRisk: points.atRisk.map((row) => ({
      time: row.time,
      given: row.n,
      reconstructed: time.reduce((sum, own) => sum + (own >= row.time ? 1 : 0), 0),
    })),
    eventsOff: curve.totalEvents === undefined ? null : events - curve.totalEvents,
  };
}
