import { describe, expect, it } from 'vitest';
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
