import { z } from 'zod';
import type { Dataset } from '../../core/dataset.js';
import { DataError, PlanError } from '../../core/errors.js';
import { column, requiredNumber, whereRow } from '../dataset-columns.js';
import { distinctValues } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';
import { readEvents } from './read-events.js';
import { readStarts } from './read-starts.js';

/**
 * Adverse events with the subjects who could have had them: events from one dataset (ADAE), subjects, arms and exposure
 * from another (ADSL, under `subjects`), so that percentages count subjects without an event too.
 *
 * `start` becomes days of exposure up to and including the day of the event: relative days as they are (day 1 is that of
 * the first dose, there is no day 0), dates as day - first dose + 1. The day of the event thus counts as a day at risk,
 * as both ends count in TRTDURD. Days before the first dose are negative.
 */
export const adverseEvents = defineEndpoint({
  id: 'adverse-events',
  label: 'Adverse events with the subjects at risk',
  summary: 'One row an event from ADAE, with the subjects, arms and exposure of ADSL as the denominator.',
  gives: 'adverse-events',
  dictionaries: [],
  needsSubjects: true,
  options: z.strictObject({
    ...subjectOptions,
    arm: z
      .string()
      .default('TRT01A')
      .describe('Column of the dataset of subjects that holds the treatment arm.'),
    subject: z.string().default('USUBJID').describe('Column that names the subject, in both datasets.'),
    bodySystem: z.string().default('AEBODSYS').describe('Column with the system organ class.'),
    term: z.string().default('AEDECOD').describe('Column with the preferred term.'),
    severity: z.string().optional().describe('Column with the severity or grade, such as AESEV or AETOXGR.'),
    severities: distinctValues()
      .min(1)
      .optional()
      .describe(
        'Values of severity, mildest first; the codelist or the numbers give the order when omitted.',
      ),
    exposure: z
      .string()
      .optional()
      .describe('Column of the dataset of subjects with the time at risk, such as TRTDURD.'),
    exposureDivisor: z
      .number()
      .positive()
      .default(1)
      .describe('Units of that column in one unit of exposure: 365.25 for days into patient-years.'),
    exposureUnit: z.string().default('patient-years').describe('Unit of exposure, in words.'),
    start: z
      .string()
      .optional()
      .describe(
        'Column with the start of the event: a relative day such as ASTDY, or a date such as ASTDT. Incidence then ends time at risk with the first event.',
      ),
    firstDose: z
      .string()
      .default('TRTSDT')
      .describe('Column of the dataset of subjects with the date from which the dates in `start` count.'),
    startDivisor: z
      .number()
      .positive()
      .optional()
      .describe('Days in one unit of exposure, for `start`; `exposureDivisor` when omitted.'),
    startFlag: z
      .string()
      .default('ASTDTF')
      .describe('Column that flags imputed starts; they are used as they stand, and a notice counts them.'),
  }),
  derive: ({ dataset, rows, compare, subjects }, options) => {
    if (subjects === undefined) {
      throw new PlanError({
        code: 'plan/no-subjects',
        where: dataset.source.file,
        what: 'Adverse events need the subjects at risk',
        fix: 'Name their dataset: `subjects: { from: adsl }`.',
      });
    }
    if (options.severities !== undefined && options.severity === undefined) {
      throw new PlanError({
        code: 'plan/severities',
        where: dataset.source.file,
        what: '`severities` gives the order of a column that is not named',
        fix: 'Name the column with `severity`, or remove `severities`.',
      });
    }
    checkStart(dataset.source.file, options);
    const people = subjects.dataset;
    const { arm, arms, reference, exposure } = options;
    const grouped = groupRows(people, subjects.rows, arm, compare, arms, reference);
    const placeOf = subjectPlaces(people, grouped.rows, options.subject);
    const read = readEvents(dataset, rows, placeOf, {
      ...options,
      severities: options.severities?.map(String),
    });
    const starts =
      options.start === undefined
        ? null
        : readStarts(dataset, read, {
            start: options.start,
            startFlag: options.startFlag,
            daysPerUnit: options.startDivisor ?? options.exposureDivisor,
            subjects: { dataset: people, rows: grouped.rows, firstDose: options.firstDose },
          });
    const events = { ...read.events, ...(starts === null ? {} : { start: starts.start }) };
    const { levels, codes } = grouped.group;
    const eventsOfArm = new Int32Array(levels.length);
    for (const who of events.subject) eventsOfArm[codes[who]!]! += 1;
    return {
      data: {
        kind: 'adverse-events',
        group: grouped.group,
        reference: grouped.reference,
        ...(exposure === undefined
          ? {}
          : {
              exposure: Float64Array.from(
                grouped.rows,
                (row) => exposureOf(people, exposure, row) / options.exposureDivisor,
              ),
            }),
        exposureUnit: options.exposureUnit,
        events,
      },
      population: {
        label: people.name,
        groups: levels.map((name, level) => ({
          name,
          n: codes.reduce((sum, code) => sum + (code === level ? 1 : 0), 0),
          events: eventsOfArm[level]!,
        })),
        exclusions: grouped.exclusions,
      },
      notices: [...read.notices, ...(starts?.notices ?? [])],
    };
  },
});

