/** Events by the row of the table that each belongs to, such as a preferred term. */
export interface EventsByRow {
  /** Row of each event, below `rowCount`. */
  readonly row: Int32Array;
  readonly rowCount: number;
  /** Position of each event's subject in `arm`. */
  readonly subject: Int32Array;
  /** Arm of each subject, below `armCount`. */
  readonly arm: Int32Array;
  readonly armCount: number;
  /** Severity of each event, -1 where not recorded; `size` is the number of severities. */
  readonly severity: { readonly codes: Int32Array; readonly size: number } | null;
  /** Time of each event and exposure of each subject, 0 <= time <= exposure; null where time is not counted. */
  readonly times: { readonly event: Float64Array; readonly exposure: Float64Array } | null;
}

export interface CountedEvents {
  /** Subjects with at least one event, at `row * armCount + arm`. */
  readonly subjects: Int32Array;
  /** Events, at the same places. */
  readonly events: Int32Array;
  /**
   * Subjects by their worst severity, at `(row * armCount + arm) * (size + 1) + severity`; the last is "not recorded".
   */
  readonly worst: Int32Array | null;
  /** Of the subjects with an event, at the places of `subjects`; null where time is not counted. */
  readonly times: TimesOfAffected | null;
}

/** Times of the subjects with at least one event of a row. */
export interface TimesOfAffected {
  /** Sum of their times to the first event. */
  readonly untilFirst: Float64Array;
  /** Sum of their whole exposures. */
  readonly whole: Float64Array;
  /** Those whose exposure is above 0. */
  readonly exposed: Int32Array;
}

/**
 * Counts events and the subjects who had them, each subject once a row, whatever the order of the events. Events are
 * first brought together by row; a stamp on each subject then says whether the row has counted it. The worst severity
 * is the highest recorded one; a subject is "not recorded" only where no event of the row has a severity. The first
 * event is the one with the earliest time.
 *
 * Cost: O(events + subjects + rows), no allocation an event.
 */
export function countEvents(input: EventsByRow): CountedEvents {
  const { row, rowCount, subject, arm, armCount, severity, times } = input;
  const order = sortByRow(row, rowCount);
  const subjects = new Int32Array(rowCount * armCount);
  const events = new Int32Array(rowCount * armCount);
  const width = severity === null ? 0 : severity.size + 1;
  const worst = severity === null ? null : new Int32Array(rowCount * armCount * width);
  const affected: TimesOfAffected | null = times && {
    untilFirst: new Float64Array(rowCount * armCount),
    whole: new Float64Array(rowCount * armCount),
    exposed: new Int32Array(rowCount * armCount),
  };
  const stamp = new Int32Array(arm.length).fill(-1);
  const worstOf = new Int32Array(severity === null ? 0 : arm.length);
  const firstOf = new Float64Array(times === null ? 0 : arm.length);
  let start = 0;
  for (let current = 0; current < rowCount; current += 1) {
    let end = start;
    for (; end < order.length && row[order[end]!] === current; end += 1) {
      const event = order[end]!;
      const who = subject[event]!;
      const cell = current * armCount + arm[who]!;
      const isNew = stamp[who] !== current;
      events[cell]! += 1;
      if (isNew) {
        stamp[who] = current;
        subjects[cell]! += 1;
      }
      if (severity !== null && (isNew || severity.codes[event]! > worstOf[who]!)) {
        worstOf[who] = severity.codes[event]!;
      }
      if (times !== null && (isNew || times.event[event]! < firstOf[who]!))
        firstOf[who] = times.event[event]!;
    }
    // What is known of a subject only after its last event, once a subject.
    for (let index = start; index < end && (worst !== null || affected !== null); index += 1) {
      const who = subject[order[index]!]!;
      if (stamp[who] !== current) continue;
      stamp[who] = -1;
      const cell = current * armCount + arm[who]!;
      if (worst !== null) {
        const code = worstOf[who]!;
        worst[cell * width + (code < 0 ? width - 1 : code)]! += 1;
      }
      if (affected !== null) {
        const exposure = times!.exposure[who]!;
        affected.untilFirst[cell]! += firstOf[who]!;
        affected.whole[cell]! += exposure;
        if (exposure > 0) affected.exposed[cell]! += 1;
      }
    }
    start = end;
  }
  return { subjects, events, worst, times: affected };
}

/** Positions of the events in the order of their rows: a counting sort. */
function sortByRow(row: Int32Array, rowCount: number): Int32Array {
  const next = new Int32Array(rowCount + 1);
  for (let event = 0; event < row.length; event += 1) next[row[event]! + 1]! += 1;
  for (let index = 0; index < rowCount; index += 1) next[index + 1]! += next[index]!;
  const order = new Int32Array(row.length);
  for (let event = 0; event < row.length; event += 1) {
    const place = row[event]!;
    order[next[place]!] = event;
    next[place]! += 1;
  }
  return order;
}
