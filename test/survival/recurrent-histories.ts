import fc from 'fast-check';

export interface History {
  readonly end: number;
  readonly events: readonly number[];
}

/** Follow-up and event times of subjects. */
export const histories = fc.array(
  fc.record({
    end: fc.integer({ min: 4, max: 12 }),
    events: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
  }),
  { minLength: 2, maxLength: 12 },
);

/** Histories as rows of a counting process: one for each event before the end, one for the time after the last. */
export function rowsOf(list: readonly History[]) {
  const table = {
    subject: [] as number[],
    entry: [] as number[],
    time: [] as number[],
    event: [] as number[],
  };
  list.forEach(({ end, events }, index) => {
    const times = [...events].filter((time) => time < end).sort((a, b) => a - b);
    [...times, end].forEach((time, place) => {
      table.subject.push(index);
      table.entry.push(place === 0 ? 0 : times[place - 1]!);
      table.time.push(time);
      table.event.push(place < times.length ? 1 : 0);
    });
  });
  return table;
}

/** Three subjects: the first and second with events, the third without. */
export const threeSubjects = {
  subject: ['a', 'a', 'b', 'b', 'c'],
  entry: [0, 2, 0, 3, 0],
  time: [2, 5, 3, 4, 6],
  event: [1, 0, 1, 1, 0],
};

/** Fields of the reference values of both regressions. */
export interface RecurrentFitCase {
  readonly name: string;
  readonly ties: 'efron' | 'breslow';
  readonly expected: {
    readonly coefficients: readonly number[];
    readonly covariance: readonly (readonly number[])[];
    readonly logLikelihood: number;
  };
}

export interface RecurrentRows {
  readonly data: Readonly<Record<'entry' | 'time' | 'event' | 'treated' | 'score', number[]>> & {
    readonly subject: string[];
  };
}
