import { z } from 'zod';
import type { Dataset } from '../../core/dataset.js';
import { DataError, PlanError } from '../../core/errors.js';
import { column, requiredNumber, whereRow } from '../dataset-columns.js';
import { distinctValues } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';
import { readEvents } from './read-events.js';

/**
 * Adverse events with the subjects who could have had them: events from one dataset (ADAE), subjects, arms and exposure
 * from another (ADSL, under `subjects`), so that percentages count subjects without an event too.
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
    const people = subjects.dataset;
    const { arm, arms, reference, exposure } = options;
    const grouped = groupRows(people, subjects.rows, arm, compare, arms, reference);
    const placeOf = subjectPlaces(people, grouped.rows, options.subject);
    const { events, notices } = readEvents(dataset, rows, placeOf, {
      ...options,
      severities: options.severities?.map(String),
    });
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
      notices,
    };
  },
});

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
