import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/dataset.js';
import { DataError, PlanError } from '../../src/core/errors.js';
import { adverseEvents } from '../../src/endpoints/adverse-events/adverse-events.js';
import { planStudy } from '../../src/spec/plan-study.js';
import { catalogue } from '../run/load-folder.js';
import { allRows, datasetOf } from './dataset-of.js';

const adsl = datasetOf({
  USUBJID: ['01', '02', '03', '04'],
  TRT01A: ['drug', 'placebo', 'drug', 'placebo'],
  TRTDURD: [365.25, 91.3125, 730.5, 182.625],
});
const adae = datasetOf({
  USUBJID: ['03', '01', '03', '99', '03'],
  AEBODSYS: ['Infections', 'Infections', 'Investigations', 'Infections', null],
  AEDECOD: ['Pneumonia', 'Sepsis', 'ALT increased', 'Sepsis', 'Something'],
  AESEV: ['SEVERE', 'MILD', null, 'MILD', 'MODERATE'],
  AETOXGR: ['3', '10', '2', '1', '2'],
});
const compare = { of: 'drug', versus: 'placebo' };
const derive = (options: object = {}, people = adsl) =>
  adverseEvents.derive(
    {
      dataset: adae,
      rows: allRows(adae),
      compare,
      subjects: { dataset: people, rows: allRows(people) },
    },
    adverseEvents.options.parse(options),
  );

describe('adverse-events', () => {
  it('names the row of a time at risk that cannot be, and an order without its column', () => {
    const negative = datasetOf({
      USUBJID: ['01', '02'],
      TRT01A: ['drug', 'placebo'],
      TRTDURD: [1, -1],
    });
    expect(() => derive({ exposure: 'TRTDURD' }, negative)).toThrow(
      /test.csv:3 data\/negative-exposure.*Got -1/,
    );
    expect(() => derive({ severities: ['MILD', 'SEVERE'] })).toThrow(/plan\/severities/);
    expect(derive({ severity: 'AETOXGR', severities: [1, 2, 3, 10] }).data.events.severity?.levels).toEqual([
      '1',
      '2',
      '3',
      '10',
    ]);
  });

  it('takes arms and time at risk from the subjects, and finds the subject of each event', () => {
    const { data, population, notices } = derive({ exposure: 'TRTDURD', exposureDivisor: 365.25 });
    expect(data.group).toEqual({ levels: ['drug', 'placebo'], codes: Int32Array.of(0, 1, 0, 1) });
    expect(data.reference).toBe('placebo');
    expect(data.exposure).toEqual(Float64Array.of(1, 0.25, 2, 0.5));
    expect(data.events).toEqual({
      subject: Int32Array.of(2, 0, 2, 2),
      bodySystem: {
        levels: ['Infections', 'Investigations', 'Not coded'],
        codes: Int32Array.of(0, 0, 1, 2),
      },
      term: {
        levels: ['Pneumonia', 'Sepsis', 'ALT increased', 'Something'],
        codes: Int32Array.of(0, 1, 2, 3),
      },
    });
    expect(population.groups).toEqual([
      { name: 'drug', n: 2, events: 4 },
      { name: 'placebo', n: 2, events: 0 },
    ]);
    expect(notices.map(({ message }) => message)).toEqual([
      'Events of subjects outside the population, left out: 1.',
      'Events without AEBODSYS or AEDECOD, counted as "Not coded": 1.',
    ]);
  });

  it('orders severities as asked or by number', () => {
    const severities = ['MILD', 'MODERATE', 'SEVERE'];
    expect(derive({ severity: 'AESEV', severities }).data.events.severity).toEqual({
      levels: severities,
      codes: Int32Array.of(2, 0, -1, 1),
    });
    expect(derive({ severity: 'AETOXGR' }).data.events.severity).toEqual({
      levels: ['2', '3', '10'],
      codes: Int32Array.of(1, 2, 0, 0),
    });
    expect(() => derive({ severity: 'AESEV' })).toThrow(/List them in `severities`, mildest first/);
    expect(() => derive({ severity: 'AESEV', severities: ['MILD'] })).toThrow(
      /test.csv:2 data\/severity-value/,
    );
  });

  it('names a subject that stands twice, an absent column and a missing time', () => {
    const twice = datasetOf({ USUBJID: ['01', '01'], TRT01A: ['drug', 'placebo'] });
    expect(() => derive({}, twice)).toThrow(/test.csv:3 data\/subject-twice/);
    expect(() => derive({ exposure: 'TRTDUR' })).toThrow(PlanError);
    const gap = datasetOf({ USUBJID: ['01', '02'], TRT01A: ['drug', 'placebo'], TRTDURD: [1, null] });
    expect(() => derive({ exposure: 'TRTDURD' }, gap)).toThrow(DataError);
  });
});

