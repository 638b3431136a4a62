import { describe, expect, it } from 'vitest';
import { longitudinalValue } from '../../src/endpoints/longitudinal-value/longitudinal-value.js';
import { mixedModelRepeatedMeasures } from '../../src/outcomes/longitudinal/mixed-model-repeated-measures/mixed-model-repeated-measures.js';
import { allRows, datasetOf } from './dataset-of.js';

type Columns = Parameters<typeof datasetOf>[0];
const compare = { of: 'active', versus: 'placebo' };
const derive = (columns: Columns, given: object = {}) => {
  const dataset = datasetOf(columns);
  const options = longitudinalValue.options.parse(given);
  return longitudinalValue.derive({ dataset, rows: allRows(dataset), compare }, options);
};

/** Rows out of order; subject 3 misses a value and a visit, 4 has no age, 5 another arm. */
const columns = {
  USUBJID: ['1', '1', '2', '2', '1', '2', '3', '3', '4', '5'],
  TRTP: [
    'active',
    'active',
    'placebo',
    'placebo',
    'active',
    'placebo',
    'active',
    'active',
    'active',
    'other',
  ],
  AVISIT: [
    'Week 8',
    'Week 4',
    'Week 4',
    'Week 8',
    'Baseline',
    'Baseline',
    'Week 4',
    'Baseline',
    'Week 4',
    'Week 4',
  ],
  AVISITN: [8, 4, 4, 8, 0, 0, 4, 0, 4, 4],
  AVAL: [3, 2, 7, 8, 5, 6, null, 4, 1, 1],
  BASE: [5, 5, 6, 6, 5, 6, 4, 4, 9, 9],
  AGE: [60, 60, 70, 70, 60, 70, 65, 65, null, 50],
  ADY: [57, 29, 30, 55, 1, 1, 28, 1, 29, 29],
  EVENTDY: [40, 40, null, null, 40, null, 20, 20, null, null],
};
const options = {
  visitNumber: 'AVISITN',
  visitTime: 'AVISITN',
  baselineVisit: 'Baseline',
  covariates: ['AGE'],
};

describe('longitudinal-value', () => {
  it('lays values out by subject and visit, in the order of visit numbers', () => {
    const { data, population, notices } = derive(columns, options);
    expect(data).toMatchObject({ kind: 'longitudinal', outcomeIs: 'number', reference: 'placebo' });
    expect(data.subjects).toEqual(['1', '2', '3']);
    expect(data.visits).toEqual([
      { name: 'Week 4', time: 4 },
      { name: 'Week 8', time: 8 },
    ]);
    expect(Array.from(data.outcome)).toEqual([2, 3, 7, 8, Number.NaN, Number.NaN]);
    expect(Array.from(data.baseline!)).toEqual([5, 6, 4]);
    expect(data.group).toEqual({ levels: ['active', 'placebo'], codes: Int32Array.from([0, 1, 0]) });
    expect(data.covariates.map(({ name, values }) => [name, Array.from(values)])).toEqual([
      ['AGE', [60, 70, 65]],
    ]);
    expect(data.firstVisitAfterEvent).toBeUndefined();
    expect(population.groups).toEqual([
      { name: 'active', n: 2, events: null },
      { name: 'placebo', n: 1, events: null },
    ]);
    expect(population.exclusions).toEqual([
      { reason: 'in an arm that is not compared', n: 1 },
      { reason: 'covariate missing', n: 1 },
    ]);
    expect(notices[0]!.message).toBe('2 of 6 planned values are missing.');
  });

  it('takes the baseline from a column, and only the visits that are stated', () => {
    const { data, population } = derive(columns, { baseline: 'BASE', visits: ['Week 8'] });
    expect(data.visits).toEqual([{ name: 'Week 8', time: null }]);
    expect(Array.from(data.outcome)).toEqual([3, 8, Number.NaN, Number.NaN]);
    expect(Array.from(data.baseline!)).toEqual([5, 6, 4, 9]);
    expect(population.exclusions).toContainEqual({ reason: 'rows at a visit that is not analysed', n: 7 });
  });

  it('says that a value is a change, whose value at the baseline visit is not the baseline', () => {
    const plain = derive(columns, { ...options, baseline: 'BASE' }).data;
    const changes = derive(columns, { ...options, baseline: 'BASE', change: true }).data;
    expect([plain.outcomeIsChange, changes.outcomeIsChange]).toEqual([undefined, true]);
    expect(changes).toEqual({ ...plain, outcomeIsChange: true });
    expect(derive(columns, { ...options, change: true }).data.baseline).toBeUndefined();
  });

  it('finds the first visit after an intercurrent event by day and by flag', () => {
    const byDay = derive(columns, { ...options, eventDay: 'EVENTDY' }).data;
    // Subject 1 stopped on day 40, after week 4; subject 3 on day 20, before it; subject 2 never.
    expect(Array.from(byDay.firstVisitAfterEvent!)).toEqual([1, 2, 0]);
    const OFF = ['Y', null, 'N', 'N', null, null, 'Y', null, null, null];
    expect(
      Array.from(derive({ ...columns, OFF }, { ...options, afterEvent: 'OFF' }).data.firstVisitAfterEvent!),
    ).toEqual([1, 2, 0]);
    const wrong = [null, 'Y', null, null, null, null, null, null, null, null];
    expect(() => derive({ ...columns, OFF: wrong }, { ...options, afterEvent: 'OFF' })).toThrow(
      /earlier visit/,
    );
  });

  it('names both rows of a subject with two values at a visit', () => {
    const AVISIT = columns.AVISIT.with(0, 'Week 4');
    expect(() => derive({ ...columns, AVISIT })).toThrow(
      /test.csv:3 .*Subject 1 .*"Week 4", after test.csv:2/,
    );
  });

  it('refuses a number of a visit, an arm or a covariate that changes, and an unknown visit', () => {
    expect(() => derive({ ...columns, AVISITN: columns.AVISITN.with(3, 9) }, options)).toThrow(
      /one AVISITN a visit/,
    );
    expect(() => derive({ ...columns, AGE: columns.AGE.with(0, 61) }, options)).toThrow(/one AGE a subject/);
    expect(() => derive({ ...columns, TRTP: columns.TRTP.with(0, 'placebo') }, options)).toThrow(
      /one arm a subject/,
    );
    expect(() => derive(columns, { ...options, visits: ['Week 9'] })).toThrow(/unknown-visit/);
  });

  it('gives a mixed model what the same rows give it', () => {
    const cells = Array.from({ length: 60 }, (_, index) => ({ subject: index >> 1, visit: index % 2 }));
    const rows = {
      USUBJID: cells.map(({ subject }) => `S${subject}`),
      TRTP: cells.map(({ subject }) => (subject % 2 === 0 ? 'active' : 'placebo')),
      AVISIT: cells.map(({ visit }) => ['Week 4', 'Week 8'][visit]!),
      AVAL: cells.map((_, index) => Math.sin(index * index)),
    };
    const { data } = derive(rows);
    const result = mixedModelRepeatedMeasures({
      subject: rows.USUBJID,
      visit: { levels: ['Week 4', 'Week 8'], codes: Int32Array.from(cells, ({ visit }) => visit) },
      outcome: rows.AVAL,
      group: { levels: ['active', 'placebo'], codes: Int32Array.from(cells, ({ subject }) => subject % 2) },
      reference: 'placebo',
    });
    expect(result.leastSquaresMeans[0]!.n).toBe(15);
    expect(Array.from(data.outcome)).toEqual(rows.AVAL);
  });
});
