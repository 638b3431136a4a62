import { describe, expect, it } from 'vitest';
import { competingEvents } from '../../src/endpoints/competing-events/competing-events.js';
import { observedValue } from '../../src/endpoints/observed-value/observed-value.js';
import { ordinalValue } from '../../src/endpoints/ordinal-value/ordinal-value.js';
import { pairedResponder } from '../../src/endpoints/paired-responder/paired-responder.js';
import { responder } from '../../src/endpoints/responder/responder.js';
import { stratifiedResponder } from '../../src/endpoints/stratified-responder/stratified-responder.js';
import { subjectCount } from '../../src/endpoints/subject-count/subject-count.js';
import { subjectResponse } from '../../src/endpoints/subject-response/subject-response.js';
import { subjectValue } from '../../src/endpoints/subject-value/subject-value.js';
import { timeToEvent } from '../../src/endpoints/time-to-event/time-to-event.js';
import { allRows, datasetOf } from './dataset-of.js';

const compare = { of: 'active', versus: 'placebo' };
const subjects = datasetOf(
  {
    TRTP: ['active', 'placebo', 'active', 'other', null, 'placebo', 'active'],
    AVAL: [3, 5, null, 2, 1, 8, 9],
    CNSR: [0, 1, 0, 0, 0, 2, null],
    AVALC: ['Y', 'N', null, 'Y', 'Y', 'Y', 'N'],
    SEX: ['F', 'M', 'F', 'F', 'M', 'F', 'M'],
    AGE: [60, 61, 62, 63, 64, null, 66],
  },
  [],
);
const input = { dataset: subjects, rows: allRows(subjects), compare };
const defaults = <Endpoint extends { options: { parse: (given: unknown) => unknown } }>(
  endpoint: Endpoint,
  given: object,
) => endpoint.options.parse(given) as never;

describe('time-to-event', () => {
  it('turns CNSR 0 into an event, and counts who was left out and why', () => {
    const { data, population } = timeToEvent.derive(input, defaults(timeToEvent, {}));
    expect(Array.from(data.time)).toEqual([3, 5, 8]);
    expect(Array.from(data.event)).toEqual([1, 0, 0]);
    expect(data.group).toEqual({ levels: ['active', 'placebo'], codes: Int32Array.from([0, 1, 1]) });
    expect(population.groups).toEqual([
      { name: 'active', n: 1, events: 1 },
      { name: 'placebo', n: 2, events: 0 },
    ]);
    expect(population.exclusions).toEqual([
      { reason: 'TRTP missing', n: 1 },
      { reason: 'in an arm that is not compared', n: 1 },
      { reason: 'AVAL missing', n: 1 },
      { reason: 'CNSR missing', n: 1 },
    ]);
  });

  it('makes strata and covariate terms, and does not depend on row order', () => {
    const options = defaults(timeToEvent, { strata: ['SEX'], covariates: ['AGE'] });
    const { data } = timeToEvent.derive(input, options);
    expect(data.strata?.levels).toEqual(['F', 'M']);
    expect(data.covariates.map(({ name, values }) => [name, Array.from(values)])).toEqual([
      ['AGE', [60, 61]],
    ]);
    const reversed = timeToEvent.derive({ ...input, rows: allRows(subjects).reverse() }, options);
    expect(Array.from(reversed.data.time).reverse()).toEqual(Array.from(data.time));
  });

  it('refuses negative times, odd censoring values and missing columns, with the line', () => {
    const bad = (AVAL: number, CNSR: number) => {
      const dataset = datasetOf({ TRTP: ['active', 'placebo'], AVAL: [AVAL, 1], CNSR: [CNSR, 0] });
      return () =>
        timeToEvent.derive({ dataset, rows: allRows(dataset), compare }, defaults(timeToEvent, {}));
    };
    expect(bad(-1, 0)).toThrow('test.csv:2 data/negative-time');
    expect(bad(1, 0.5)).toThrow('test.csv:2 data/censoring-value');
    expect(() => timeToEvent.derive(input, defaults(timeToEvent, { time: 'AVALL' }))).toThrow(
      /plan\/unknown-column.*Did you mean "AVAL/s,
    );
    expect(() => timeToEvent.derive(input, defaults(timeToEvent, { time: 'SEX' }))).toThrow(
      'plan/column-type',
    );
  });

  it('keeps several arms with a reference when no pair is compared', () => {
    const { data } = timeToEvent.derive(
      { ...input, compare: null },
      defaults(timeToEvent, { arms: ['placebo', 'active', 'other'], reference: 'placebo' }),
    );
    expect(data.group?.levels).toEqual(['placebo', 'active', 'other']);
    expect(data.reference).toBe('placebo');
  });
});

