import { describe, expect, it } from 'vitest';
import { competingEvents } from '../../src/endpoints/competing-events/competing-events.js';
import { subjectResponse } from '../../src/endpoints/subject-response/subject-response.js';
import { timeToEvent } from '../../src/endpoints/time-to-event/time-to-event.js';
import { naturalCubicSpline } from '../../src/math/splines/natural-cubic-spline.js';
import { allRows, datasetOf } from './dataset-of.js';

const compare = { of: 'active', versus: 'placebo' };
const dataset = datasetOf({
  USUBJID: ['1', '2', '3', '4', '5', '6', '7', '8'],
  TRTP: ['active', 'placebo', 'active', 'placebo', 'active', 'placebo', 'active', 'placebo'],
  AVAL: [3, 5, 4, 2, 1, 8, 9, 7],
  CNSR: [0, 1, 0, 0, 0, 1, 0, 0],
  AVALC: ['Y', 'N', 'Y', 'Y', 'N', 'Y', 'N', 'N'],
  SEX: ['M', 'F', 'M', 'F', 'F', 'M', 'F', 'M'],
  REGION: ['EU', 'US', 'JP', 'EU', 'US', 'JP', 'EU', 'US'],
  GRADE: [2, 10, 3, 2, 3, 10, 2, 3],
  AGE: [60, 31, 62, 47, 55, 70, 66, null],
  START: [0, 1, 3, 0, 0, 2, 4, 0],
  SITEID: ['a', 'a', 'b', 'b', 'c', 'c', 'c', 'a'],
  WEIGHT: [1, 2, 1, 0.5, 1, 1, 3, 1],
});
const rows = allRows(dataset);
const derive = (given: object) =>
  timeToEvent.derive({ dataset, rows, compare }, timeToEvent.options.parse(given));
const columnsOf = (covariates: readonly unknown[], more: object = {}) =>
  derive({ covariates, ...more }).data.covariates;
const named = (covariates: readonly unknown[], more: object = {}) =>
  columnsOf(covariates, more).map(({ name, term }) => [name, term]);

describe('covariates of a plan', () => {
  it('codes text against its first level, or against the reference that is stated', () => {
    expect(named(['REGION'])).toEqual([
      ['REGION: JP', 'REGION'],
      ['REGION: US', 'REGION'],
    ]);
    const stated = columnsOf([{ column: 'REGION', reference: 'US' }]);
    expect(stated.map(({ name, values }) => [name, Array.from(values)])).toEqual([
      ['REGION: EU', [1, 0, 0, 1, 0, 0, 1, 0]],
      ['REGION: JP', [0, 0, 1, 0, 0, 1, 0, 0]],
    ]);
  });

  it('makes a factor of a number with a reference, its levels in the order of numbers', () => {
    expect(named([{ column: 'GRADE', reference: 3 }])).toEqual([
      ['GRADE: 2', 'GRADE'],
      ['GRADE: 10', 'GRADE'],
    ]);
    expect(named([{ column: 'GRADE' }])).toEqual([['GRADE', undefined]]);
  });

  it('follows a spline of the values analysed', () => {
    const ages = [60, 31, 62, 47, 55, 70, 66];
    const spline = naturalCubicSpline(ages, { df: 3 });
    const columns = columnsOf([{ column: 'AGE', spline: { df: 3 } }]);
    expect(columns.map(({ name, term }) => [name, term])).toEqual([
      ['AGE: spline 1', 'AGE'],
      ['AGE: spline 2', 'AGE'],
      ['AGE: spline 3', 'AGE'],
    ]);
    expect(columns.map(({ values }) => values)).toEqual(spline.columns);
    const knots = { knots: [50, 60], boundary: [20, 90] as const };
    expect(columnsOf([{ column: 'AGE', spline: knots }]).map(({ values }) => values)).toEqual(
      naturalCubicSpline(ages, knots).columns,
    );
  });

  it('multiplies the columns of an interaction, of the arm against its comparator too', () => {
    const columns = columnsOf([
      'REGION',
      'SEX',
      { interaction: ['TRTP', 'REGION'] },
      { interaction: ['REGION', 'SEX'] },
    ]);
    expect(columns.map(({ name, term }) => [name, term]).slice(3)).toEqual([
      ['TRTP: active × REGION: JP', 'TRTP × REGION'],
      ['TRTP: active × REGION: US', 'TRTP × REGION'],
      ['REGION: JP × SEX: M', 'REGION × SEX'],
      ['REGION: US × SEX: M', 'REGION × SEX'],
    ]);
    expect(Array.from(columns[3]!.values)).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    expect(Array.from(columns[5]!.values)).toEqual([0, 0, 1, 0, 0, 1, 0, 0]);
  });

  it('lets a stratum, whose effect is in the baseline hazards, be in an interaction', () => {
    expect(named([{ interaction: ['TRTP', 'SEX'] }], { strata: ['SEX'] })).toEqual([
      ['TRTP: active × SEX: M', 'TRTP × SEX'],
    ]);
  });

  it('gives the same terms to other endpoints', () => {
    const covariates = [{ column: 'SEX', reference: 'M' }, { interaction: ['TRTP', 'SEX'] }];
    const responses = subjectResponse.derive(
      { dataset, rows, compare },
      subjectResponse.options.parse({ covariates }),
    );
    expect(responses.data.covariates.map(({ name }) => name)).toEqual(['SEX: F', 'TRTP: active × SEX: F']);
  });

  it('leaves out rows without a value of a covariate, whatever its coding', () => {
    const { population } = derive({ covariates: [{ column: 'AGE', spline: { df: 2 } }] });
    expect(population.exclusions).toEqual([{ reason: 'covariate missing', n: 1 }]);
  });

  it.each([
    ['an unknown column', [{ column: 'AGEE' }], /plan\/unknown-column.*Did you mean "AGE"/s],
    [
      'a reference that is no level',
      [{ column: 'REGION', reference: 'USA' }],
      /"USA".*"EU", "JP", "US".*mean "US"/s,
    ],
    ['a spline of text', [{ column: 'SEX', spline: { df: 2 } }], /plan\/covariate.*SEX.*text.*spline/s],
    ['a spline of more columns than values', [{ column: 'GRADE', spline: { df: 3 } }], /3 different values/],
    [
      'knots outside the values',
      [{ column: 'AGE', spline: { knots: [90] } }],
      /AGE.*cannot follow.*not ascending/s,
    ],
    ['df and knots', [{ column: 'AGE', spline: { knots: [50], df: 2 } }], /does not go with "df"/],
    ['a reference and a spline', [{ column: 'AGE', reference: 60, spline: { df: 2 } }], /both a reference/],
    ['a column twice', ['AGE', { column: 'AGE', spline: { df: 2 } }], /named twice/],
    ['an interaction without its own effects', [{ interaction: ['TRTP', 'SEX'] }], /own effect.*Add SEX/s],
    [
      'an interaction with a misspelt column',
      ['AGE', { interaction: ['TRTP', 'AGEE'] }],
      /Did you mean "AGE"/,
    ],
    ['a square', ['AGE', { interaction: ['AGE', 'AGE'] }], /multiplied by itself/],
  ])('refuses %s', (_, covariates, message) => {
    expect(() => derive({ covariates })).toThrow(message);
  });

  it.each([[{ column: 'AGE', splin: {} }], [{ interaction: ['AGE'] }], [7]])(
    'refuses the form %j',
    (entry) => {
      expect(timeToEvent.options.safeParse({ covariates: [entry] }).success).toBe(false);
    },
  );
});

