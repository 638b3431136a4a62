import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanCumulativeFunctionMethod } from '../../src/survival/mean-cumulative-function/definition.js';
import { meanCumulativeFunction } from '../../src/survival/mean-cumulative-function/mean-cumulative-function.js';
import { sampleData } from '../sample-data.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';
import { histories, type RecurrentRows, rowsOf, threeSubjects } from './recurrent-histories.js';

type Column = 'time' | 'atRisk' | 'events' | 'mean' | 'standardError';
type Case = Readonly<Record<Column, number[]>>;

describe('mean-cumulative-function against R survival', () => {
  const oracle = readOracle<Case>('mean-cumulative-function', 'curves') as Oracle<Case> & RecurrentRows;

  it('curves of two arms', () => {
    const group = oracle.data.treated.map(String);
    const { curves } = meanCumulativeFunction({ ...oracle.data, group });
    oracle.cases.forEach((expected, arm) => {
      const curve = curves[arm]!;
      for (const column of ['time', 'atRisk', 'events', 'mean', 'standardError'] as const) {
        expect(curve[column]).toHaveLength(expected[column].length);
        expected[column].forEach((value, step) => {
          expectClose(curve[column][step], value, oracle.tolerance, `${column} at step ${step}`);
        });
      }
    });
  });
});

describe('mean-cumulative-function by hand', () => {
  it('adds events over subjects at risk', () => {
    const { curves } = meanCumulativeFunction(threeSubjects, { times: [0, 1, 3.5, 6, 7] });
    const [curve] = curves;
    expect(curve!.time).toEqual([2, 3, 4, 5, 6]);
    expect(curve!.atRisk).toEqual([3, 3, 3, 2, 1]);
    expect(curve!.ended).toEqual([0, 0, 1, 1, 1]);
    expect(curve!.subjects).toBe(3);
    expect(curve!.totalEvents).toBe(3);
    expectClose(curve!.mean[4], 1, 1e-15);
    // Influences with the same three subjects at risk throughout: counts 1, 2, 0 less their mean 1, over 3.
    expectClose(curve!.standardError[2], Math.sqrt(2) / 3, 1e-15);
    expect(curve!.at.map(({ mean }) => mean)).toEqual([
      0,
      0,
      2 / 3,
      1,
      { notEstimable: 'beyond-last-observation' },
    ]);
    expect(curve!.at[1]!.lower).toEqual({ notEstimable: 'no-events' });
  });

  it('refuses rows that overlap, arms that change, and reports an empty arm', () => {
    expect(() =>
      meanCumulativeFunction({ subject: ['a', 'a'], entry: [0, 1], time: [2, 5], event: [1, 0] }),
    ).toThrow(/overlap/);
    expect(() => meanCumulativeFunction({ ...threeSubjects, group: ['x', 'y', 'x', 'x', 'y'] })).toThrow(
      /changes within/,
    );
    const group = { levels: ['x', 'y'], codes: new Int32Array(5) };
    const { curves } = meanCumulativeFunction({ ...threeSubjects, group }, { times: [1] });
    expect(curves[1]!.at[0]!.mean).toEqual({ notEstimable: 'empty-group' });
  });
});

describe('mean-cumulative-function laws', () => {
  it('has the standard error that the influences of subjects give, one by one', () => {
    fc.assert(
      fc.property(histories, (list) => {
        const table = rowsOf(list);
        const copy = structuredClone(table);
        const [curve] = meanCumulativeFunction(table).curves;
        const last = curve!.time.length - 1;
        let squares = 0;
        list.forEach(({ end, events }) => {
          let influence = 0;
          curve!.time.forEach((time, step) => {
            if (time > end) return;
            const own = events.includes(time) && time < end ? 1 : 0;
            influence += (own - curve!.events[step]! / curve!.atRisk[step]!) / curve!.atRisk[step]!;
          });
          squares += influence * influence;
        });
        expectClose(curve!.standardError[last], Math.sqrt(squares), 1e-12);
        expect(curve!.ended.reduce((sum, count) => sum + count, 0)).toBe(list.length);
        expect(table).toEqual(copy);
      }),
    );
  });
});

describe('mean-cumulative-function as a method of a plan', () => {
  it('gives curves from the origin, and means at times', () => {
    const data = sampleData.recurrent;
    const options = meanCumulativeFunctionMethod.options.parse({ times: [40] });
    const [curves, summary] = meanCumulativeFunctionMethod.run(data, options).parts;
    const expected = meanCumulativeFunction(data, { times: [40] }).curves[0]!;
    expect(curves).toMatchObject({ kind: 'curves', quantity: 'mean-cumulative-count' });
    if (curves?.kind !== 'curves' || summary?.kind !== 'summary') throw new Error('parts are missing');
    expect(curves.curves[0]!.time[0]).toBe(0);
    expect(curves.curves[0]!.estimate.slice(1)).toEqual(expected.mean);
    expect(summary.rows.find(({ term }) => term === '40')).toMatchObject({
      statistic: 'mean-cumulative-count',
      group: 'tocilizumab',
      value: expected.at[0]!.mean,
    });
  });
});
