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
}

export interface CountedEvents {
  /** Subjects with at least one event, at `row * armCount + arm`. */
  readonly subjects: Int32Array;
  /** Events, at the same places. */
  readonly events: Int32Array;
  /** Subjects by their worst severity, at `(row * armCount + arm) * (size + 1) + severity`; the last is "not recorded". */
  readonly worst: Int32Array | null;
}

/**
 * Counts events and the subjects who had them, each subject once a row, whatever the order of the events. Events are
 * first brought together by row; a stamp on each subject then says whether the row has counted it. The worst severity
 * is the highest recorded one; a subject is "not recorded" only where no event of the row has a severity.
 *
 * Cost: O(events + subjects + rows), no allocation an event.
 */
export function countEvents({ row, rowCount, subject, arm, armCount, severity }: EventsByRow): CountedEvents {
  const order = sortByRow(row, rowCount);
  const subjects = new Int32Array(rowCount * armCount);
  const events = new Int32Array(rowCount * armCount);
  const width = severity === null ? 0 : severity.size + 1;
  const worst = severity === null ? null : new Int32Array(rowCount * armCount * width);
  const stamp = new Int32Array(arm.length).fill(-1);
  const worstOf = new Int32Array(severity === null ? 0 : arm.length);
  let start = 0;
  for (let current = 0; current < rowCount; current += 1) {
    let end = start;
    for (; end < order.length && row[order[end]!] === current; end += 1) {
      const event = order[end]!;
      const who = subject[event]!;
      const cell = current * armCount + arm[who]!;
      events[cell]! += 1;
      if (stamp[who] !== current) {
        stamp[who] = current;
        subjects[cell]! += 1;
        if (severity !== null) worstOf[who] = severity.codes[event]!;
      } else if (severity !== null && severity.codes[event]! > worstOf[who]!) {
        worstOf[who] = severity.codes[event]!;
      }
    }
    if (severity !== null && worst !== null) {
      for (let index = start; index < end; index += 1) {
        const who = subject[order[index]!]!;
        if (stamp[who] !== current) continue;
        stamp[who] = -1;
        const code = worstOf[who]!;
        worst[(current * armCount + arm[who]!) * width + (code < 0 ? severity.size : code)]! += 1;
      }
    }
    start = end;
  }
  return { subjects, events, worst };
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