describe('late entry, weights and clusters', () => {
  it('hands them on', () => {
    const { data } = derive({ entry: 'START', weight: 'WEIGHT', cluster: ['SITEID'] });
    expect(Array.from(data.entry!)).toEqual([0, 1, 3, 0, 0, 2, 4, 0]);
    expect(Array.from(data.weight!)).toEqual([1, 2, 1, 0.5, 1, 1, 3, 1]);
    expect(data.cluster).toEqual({
      levels: ['a', 'b', 'c'],
      codes: Int32Array.from([0, 0, 1, 1, 2, 2, 2, 0]),
    });
    const competing = competingEvents.derive(
      { dataset, rows, compare },
      competingEvents.options.parse({
        cause: 'AVALC',
        causes: ['Y', 'N'],
        cluster: ['SITEID', 'SEX'],
        weight: 'WEIGHT',
      }),
    );
    expect(competing.data.cluster?.levels).toEqual(['a / F', 'a / M', 'b / F', 'b / M', 'c / F', 'c / M']);
    expect(competing.data.weight).toEqual(data.weight);
    expect(derive({}).data).not.toHaveProperty('entry');
  });

  const histories = (given: Record<string, readonly (string | number)[]>) => {
    const rowsOf = datasetOf({
      USUBJID: ['1', '1', '2', '3'],
      TRTP: ['active', 'active', 'placebo', 'placebo'],
      START: [0, 4, 0, 2],
      AVAL: [4, 9, 6, 5],
      CNSR: [1, 0, 1, 0],
      W: [1, 1, 1, 1],
      ...given,
    });
    return timeToEvent.derive(
      { dataset: rowsOf, rows: allRows(rowsOf), compare },
      timeToEvent.options.parse({ entry: 'START', subject: 'USUBJID', weight: 'W' }),
    );
  };

  it('counts subjects where one has several rows', () => {
    expect(histories({}).population.groups).toEqual([
      { name: 'active', n: 1, events: 1 },
      { name: 'placebo', n: 2, events: 1 },
    ]);
    expect(histories({}).data.time.length).toBe(4);
  });

  it('refuses an identifier as a covariate, which would be a column a row', () => {
    const n = 240;
    const many = datasetOf({
      USUBJID: Array.from({ length: n }, (_, row) => `S${row}`),
      SITEID: Array.from({ length: n }, (_, row) => `site ${row % 60}`),
      TRTP: Array.from({ length: n }, (_, row) => (row % 2 === 0 ? 'active' : 'placebo')),
      AVAL: Array.from({ length: n }, (_, row) => 1 + (row % 9)),
      CNSR: Array.from({ length: n }, () => 0),
    });
    const derived = (covariates: readonly string[]) =>
      timeToEvent.derive(
        { dataset: many, rows: allRows(many), compare },
        timeToEvent.options.parse({ covariates }),
      );
    expect(() => derived(['USUBJID'])).toThrow(/plan\/covariate.*240 different values in 240 rows/);
    expect(derived(['SITEID']).data.covariates).toHaveLength(59);
  });

  it.each([
    ['an entry at the time', { START: [0, 4, 6, 2] }, /test\.csv:4 data\/late-entry.*START 6 and AVAL 6/],
    ['a weight of 0', { W: [1, 1, 1, 0] }, /test\.csv:5 data\/weight/],
    ['rows that overlap', { START: [0, 3, 0, 2] }, /test\.csv:3 data\/overlapping-rows.*test\.csv:2/],
    [
      'a subject in two arms',
      { TRTP: ['active', 'placebo', 'placebo', 'placebo'] },
      /test\.csv:3 data\/arm-changes/,
    ],
  ])('refuses %s, with the line', (_, given, message) => {
    expect(() => histories(given)).toThrow(message);
  });
});
