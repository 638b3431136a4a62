import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundHalfAway } from '../../src/core/round-half-away.js';
import { publishedContinuous } from '../../src/endpoints/published-continuous/published-continuous.js';
import { publishedCounts } from '../../src/endpoints/published-counts/published-counts.js';
import { publishedEffects } from '../../src/endpoints/published-effects/published-effects.js';
import { publishedOrdinalCounts } from '../../src/endpoints/published-ordinal-counts/published-ordinal-counts.js';
import { publishedRates } from '../../src/endpoints/published-rates/published-rates.js';
import { publishedSubgroupCounts } from '../../src/endpoints/published-subgroup-counts/published-subgroup-counts.js';
import { eventsFromPercent } from '../../src/endpoints/rounding-range.js';
import { studyCounts } from '../../src/endpoints/study-counts/study-counts.js';
import { allRows, datasetOf } from './dataset-of.js';

const compare = { of: 'tocilizumab', versus: 'usual care' };
const counts = datasetOf({
  OUTCOME: ['death', 'death'],
  ARM: ['usual care', 'tocilizumab'],
  N: [2094, 2022],
  EVENTS: [729, 621],
  PERCENT: [null, null],
});

describe('published-counts', () => {
  it('puts the treatment of interest first and names the reference', () => {
    const { data, population, alternatives } = publishedCounts.derive(
      { dataset: counts, rows: allRows(counts), compare },
      { event: 'death' },
    );
    expect(data.arms).toEqual([
      { name: 'tocilizumab', n: 2022, events: 621 },
      { name: 'usual care', n: 2094, events: 729 },
    ]);
    expect(data.reference).toBe('usual care');
    expect(population.groups[0]).toEqual({ name: 'tocilizumab', n: 2022, events: 621 });
    expect(alternatives).toBeUndefined();
  });

  it('works counts back from percentages and offers every count that prints so', () => {
    const dataset = datasetOf(
      { OUTCOME: ['x', 'x'], ARM: ['a', 'b'], N: [450, 60], EVENTS: [null, null], PERCENT: ['12', '28.3'] },
      ['EVENTS', 'PERCENT'],
    );
    const derived = publishedCounts.derive(
      { dataset, rows: allRows(dataset), compare: { of: 'a', versus: 'b' } },
      { event: 'x' },
    );
    expect(derived.data.arms.map((arm) => arm.events)).toEqual([54, 17]);
    const possible = [...derived.alternatives!()].map((data) => data.arms.map((arm) => arm.events));
    expect(possible).toEqual([52, 53, 54, 55, 56].map((events) => [events, 17]));
    expect(derived.notices.map((notice) => notice.message).join(' ')).toContain('52 to 56 of 450');
  });

  it('refuses a percentage that no count gives, an unknown arm, no rows, and an arm twice', () => {
    const odd = datasetOf({ OUTCOME: ['x'], ARM: ['a'], N: [10], EVENTS: [null], PERCENT: ['12.3'] }, [
      'EVENTS',
      'PERCENT',
    ]);
    const derive = (dataset: typeof counts, rows = allRows(dataset), arms: typeof compare | null = compare) =>
      publishedCounts.derive({ dataset, rows, compare: arms }, { event: 'x' });
    expect(() => derive(odd, allRows(odd), null)).toThrow(/test\.csv:2 data\/impossible-percent/);
    expect(() => derive(counts, allRows(counts), { of: 'tocilizumab', versus: 'usual-care' })).toThrow(
      /plan\/unknown-arm.*Did you mean "usual care"/s,
    );
    expect(() => derive(counts, new Int32Array(0))).toThrow('plan/no-rows');
    const twice = datasetOf({ OUTCOME: ['x', 'y'], ARM: ['a', 'a'], N: [1, 1], EVENTS: [1, 1] });
    expect(() => derive(twice, allRows(twice), null)).toThrow('plan/arm-twice');
  });

  it('counts an exact tie as rounding away from zero', () => {
    expect(eventsFromPercent('13', 8)).toEqual([1]); // 12.5 %
    expect(eventsFromPercent('12', 8)).toEqual([]);
    expect(eventsFromPercent('0', 300)).toEqual([0, 1]);
    expect(eventsFromPercent('100', 300)).toEqual([299, 300]);
  });

  it('only offers counts whose percentage prints as printed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 2 }),
        (n, share, decimals) => {
          const events = Math.round(share * n);
          const percent = roundHalfAway((100 * events) / n, decimals);
          const possible = eventsFromPercent(percent, n);
          expect(possible).toContain(events);
          for (const count of possible)
            expect(Math.abs((100 * count) / n - Number(percent))).toBeLessThanOrEqual(
              0.5 * 10 ** -decimals + 1e-9,
            );
        },
      ),
    );
  });
});