describe('competing-events', () => {
  const dataset = datasetOf({
    TRTP: ['active', 'active', 'placebo', 'placebo'],
    AVAL: [1, 2, 3, 4],
    CNSR: [0, 0, 1, 0],
    EVNTDESC: ['death', 'discharge', 'end of study', 'discharge'],
  });
  const derive = (causes: readonly string[]) =>
    competingEvents.derive(
      { dataset, rows: allRows(dataset), compare },
      defaults(competingEvents, { causes }),
    );

  it('codes the event of interest 1, its competitors after it, censoring 0', () => {
    const { data, population } = derive(['discharge', 'death']);
    expect(Array.from(data.event)).toEqual([2, 1, 0, 1]);
    expect(population.groups.map(({ events }) => events)).toEqual([1, 1]);
  });

  it('refuses an event of an unlisted kind, with the line', () => {
    expect(() => derive(['discharge'])).toThrow(/test\.csv:2 data\/unknown-cause.*"death"/s);
  });
});

describe('stratified-responder', () => {
  it('counts within strata and keeps every arm in every stratum', () => {
    const { data, population } = stratifiedResponder.derive(
      input,
      defaults(stratifiedResponder, { strata: ['SEX'] }),
    );
    expect(data.strata).toEqual([
      {
        name: 'F',
        arms: [
          { name: 'active', n: 2, events: 1 },
          { name: 'placebo', n: 1, events: 1 },
        ],
      },
      {
        name: 'M',
        arms: [
          { name: 'active', n: 1, events: 0 },
          { name: 'placebo', n: 1, events: 0 },
        ],
      },
    ]);
    expect(population.groups).toEqual([
      { name: 'active', n: 3, events: 1 },
      { name: 'placebo', n: 2, events: 1 },
    ]);
  });
});

describe('responder', () => {
  it('counts missing as no response unless told to exclude', () => {
    const imputed = responder.derive(input, defaults(responder, {}));
    expect(imputed.data.arms).toEqual([
      { name: 'active', n: 3, events: 1 },
      { name: 'placebo', n: 2, events: 1 },
    ]);
    expect(imputed.notices[0]?.message).toContain('1 subject without');
    const excluded = responder.derive(input, defaults(responder, { missing: 'exclude' }));
    expect(excluded.data.arms[0]).toEqual({ name: 'active', n: 2, events: 1 });
    expect(excluded.population.exclusions).toContainEqual({ reason: 'AVALC missing', n: 1 });
  });

  it('reads numeric responses', () => {
    const { data } = responder.derive(
      input,
      defaults(responder, { value: 'CNSR', respondsIf: [0], missing: 'exclude' }),
    );
    expect(data.arms).toEqual([
      { name: 'active', n: 2, events: 2 },
      { name: 'placebo', n: 2, events: 0 },
    ]);
  });
});

describe('observed-value and ordinal-value', () => {
  it('summarises values and keeps them', () => {
    const { data } = observedValue.derive(input, defaults(observedValue, {}));
    expect(data.arms.map(({ name, n, mean }) => [name, n, mean])).toEqual([
      ['active', 2, 6],
      ['placebo', 2, 6.5],
    ]);
    expect(data.arms[0]!.standardDeviation).toBeCloseTo(Math.sqrt(18), 14);
    expect(Array.from(data.arms[1]!.values!)).toEqual([5, 8]);
  });

  it('orders categories by number or by the given list, and refuses others', () => {
    const numeric = ordinalValue.derive(input, defaults(ordinalValue, {}));
    expect(numeric.data.categories).toEqual(['3', '5', '8', '9']);
    const stratified = ordinalValue.derive(input, defaults(ordinalValue, { strata: ['SEX'] }));
    expect(stratified.data.strata).toEqual({ levels: ['F', 'M'], codes: Int32Array.from([0, 1, 0, 1]) });
    const text = ordinalValue.derive(
      input,
      defaults(ordinalValue, { value: 'AVALC', categories: ['N', 'Y'] }),
    );
    expect(Array.from(text.data.outcome)).toEqual([1, 0, 1, 0]);
    expect(() => ordinalValue.derive(input, defaults(ordinalValue, { value: 'AVALC' }))).toThrow(
      'data/unknown-category',
    );
  });
});