describe('the start of events', () => {
  const dates = (dataset: Dataset, name: string, cells: readonly (string | null)[]): Dataset => ({
    ...dataset,
    columns: new Map(dataset.columns).set(name, {
      ...{ name, label: name, unit: null, codelist: null, type: 'date', precision: 'day' },
      values: Int32Array.from(cells, (cell) => (cell === null ? 0 : Date.parse(cell) / 86_400_000)),
      missing: Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)),
    }),
  });
  const people = dates(adsl, 'TRTSDT', ['2020-02-28', null, '2019-12-31', '2020-01-01']);
  const events = (cells: Record<string, readonly (string | number | null)[]>) =>
    datasetOf({
      USUBJID: ['03', '01', '03', '99', '03'],
      AEBODSYS: Array.from({ length: 5 }, () => 'Infections'),
      AEDECOD: Array.from({ length: 5 }, () => 'Sepsis'),
      ...cells,
    });
  const starts = (dataset: Dataset, options: object = {}, subjects = people) =>
    adverseEvents.derive(
      { dataset, rows: allRows(dataset), compare, subjects: { dataset: subjects, rows: allRows(subjects) } },
      adverseEvents.options.parse({
        exposure: 'TRTDURD',
        exposureUnit: 'days',
        start: 'ASTDY',
        ...options,
      }),
    );
  const days = events({ ASTDY: [1, 30, null, 7, -2], ASTDTF: ['', 'D', 'M', 'D', 'D'] });

  it('takes relative days as they are, the first day as one day of exposure', () => {
    const { data, notices } = starts(days);
    expect(data.events.start).toEqual(Float64Array.of(1, 30, Number.NaN, -2));
    expect(notices.map(({ message }) => message)).toEqual([
      'Events of subjects outside the population, left out: 1.',
      'Events whose start was imputed in the data set (ASTDTF: D 2, M 1), used as it stands in ASTDY: 3 of 4.',
    ]);
    const { data: years } = starts(days, { exposureDivisor: 365.25, exposureUnit: 'patient-years' });
    expect(years.events.start).toEqual(Float64Array.of(1 / 365.25, 30 / 365.25, Number.NaN, -2 / 365.25));
    expect(
      starts(days, { startDivisor: 7, exposureUnit: 'weeks', startFlag: 'NONE' }).data.events.start?.[1],
    ).toBe(30 / 7);
    expect(starts(days, { start: undefined }).data.events.start).toBeUndefined();
  });

  it('counts dates from the first dose, without a day 0, over the end of a leap month', () => {
    const dated = dates(events({}), 'ASTDT', ['2019-12-31', '2020-03-01', '2019-12-30', '2020-01-01', null]);
    expect(starts(dated, { start: 'ASTDT' }).data.events.start).toEqual(
      Float64Array.of(1, 3, -1, Number.NaN),
    );
    const unknown = dates(adsl, 'TRTSDT', [null, null, '2019-12-31', null]);
    expect(() => starts(dated, { start: 'ASTDT' }, unknown)).toThrow(
      /test.csv:2 data\/missing-cell.*"TRTSDT" is empty although the subject has an event/,
    );
    expect(() => starts(dated, { start: 'ASTDT' }, adsl)).toThrow(/"TRTSDT" is not a column/);
  });

  it('refuses a day 0, half a day, text, and days that no exposure gives a length', () => {
    expect(() => starts(events({ ASTDY: [1, 0, 2, 3, 4] }))).toThrow(/test.csv:3 data\/study-day.*Got 0/);
    expect(() => starts(events({ ASTDY: [1, 2.5, 2, 3, 4] }))).toThrow(/data\/study-day.*Got 2.5/);
    expect(() => starts(days, { start: 'ASTDTF' })).toThrow(/plan\/column-type.*text may hold partial dates/);
    expect(() => starts(days, { exposure: undefined })).toThrow(/plan\/start-without-exposure/);
    expect(() => starts(days, { exposureUnit: 'patient-years' })).toThrow(
      /plan\/start-divisor.*exposureDivisor 1/,
    );
    expect(() => starts(days, { start: undefined, startDivisor: 7 })).toThrow(/plan\/start-divisor/);
  });
});

describe('a second dataset in a specification', () => {
  const plan = (endpoint: string, method = 'adverse-event-summary') =>
    planStudy(
      `study: x
title: x
drug: tocilizumab
sources: [{ id: s, citation: none }]
data: { adae: { file: adae.csv, dictionary: adae }, adsl: { file: adsl.csv, dictionary: adsl } }
analyses:
  - id: events
    title: Adverse events
    endpoint: { ${endpoint} }
    method: ${method}
`,
      'x.yaml',
      { id: 'x', area: 'test' },
      catalogue,
    );

  it('is planned with its own where clause', () => {
    const { analyses } = plan(
      'id: adverse-events, from: adae, subjects: { from: adsl, where: { variable: SAFFL, comparator: EQ, value: "Y" } }',
    );
    expect(analyses[0]).toMatchObject({
      dataset: 'adae',
      subjects: { dataset: 'adsl', rows: { variable: 'SAFFL', comparator: 'EQ', value: ['Y'] } },
    });
  });

  it('must be there where it is needed, must exist, and must not be there otherwise', () => {
    expect(() => plan('id: adverse-events, from: adae')).toThrow(
      /plan\/no-subjects: Endpoint "adverse-events" needs a dataset of subjects/,
    );
    expect(() => plan('id: adverse-events, from: adae, subjects: { from: adls }')).toThrow(
      /plan\/unknown-dataset: There is no dataset "adls"/s,
    );
    expect(() =>
      plan('id: subject-value, from: adsl, subjects: { from: adsl }, value: AGE', 'ancova'),
    ).toThrow(/plan\/unused-subjects/);
  });
});
