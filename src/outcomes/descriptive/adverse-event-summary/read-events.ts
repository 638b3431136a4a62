import type { AdverseEventsData, Factor } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { requireList, requireObject } from '../../../math/argument-checks.js';
import { type NameColumn, readNames } from '../../../math/columns/name-column.js';
import { finiteNumbers, numbersWithGaps } from '../../../math/number-list.js';
import { requireCodes } from '../../require-factor.js';
import { hasNames } from '../name-codes.js';

/** Subjects at risk, and the events that some of them had. */
export interface AdverseEventInput {
  /** Arm of every subject at risk, whether or not it had an event. */
  readonly group: NameColumn;
  readonly reference: string | null;
  /** Names of the subjects in the order of `group`; needed where events name theirs. */
  readonly subjects?: readonly string[];
  /** Time at risk of each subject, where known. */
  readonly exposure?: ArrayLike<number>;
  readonly exposureUnit: string;
  /** One entry an event in every column. */
  readonly events: {
    /** Names of subjects, or their places in `group`. */
    readonly subject: ArrayLike<number> | readonly string[];
    /** System organ class. */
    readonly bodySystem: NameColumn;
    readonly term: NameColumn;
    /** In the order of the scale, mildest first; -1 where missing. */
    readonly severity?: Factor;
    /** Time from the beginning of exposure, in its unit: below 0 before it, null or NaN where missing. */
    readonly start?: ArrayLike<number | null>;
  };
}

/** Names as codes and numbers as typed arrays. Throws for columns that do not fit together and for what is no time. */
export function readEvents(method: string, input: AdverseEventInput): Omit<AdverseEventsData, 'kind'> {
  const { events, reference, exposureUnit } = input;
  const group = readNames(method, 'group', input.group);
  const size = group.codes.length;
  requireObject(method, 'events', events, 'subject, bodySystem and term');
  const subject = readSubject(method, input, size);
  const bodySystem = readNames(method, 'events.bodySystem', events.bodySystem, subject.length);
  const term = readNames(method, 'events.term', events.term, subject.length);
  const { severity } = events;
  if (severity !== undefined) {
    requireObject(method, 'events.severity', severity, 'levels and codes');
    requireCodes(method, 'events.severity.codes', severity.codes, severity.levels.length, {
      length: subject.length,
      missing: true,
    });
  }
  return {
    group,
    reference,
    exposureUnit,
    ...(input.exposure === undefined ? {} : { exposure: readExposure(method, input.exposure, size) }),
    events: {
      subject,
      bodySystem,
      term,
      ...(severity === undefined ? {} : { severity }),
      ...(events.start === undefined ? {} : { start: readStart(method, events.start, subject.length) }),
    },
  };
}

function readSubject(method: string, { events, subjects }: AdverseEventInput, size: number): Int32Array {
  const { subject } = events;
  requireList(method, 'events.subject', subject, 'a subject for each event');
  if (!hasNames(subject)) {
    requireCodes(method, 'events.subject', subject, size, { length: undefined, missing: false });
    return subject instanceof Int32Array ? subject : Int32Array.from(subject as ArrayLike<number>);
  }
  requireList(method, 'subjects', subjects, 'the names of all subjects at risk, as events name theirs');
  const placeOf = new Map(subjects!.map((name, place) => [name, place]));
  if (subjects!.length !== size || placeOf.size !== size) {
    const got = `${subjects!.length} names, ${placeOf.size} of them different`;
    throw argumentError(method, 'subjects', 'do not name each subject of `group` once', got, `${size} names`);
  }
  return Int32Array.from(subject, (name, row) => {
    const place = placeOf.get(String(name));
    if (place !== undefined) return place;
    throw argumentError(
      method,
      `events.subject[${row}]`,
      'names nobody at risk',
      `"${name}"`,
      'one of `subjects`',
      'Leave out events of subjects outside the population, or add the subject',
    );
  });
}

function readStart(method: string, start: ArrayLike<number | null>, length: number): Float64Array {
  const times = numbersWithGaps(method, 'events.start', start);
  if (times.length === length) return times;
  throw argumentError(method, 'events.start', 'has the wrong length', String(times.length), String(length));
}

function readExposure(method: string, exposure: ArrayLike<number>, size: number): Float64Array {
  const times = finiteNumbers(method, 'exposure', exposure, 'Leave out subjects whose exposure is not known');
  if (times.length !== size) {
    throw argumentError(method, 'exposure', 'has the wrong length', String(times.length), String(size));
  }
  const bad = times.findIndex((time) => time < 0);
  if (bad < 0) return times;
  const got = String(times[bad]);
  throw argumentError(method, `exposure[${bad}]`, 'is not a time at risk', got, 'a finite number from 0 up');
}