describe('paired-responder', () => {
  const dataset = datasetOf({
    WEEK12: ['Y', 'Y', 'N', 'N', null, 'Y'],
    WEEK24: ['Y', 'N', 'Y', 'N', 'Y', null],
  });
  const derive = (given: object) =>
    pairedResponder.derive(
      { dataset, rows: allRows(dataset), compare: null },
      defaults(pairedResponder, { first: 'WEEK12', second: 'WEEK24', ...given }),
    );

  it('counts pairs, and leaves out or imputes the incomplete ones', () => {
    const complete = derive({ firstName: 'week 12' });
    expect(complete.data).toEqual({
      kind: 'paired-binary',
      both: 1,
      firstOnly: 1,
      secondOnly: 1,
      neither: 1,
      first: 'week 12',
      second: 'WEEK24',
    });
    expect(complete.population.exclusions).toEqual([{ reason: 'one of the two findings missing', n: 2 }]);
    const imputed = derive({ missing: 'non-responder' });
    expect(imputed.data).toMatchObject({ firstOnly: 2, secondOnly: 2 });
    expect(imputed.notices[0]?.message).toContain('2 subjects');
  });

  it('refuses columns that are not there, and no rows', () => {
    expect(() => derive({ second: 'WEEK2' })).toThrow(/Did you mean "WEEK/);
    expect(() =>
      pairedResponder.derive(
        { dataset, rows: new Int32Array(0), compare: null },
        defaults(pairedResponder, { first: 'WEEK12', second: 'WEEK24' }),
      ),
    ).toThrow('plan/no-rows');
  });
});

describe('subject-response, subject-value and subject-count', () => {
  const dataset = datasetOf({
    TRTP: ['active', 'placebo', 'active', 'placebo', 'active'],
    AVALC: ['Y', 'N', null, 'Y', 'Y'],
    CHG: [-2, 1, null, 0.5, -3],
    BASE: [10, 11, 12, null, 14],
    EVENTS: [0, 2, 1, 3, 0],
    YEARS: [1, 0.5, 2, 0, 1.5],
    REGION: ['EU', 'US', 'EU', 'US', null],
  });
  const given = { dataset, rows: allRows(dataset), compare };

  it('keeps yes and no with covariates and strata, and counts who lacks them', () => {
    const { data, population, notices } = subjectResponse.derive(
      given,
      defaults(subjectResponse, { covariates: ['BASE'], strata: ['REGION'] }),
    );
    expect(data).toMatchObject({ outcomeIs: 'yes-no', reference: 'placebo', unit: null });
    expect(Array.from(data.outcome)).toEqual([1, 0, 0]);
    expect(data.strata?.levels).toEqual(['EU', 'US']);
    expect(Array.from(data.covariates[0]!.values)).toEqual([10, 11, 12]);
    expect(population.exclusions).toEqual([
      { reason: 'stratum missing', n: 1 },
      { reason: 'covariate missing', n: 1 },
    ]);
    expect(notices).toHaveLength(1);
  });

  it('names the clusters of the kept rows, and counts who has none', () => {
    for (const endpoint of [subjectResponse, subjectValue, subjectCount]) {
      const values =
        endpoint === subjectResponse ? {} : { [endpoint === subjectValue ? 'value' : 'events']: 'EVENTS' };
      const { data, population } = endpoint.derive(
        given,
        defaults(endpoint, { ...values, cluster: ['REGION'] }) as never,
      );
      expect(data.cluster).toEqual({ levels: ['EU', 'US'], codes: Int32Array.of(0, 1, 0, 1) });
      expect(data.outcome.length).toBe(4);
      expect(population.exclusions).toEqual([{ reason: 'cluster missing', n: 1 }]);
      expect(endpoint.derive(given, defaults(endpoint, values) as never).data.cluster).toBeUndefined();
    }
  });

  it('puts the baseline first among the covariates', () => {
    const { data, population } = subjectValue.derive(
      given,
      defaults(subjectValue, { value: 'CHG', baseline: 'BASE', covariates: ['REGION'], unit: 'mg/L' }),
    );
    expect(data.covariates.map(({ name }) => name)).toEqual(['BASE', 'REGION: US']);
    expect(Array.from(data.outcome)).toEqual([-2, 1]);
    expect(data).toMatchObject({ outcomeIs: 'number', unit: 'mg/L', outcomeLabel: 'CHG' });
    expect(data.strata).toBeUndefined();
    expect(population.exclusions).toEqual([
      { reason: 'CHG missing', n: 1 },
      { reason: 'covariate missing', n: 2 },
    ]);
    expect(() =>
      subjectValue.derive(given, defaults(subjectValue, { value: 'CHG', baseline: 'REGION' })),
    ).toThrow('plan/column-type');
  });

  it('keeps events with time at risk, and leaves out who had none', () => {
    const { data, population } = subjectCount.derive(
      given,
      defaults(subjectCount, { events: 'EVENTS', exposure: 'YEARS' }),
    );
    expect(Array.from(data.outcome)).toEqual([0, 2, 1, 0]);
    expect(Array.from(data.exposure)).toEqual([1, 0.5, 2, 1.5]);
    expect(population.groups).toEqual([
      { name: 'active', n: 3, events: 1 },
      { name: 'placebo', n: 1, events: 2 },
    ]);
    expect(population.exclusions).toEqual([{ reason: 'no time at risk', n: 1 }]);
    expect(() => subjectCount.derive(given, defaults(subjectCount, { events: 'CHG' }))).toThrow(
      'test.csv:2 data/impossible-count',
    );
  });
});