describe('other published tables', () => {
  it('gives subgroups as rows of a synthesis', () => {
    const dataset = datasetOf({
      SUBGROUP: ['yes', 'yes', 'no', 'no'],
      ARM: ['tocilizumab', 'usual care', 'tocilizumab', 'usual care'],
      N: [1664, 1721, 357, 367],
      EVENTS: [482, 600, 139, 127],
    });
    const { data } = publishedSubgroupCounts.derive(
      { dataset, rows: allRows(dataset), compare },
      { event: 'death' },
    );
    expect(data).toMatchObject({ rowsAre: 'subgroups', of: 'tocilizumab' });
    expect(data.rows[1]).toEqual({
      name: 'no',
      type: 'counts',
      of: { events: 139, n: 357 },
      versus: { events: 127, n: 367 },
    });
  });

  it('orders categories by ORDER, not by the file, and drops empty cells', () => {
    const dataset = datasetOf({
      ARM: ['tocilizumab', 'tocilizumab', 'usual care', 'usual care'],
      ORDER: [2, 1, 1, 2],
      CATEGORY: ['dead', 'alive', 'alive', 'dead'],
      COUNT: [3, 7, 6, 0],
    });
    const { data } = publishedOrdinalCounts.derive({ dataset, rows: allRows(dataset), compare }, {});
    expect(data.categories).toEqual(['alive', 'dead']);
    expect(Array.from(data.outcome)).toEqual([1, 0, 0]);
    expect(Array.from(data.weight)).toEqual([3, 7, 6]);
    expect(Array.from(data.group.codes)).toEqual([0, 0, 1]);
  });

  it('bounds what rounded means and standard deviations allow', () => {
    const dataset = datasetOf({ ARM: ['a', 'b'], N: [20, 22], MEAN: ['1.5', '2.0'], SD: ['0.4', '0.5'] }, [
      'MEAN',
      'SD',
    ]);
    const derived = publishedContinuous.derive(
      { dataset, rows: allRows(dataset), compare: { of: 'a', versus: 'b' } },
      {},
    );
    expect(derived.data.arms[0]).toEqual({ name: 'a', n: 20, mean: 1.5, standardDeviation: 0.4 });
    const means = [...derived.alternatives!()].map((data) => data.arms[0]!.mean);
    expect(means).toHaveLength(81);
    expect([Math.min(...means), Math.max(...means)]).toEqual([1.45, 1.55]);
  });

  it('takes standard errors from printed intervals on the log scale', () => {
    const dataset = datasetOf({
      STUDY: ['s'],
      MEASURE: ['hazard-ratio'],
      ESTIMATE: [0.5],
      LOWER: [0.25],
      UPPER: [1],
    });
    const { data, notices } = publishedEffects.derive(
      { dataset, rows: allRows(dataset), compare: null },
      { rowsAre: 'studies' },
    );
    const [row] = data.rows;
    expect(row).toMatchObject({ type: 'effect', estimate: Math.log(0.5) });
    expect(row!.type === 'effect' && row!.standardError).toBeCloseTo(
      Math.log(4) / (2 * 1.959963984540054),
      14,
    );
    expect(notices).toEqual([]);
    const skewed = datasetOf({
      STUDY: ['s'],
      MEASURE: ['hazard-ratio'],
      ESTIMATE: [0.3],
      LOWER: [0.25],
      UPPER: [1],
    });
    expect(
      publishedEffects.derive(
        { dataset: skewed, rows: allRows(skewed), compare: null },
        { rowsAre: 'studies' },
      ).notices,
    ).toHaveLength(1);
    const bad = datasetOf({
      STUDY: ['s'],
      MEASURE: ['hazard-ratio'],
      ESTIMATE: [0.3],
      LOWER: [0],
      UPPER: [1],
    });
    expect(() =>
      publishedEffects.derive({ dataset: bad, rows: allRows(bad), compare: null }, { rowsAre: 'studies' }),
    ).toThrow('data/not-a-ratio');
  });

  it('reads rates and study rows', () => {
    const rates = datasetOf({ ARM: ['a', 'b'], EVENTS: [12, 20], EXPOSURE: [480.5, 470] });
    expect(
      publishedRates.derive(
        { dataset: rates, rows: allRows(rates), compare: { of: 'a', versus: 'b' } },
        { exposureUnit: 'patient-years' },
      ).data,
    ).toMatchObject({
      kind: 'count',
      reference: 'b',
      arms: [{ name: 'a', events: 12, exposure: 480.5 }, {}],
    });
    const studies = datasetOf({
      STUDY: ['s', 't'],
      OF_EVENTS: [1, 2],
      OF_N: [10, 20],
      VERSUS_EVENTS: [3, 4],
      VERSUS_N: [11, 21],
    });
    const { data, population } = studyCounts.derive(
      { dataset: studies, rows: allRows(studies), compare },
      { event: 'death', moderators: ['OF_N'] },
    );
    expect(data.rows).toHaveLength(2);
    expect(data.rows[1]!.moderators).toEqual({ OF_N: 20 });
    expect(() =>
      studyCounts.derive(
        { dataset: studies, rows: allRows(studies), compare },
        { event: 'death', moderators: ['YEAR'] },
      ),
    ).toThrow('plan/unknown-column');
    expect(population.groups[1]).toEqual({ name: 'usual care', n: 32, events: 7 });
  });
});