/** Starts are days: without a time at risk in a known number of days they mean nothing. */
function checkStart(
  where: string,
  {
    start,
    exposure,
    exposureDivisor,
    exposureUnit,
    startDivisor,
  }: {
    readonly start?: string | undefined;
    readonly exposure?: string | undefined;
    readonly exposureDivisor: number;
    readonly exposureUnit: string;
    readonly startDivisor?: number | undefined;
  },
): void {
  if (start === undefined) {
    if (startDivisor === undefined) return;
    throw new PlanError({
      code: 'plan/start-divisor',
      where,
      what: '`startDivisor` divides a column that is not named',
      fix: 'Name the column with `start`, or remove `startDivisor`.',
    });
  }
  if (exposure === undefined) {
    throw new PlanError({
      code: 'plan/start-without-exposure',
      where,
      what: '`start` ends a time at risk that is not known',
      fix: 'Name the column of the time at risk with `exposure`, or remove `start`.',
    });
  }
  if (startDivisor === undefined && exposureDivisor === 1 && !/\bdays?\b/i.test(exposureUnit)) {
    throw new PlanError({
      code: 'plan/start-divisor',
      where,
      what: '`start` counts days, and how many of them one unit of exposure has is not known',
      got: `exposureUnit "${exposureUnit}" and exposureDivisor 1`,
      expected: 'days in one unit of exposure, such as 365.25 for years',
      fix: 'Give `exposureDivisor` where the time at risk is in days, else `startDivisor`.',
    });
  }
}

function exposureOf(dataset: Dataset, name: string, row: number): number {
  const exposure = requiredNumber(dataset, name, row);
  if (exposure >= 0) return exposure;
  throw new DataError({
    code: 'data/negative-exposure',
    where: whereRow(dataset, row),
    what: `${name} is no time at risk`,
    got: String(exposure),
    expected: 'a number from 0 up',
  });
}

function subjectPlaces(dataset: Dataset, rows: Int32Array, name: string): ReadonlyMap<string, number> {
  const { values } = column(dataset, name);
  const places = new Map<string, number>();
  rows.forEach((row, place) => {
    const subject = String(values[row]);
    const before = places.get(subject);
    if (before !== undefined) {
      throw new DataError({
        code: 'data/subject-twice',
        where: whereRow(dataset, row),
        what: `${name} names the same subject as ${whereRow(dataset, rows[before]!)}`,
        expected: 'one row a subject',
        fix: 'Make the where clause of `subjects` select one row of each subject.',
      });
    }
    places.set(subject, place);
  });
  return places;
}
