import { describe, expect, it } from 'vitest';
import { compositeEvent } from '../../src/endpoints/composite-event/composite-event.js';
import { allRows, datasetOf } from './dataset-of.js';

type Columns = Parameters<typeof datasetOf>[0];
const compare = { of: 'active', versus: 'placebo' };
const derive = (columns: Columns, given: object = {}, rows?: Int32Array) => {
  const dataset = datasetOf(columns);
  const options = compositeEvent.options.parse({ components: ['DEATH', 'IMV'], ...given });
  return compositeEvent.derive({ dataset, rows: rows ?? allRows(dataset), compare }, options);
};

/** Subject 1 is ventilated then dies; 2 is censored twice; 3 has both on one day; 4 lacks IMV; 5 lacks an arm. */
const good = {
  USUBJID: ['1', '1', '2', '2', '3', '3', '4', '5', '1'],
  TRTP: ['active', 'active', 'placebo', 'placebo', 'active', 'active', 'placebo', null, 'active'],
  PARAMCD: ['DEATH', 'IMV', 'DEATH', 'IMV', 'DEATH', 'IMV', 'DEATH', 'DEATH', 'OTHER'],
  AVAL: [20, 5, 28, 14, 7, 7, 9, 3, 1],
  CNSR: [0, 0, 1, 1, 0, 0, 0, 0, 0],
  AGE: [60, 60, 70, 70, 65, 65, 50, 50, 60],
};

describe('composite-event', () => {
  it('takes the first event of the components listed and says what came first', () => {
    const { data, population, notices } = derive(good, {
      covariates: ['AGE'],
      event: 'death or ventilation',
    });
    expect(data).toMatchObject({
      kind: 'survival',
      reference: 'placebo',
      eventLabel: 'death or ventilation',
    });
    expect(Array.from(data.time)).toEqual([5, 14, 7]);
    expect(Array.from(data.event)).toEqual([1, 0, 1]);
    expect(data.group).toEqual({ levels: ['active', 'placebo'], codes: Int32Array.from([0, 1, 0]) });
    expect(Array.from(data.covariates[0]!.values)).toEqual([60, 70, 65]);
    expect(population.groups).toEqual([
      { name: 'active', n: 2, events: 2 },
      { name: 'placebo', n: 1, events: 0 },
    ]);
    expect(population.exclusions).toEqual([
      { reason: 'TRTP missing', n: 1 },
      { reason: 'no IMV', n: 1 },
    ]);
    expect(notices.map(({ message }) => message)).toEqual([
      'What came first (death or ventilation): DEATH 1, IMV 1.',
      '1 subject had several components at the first time; the one listed first counts.',
      expect.stringMatching(/first end of follow-up.* counts\.$/),
    ]);
  });

  it('puts ties where the list says, and follows the rules of censoring', () => {
    expect(derive(good, { components: ['IMV', 'DEATH'] }).notices[0]!.message).toMatch(/IMV 2, DEATH 0/);
    expect(derive(good, { censorAt: 'latest' }).data.time[1]).toBe(28);
    expect(derive(good, { censorAt: 'DEATH' }).data.time[1]).toBe(28);
    expect(derive(good, { censorAt: 'IMV' }).data.time[1]).toBe(14);
    const lost = { ...good, CNSR: [0, 1, 1, 1, 0, 0, 0, 0, 0] };
    expect(derive(lost).data.time[0]).toBe(20);
    const strict = derive(lost, { eventAfterCensoring: 'censors' });
    expect([strict.data.time[0], strict.data.event[0]]).toEqual([5, 0]);
    expect(strict.notices.at(-1)!.message).toMatch(/does not count/);
  });

  it('judges a subject by the components it has, if asked', () => {
    const { data, population } = derive(good, { missingComponents: 'ignore' });
    expect(Array.from(data.time)).toEqual([5, 14, 7, 9]);
    expect(population.exclusions).toEqual([{ reason: 'TRTP missing', n: 1 }]);
    const unseen = { ...good, AVAL: [20, 5, null, null, 7, 7, 9, 3, 1] };
    expect(derive(unseen, { missingComponents: 'ignore' }).population.exclusions).toContainEqual({
      reason: 'no component',
      n: 1,
    });
  });

  it('counts who lacks a stratum or a covariate', () => {
    const missing = { ...good, AGE: [60, 60, null, null, 65, 65, 50, 50, 60] };
    expect(derive(missing, { covariates: ['AGE'] }).population.exclusions).toContainEqual({
      reason: 'covariate missing',
      n: 1,
    });
    const strata = { ...good, SEX: ['F', 'F', 'M', 'M', 'F', 'F', 'F', 'F', 'F'] };
    expect(derive(strata, { strata: ['SEX'] }).data.strata?.levels).toEqual(['F', 'M']);
  });

  const wrong: readonly [string, Columns, object, RegExp][] = [
    [
      'two rows of one parameter',
      { ...good, PARAMCD: good.PARAMCD.map((code) => (code === 'OTHER' ? 'IMV' : code)) },
      {},
      /test\.csv:10 data\/parameter-twice.*Subject 1.*csv:3/,
    ],
    [
      'an unknown parameter',
      good,
      { components: ['DEATH', 'IMVX'] },
      /plan\/unknown-parameter.*Did you mean "IMV"/,
    ],
    [
      'a flag that is none',
      { ...good, CNSR: [0, 0.5, 1, 1, 0, 0, 0, 0, 0] },
      {},
      /test\.csv:3 data\/censoring-value/,
    ],
    [
      'a negative time',
      { ...good, AVAL: [20, -5, 28, 14, 7, 7, 9, 3, 1] },
      {},
      /test\.csv:3 data\/negative-time/,
    ],
    [
      'a subject that changes arm',
      { ...good, TRTP: ['active', 'placebo', ...good.TRTP.slice(2)] },
      {},
      /test\.csv:3 data\/arm-changes/,
    ],
    ['a rule that is none', good, { censorAt: 'erliest' }, /spec\/censoring-rule.*Did you mean "earliest"/],
  ];
  it.each(wrong)('refuses %s', (_, columns, given, message) => {
    expect(() => derive(columns, given)).toThrow(message);
  });
});
