import { describe, expect, it } from 'vitest';
import { hierarchicalOutcomes } from '../../src/endpoints/hierarchical-outcomes/hierarchical-outcomes.js';
import { hierarchicalWinRatioMethod } from '../../src/survival/hierarchical-win-ratio/definition.js';
import { hierarchicalWinRatio } from '../../src/survival/hierarchical-win-ratio/hierarchical-win-ratio.js';
import { allRows, datasetOf } from './dataset-of.js';

type Columns = Parameters<typeof datasetOf>[0];
const compare = { of: 'active', versus: 'placebo' };
const derive = (columns: Columns, given: object) => {
  const dataset = datasetOf(columns);
  const options = hierarchicalOutcomes.options.parse(given);
  return hierarchicalOutcomes.derive({ dataset, rows: allRows(dataset), compare }, options);
};

const good = {
  USUBJID: ['1', '2', '3', '4', '1', '2', '3', '1', '2', '3', '4', '5'],
  TRTP: [
    ...['active', 'placebo', 'active', 'placebo'],
    ...['active', 'placebo', 'active'],
    ...['active', 'placebo', 'active', 'placebo'],
    null,
  ],
  PARAMCD: [...Array(4).fill('DEATH'), ...Array(3).fill('HOSP'), ...Array(4).fill('ORD28'), 'DEATH'],
  AVAL: [28, 12, 28, 28, 5, 9, 28, 4, 7, null, 2, 3],
  CNSR: [1, 0, 1, 1, 0, 0, 1, null, null, null, null, 0],
  CRP: [30, 12, null, 8, 31, 31, 31, 31, 31, 31, 31, 31],
};
const death = { type: 'time-to-event', parameter: 'DEATH', name: 'death' };
const hospital = { type: 'time-to-event', parameter: 'HOSP', better: 'earlier', margin: 1 };
const status = { type: 'value', parameter: 'ORD28', better: 'lower' };

describe('hierarchical-outcomes', () => {
  it('refuses two levels of one name, which results could not tell apart', () => {
    const parse = (levels: readonly object[]) => hierarchicalOutcomes.options.safeParse({ levels });
    expect(parse([death, { ...hospital, name: 'death' }]).error?.issues).toMatchObject([
      { path: ['levels', 1], message: expect.stringContaining('another level is called "death"') },
    ]);
    expect(parse([status, status]).success).toBe(false);
    expect(parse([death, hospital, status]).success).toBe(true);
  });

  it('ranks times and values of subjects, and says what is missing', () => {
    const { data, population, notices } = derive(good, { levels: [death, status] });
    expect(data).toMatchObject({ kind: 'hierarchical', reference: 'placebo' });
    const [first, second] = data.levels;
    expect(first).toEqual({
      type: 'time-to-event',
      name: 'death',
      time: Float64Array.of(28, 12, 28, 28),
      event: Uint8Array.of(0, 1, 0, 0),
      better: 'later',
      margin: 0,
    });
    expect(second).toEqual({
      type: 'value',
      name: 'ORD28',
      values: Float64Array.of(4, 7, Number.NaN, 2),
      better: 'lower',
      margin: 0,
    });
    expect(population.groups).toEqual([
      { name: 'active', n: 2, events: null },
      { name: 'placebo', n: 2, events: null },
    ]);
    expect(population.exclusions).toEqual([{ reason: 'TRTP missing', n: 1 }]);
    expect(notices.map(({ message }) => message)).toEqual([
      'ORD28 is missing for 1 subject, whose pairs stay undecided.',
    ]);
  });

  it('takes several times, columns, and leaves out who has no time', () => {
    const { data, population, notices } = derive(good, {
      levels: [death, hospital, { type: 'value', column: 'CRP', name: 'CRP', margin: 5 }, status],
    });
    expect(population.exclusions).toContainEqual({ reason: 'no HOSP', n: 1 });
    expect(data.levels[1]).toMatchObject({ better: 'earlier', margin: 1, time: Float64Array.of(5, 9, 28) });
    expect(data.levels[2]).toMatchObject({ margin: 5, values: Float64Array.of(30, 12, Number.NaN) });
    expect(notices[0]!.message).toMatch(/CRP is missing for 1 subject, whose pairs go on/);
  });

  it('feeds the win ratio', () => {
    const { data } = derive(good, { levels: [death, status] });
    const output = hierarchicalWinRatioMethod.run(data, hierarchicalWinRatioMethod.options.parse({}));
    const [wins] = hierarchicalWinRatio({
      group: data.group,
      reference: 'placebo',
      levels: [
        { kind: 'time-to-event', time: [28, 12, 28, 28], event: [0, 1, 0, 0] },
        { kind: 'ordinal', values: [4, 7, null, 2], better: 'lower' },
      ],
    }).comparisons;
    const [summary] = output.parts;
    expect(summary?.kind === 'summary' ? summary.rows.slice(0, 3).map(({ value }) => value) : []).toEqual([
      wins!.wins,
      wins!.losses,
      wins!.ties,
    ]);
  });

  it('keeps strata', () => {
    const SEX = good.USUBJID.map((id) => (id === '1' ? 'F' : id === '4' ? null : 'M'));
    const { data, population } = derive({ ...good, SEX }, { levels: [death], strata: ['SEX'] });
    expect(data.strata?.levels).toEqual(['F', 'M']);
    expect(population.exclusions).toContainEqual({ reason: 'stratum missing', n: 1 });
  });

  it('refuses what cannot be', () => {
    const twice = { ...good, PARAMCD: good.PARAMCD.map((code) => (code === 'HOSP' ? 'DEATH' : code)) };
    expect(() => derive(twice, { levels: [death] })).toThrow(/test\.csv:6 data\/parameter-twice/);
    expect(() => derive(good, { levels: [{ ...death, parameter: 'DETH' }] })).toThrow(/Did you mean "DEATH"/);
    expect(() => derive(good, { levels: [{ type: 'value', column: 'CRPP' }] })).toThrow(
      /plan\/unknown-column/,
    );
    expect(() => derive(good, { levels: [{ type: 'value' }] })).toThrow(/parameter or column/);
    expect(() => derive(good, { levels: [] })).toThrow();
    expect(() => derive(good, { levels: [{ ...death, better: 'lower' }] })).toThrow();
  });
});
