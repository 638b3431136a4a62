import { z } from 'zod';
import type { HierarchicalData } from '../../core/analysis-data.js';
import type { Dataset } from '../../core/dataset.js';
import { information, type Notice } from '../../core/notice.js';
import { numberColumn } from '../dataset-columns.js';
import { distinctNames } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows } from '../group-rows.js';
import { hasValues, strataFactor } from '../subject-covariates.js';
import { subjectOptions } from '../subject-options.js';
import { eventTimes, parameterRows } from '../subject-parameters.js';
import { type SubjectRows, subjectRows } from '../subject-rows.js';

type Level = HierarchicalData['levels'][number];

const margin = z
  .number()
  .nonnegative()
  .default(0)
  .describe('Outcomes must differ by more than this to decide.');
const name = z
  .string()
  .optional()
  .describe('What the outcome is, in words. Default: the parameter or column.');

const timeLevel = z.strictObject({
  type: z.literal('time-to-event').describe('Who had an event first, as far as the follow-up of both tells.'),
  parameter: z.string().describe('Parameter whose rows hold time and censoring flag.'),
  name,
  better: z
    .enum(['later', 'earlier'])
    .default('later')
    .describe('Whether the later or the earlier event wins; earlier suits a good event such as discharge.'),
  margin,
});
const valueLevel = z
  .strictObject({
    type: z
      .literal('value')
      .describe('Who has the better number: a category’s place on its scale, a measurement.'),
    parameter: z.string().optional().describe('Parameter whose rows hold the value.'),
    column: z
      .string()
      .optional()
      .describe(
        'Column that holds the value, read from the first row of a subject, in place of a parameter.',
      ),
    name,
    better: z.enum(['higher', 'lower']).default('higher').describe('Which value wins.'),
    margin,
  })
  .refine((level) => (level.parameter === undefined) !== (level.column === undefined), {
    message: 'give either parameter or column',
  });

type LevelOptions = z.output<typeof timeLevel> | z.output<typeof valueLevel>;

/** What a level is called in results. */
const nameOf = (level: LevelOptions): string =>
  level.name ?? level.parameter ?? ('column' in level ? (level.column ?? '') : '');

/** Two levels of one name could not be told apart in results, and an outcome can only decide once. */
function refuseRepeatedNames(levels: readonly LevelOptions[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  levels.forEach((level, place) => {
    const own = nameOf(level);
    if (seen.has(own)) {
      context.addIssue({
        code: 'custom',
        path: [place],
        message: `another level is called "${own}"; give each a name of its own`,
      });
    }
    seen.add(own);
  });
}

const options = z.strictObject({
  ...subjectOptions,
  levels: z
    .array(z.union([timeLevel, valueLevel]))
    .min(1)
    .superRefine(refuseRepeatedNames)
    .describe(
      'Outcomes, most important first. A time: `{ type: time-to-event, parameter, better: later or earlier, margin }`; a number: `{ type: value, parameter or column, better: higher or lower, margin }`. `name` says it in words.',
    ),
  parameter: z.string().default('PARAMCD').describe('Column that tells the parameter of a row.'),
  subject: z.string().default('USUBJID').describe('Column that names the subject of a row.'),
  value: z.string().default('AVAL').describe('Column with times and values.'),
  censor: z.string().default('CNSR').describe('Column that is 0 for an event and positive when censored.'),
  strata: distinctNames()
    .default([])
    .describe('Columns whose combinations are the strata, read from the first row of a subject.'),
});
type Options = z.output<typeof options>;

/** Outcomes of subjects ranked by importance, each a parameter or a column: for win ratios. */
export const hierarchicalOutcomes = defineEndpoint({
  id: 'hierarchical-outcomes',
  label: 'Outcomes ranked by importance (several parameters)',
  summary:
    'For each subject several outcomes, the most important first: times to events such as death, then values such as a category.',
  gives: 'hierarchical',
  dictionaries: [],
  options,
  derive: (input, chosen) => {
    const { dataset } = input;
    const selected = subjectRows(input, chosen);
    const levels = readLevels(dataset, selected, chosen);
    const placeOf = new Map(Array.from(selected.subjects.rows, (row, place) => [row, place]));
    let grouped = selected.subjects;
    for (const level of levels) {
      if (level.type === 'value') continue;
      const known = (row: number) => !Number.isNaN(level.time[placeOf.get(row)!]!);
      grouped = excludeRows(grouped, `no ${level.name}`, known);
    }
    grouped = excludeRows(grouped, 'stratum missing', (row) => hasValues(dataset, chosen.strata, row));
    const places = Int32Array.from(grouped.rows, (row) => placeOf.get(row)!);
    const kept = levels.map((level): Level => {
      if (level.type === 'value')
        return { ...level, values: Float64Array.from(places, (place) => level.values[place]!) };
      return {
        ...level,
        time: Float64Array.from(places, (place) => level.time[place]!),
        event: Uint8Array.from(places, (place) => level.event[place]!),
      };
    });
    return {
      data: {
        kind: 'hierarchical',
        levels: kept,
        group: grouped.group,
        reference: grouped.reference,
        ...(chosen.strata.length === 0 ? {} : { strata: strataFactor(dataset, chosen.strata, grouped.rows) }),
      },
      population: {
        label: dataset.name,
        groups: grouped.group.levels.map((arm, code) => ({
          name: arm,
          n: grouped.group.codes.filter((own) => own === code).length,
          events: null,
        })),
        exclusions: grouped.exclusions,
      },
      notices: notices(kept),
    };
  },
});

function readLevels(dataset: Dataset, selected: SubjectRows, chosen: Options): readonly Level[] {
  const wanted = [
    ...new Set(chosen.levels.flatMap(({ parameter }) => (parameter === undefined ? [] : [parameter]))),
  ];
  const found = parameterRows(dataset, selected, chosen.parameter, wanted);
  const rowsOf = (parameter: string | undefined) =>
    parameter === undefined ? selected.subjects.rows : found[wanted.indexOf(parameter)]!;
  const amount = numberColumn(dataset, chosen.value);
  return chosen.levels.map((level): Level => {
    const rows = rowsOf(level.parameter);
    if (level.type === 'time-to-event') {
      const times = eventTimes(dataset, rows, amount, numberColumn(dataset, chosen.censor));
      const { better, margin: least } = level;
      return { type: 'time-to-event', name: nameOf(level), ...times, better, margin: least };
    }
    const source = level.column === undefined ? amount : numberColumn(dataset, level.column);
    return {
      type: 'value',
      name: nameOf(level),
      values: Float64Array.from(rows, (row) =>
        row < 0 || source.missing[row] ? Number.NaN : source.values[row]!,
      ),
      better: level.better,
      margin: level.margin,
    };
  });
}

function notices(levels: readonly Level[]): readonly Notice[] {
  return levels.flatMap((level, index) => {
    if (level.type === 'time-to-event') return [];
    const missing = level.values.filter(Number.isNaN).length;
    if (missing === 0) return [];
    const next = index + 1 < levels.length ? 'go on to the next outcome' : 'stay undecided';
    return [
      information(
        'hierarchical-outcomes/missing',
        `${level.name} is missing for ${missing === 1 ? '1 subject, whose' : `${missing} subjects, whose`} pairs ${next}.`,
      ),
    ];
  });
}
