import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { andersenGill } from '../../src/survival/recurrent-events/andersen-gill.js';
import { meanCumulativeFunction } from '../../src/survival/recurrent-events/mean-cumulative-function.js';
import { prenticeWilliamsPeterson } from '../../src/survival/recurrent-events/prentice-williams-peterson.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly ties: 'efron' | 'breslow';
  readonly expected: {
    readonly coefficients: readonly number[];
    readonly covariance: readonly (readonly number[])[];
    readonly logLikelihood: number;
  };
}
type Column = 'time' | 'atRisk' | 'events' | 'mean' | 'standardError';
const oracle = readOracle<Case>('recurrent-events', 'fits') as Oracle<Case> & {
  readonly data: Readonly<Record<'entry' | 'time' | 'event' | 'treated' | 'score', number[]>> & {
    readonly subject: string[];
  };
  readonly curves: readonly Readonly<Record<Column, number[]>>[];
};
const { data } = oracle;
const { treated, score, ...rows } = data;

describe('recurrent-events against R survival', () => {
  for (const { name, ties, expected } of oracle.cases) {
    it(`${name} ${ties}`, () => {
      const input = { ...rows, covariates: { treated, score } };
      const result =
        name === 'andersen-gill'
          ? andersenGill(input, { ties })
          : prenticeWilliamsPeterson(input, {
              ties,
              clock: name === 'gap' ? 'gap' : 'total',
              ...(name === 'pooled' ? { maximumStratum: 2 } : {}),
            });
      expect(result.status).toBe('converged');
      expected.coefficients.forEach((value, i) => {
        expectClose(result.coefficients[i]!.logHazardRatio, value, oracle.tolerance);
        expected.coefficients.forEach((_, j) => {
          expectClose(result.covariance[i]![j], expected.covariance[i]![j]!, oracle.tolerance);
        });
      });
      expectClose(result.logLikelihood, expected.logLikelihood, 1e-11);
    });
  }

  it('mean cumulative function by arm', () => {
    const group = treated.map(String);
    const { curves } = meanCumulativeFunction({ ...rows, group });
    oracle.curves.forEach((expected, arm) => {
      const curve = curves[arm]!;
      for (const column of ['time', 'atRisk', 'events', 'mean', 'standardError'] as const) {
        expect(curve[column]).toHaveLength(expected[column].length);
        expected[column].forEach((value, step) => {
          expectClose(curve[column][step], value, 1e-12, `${column} at step ${step}`);
        });
      }
    });
  });
});

describe('recurrent-events by hand', () => {
  const input = {
    subject: ['a', 'a', 'b', 'b', 'c'],
    entry: [0, 2, 0, 3, 0],
    time: [2, 5, 3, 4, 6],
    event: [1, 0, 1, 1, 0],
  };

  it('adds events over subjects at risk', () => {
    const { curves } = meanCumulativeFunction(input, { times: [0, 1, 3.5, 6, 7] });
    const [curve] = curves;
    expect(curve!.time).toEqual([2, 3, 4, 5, 6]);
    expect(curve!.atRisk).toEqual([3, 3, 3, 2, 1]);
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
    expect(() =>
      andersenGill({ ...input, group: ['x', 'y', 'x', 'x', 'y'], entry: [0, 2, 0, 3, 6] }),
    ).toThrow(/"entry"/);
    expect(() => meanCumulativeFunction({ ...input, group: ['x', 'y', 'x', 'x', 'y'] })).toThrow(
      /changes within/,
    );
    expect(() =>
      prenticeWilliamsPeterson({ ...input, group: ['x', 'x', 'x', 'x', 'y'] }, { maximumStratum: 0 }),
    ).toThrow(/maximumStratum/);
    const group = { levels: ['x', 'y'], codes: new Int32Array(5) };
    const { curves } = meanCumulativeFunction({ ...input, group }, { times: [1] });
    expect(curves[1]!.at[0]!.mean).toEqual({ notEstimable: 'empty-group' });
    expect(andersenGill({ ...input, event: [0, 0, 0, 0, 0], group: ['x', 'x', 'y', 'y', 'y'] }).status).toBe(
      'no-events',
    );
  });
});

describe('recurrent-events laws', () => {
  const histories = fc.array(
    fc.record({
      end: fc.integer({ min: 4, max: 12 }),
      events: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
    }),
    { minLength: 2, maxLength: 12 },
  );
  const rowsOf = (list: readonly { end: number; events: readonly number[] }[]) => {
    const table = {
      subject: [] as string[],
      entry: [] as number[],
      time: [] as number[],
      event: [] as number[],
    };
    list.forEach(({ end, events }, index) => {
      const times = [...events].filter((time) => time < end).sort((a, b) => a - b);
      [...times, end].forEach((time, place) => {
        table.subject.push(`s${index}`);
        table.entry.push(place === 0 ? 0 : times[place - 1]!);
        table.time.push(time);
        table.event.push(place < times.length ? 1 : 0);
      });
    });
    return table;
  };

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
        expect(table).toEqual(copy);
      }),
    );
  });

  it('splitting a row without an event changes nothing', () => {
    const split = {
      subject: ['a', 'a', 'b', 'b', 'c', 'd', 'd'],
      entry: [0, 2, 0, 3, 0, 0, 2],
      time: [2, 5, 3, 4, 6, 2, 7],
      event: [1, 0, 1, 1, 0, 0, 1],
      covariates: { x: [1, 1, 0, 0, 1, 0, 0] },
    };
    const whole = {
      subject: ['a', 'a', 'b', 'b', 'c', 'd'],
      entry: [0, 2, 0, 3, 0, 0],
      time: [2, 5, 3, 4, 6, 7],
      event: [1, 0, 1, 1, 0, 1],
      covariates: { x: [1, 1, 0, 0, 1, 0] },
    };
    const [one, two] = [andersenGill(split), andersenGill(whole)];
    expectClose(one.coefficients[0]!.logHazardRatio, two.coefficients[0]!.logHazardRatio as number, 1e-10);
    expectClose(one.coefficients[0]!.standardError, two.coefficients[0]!.standardError as number, 1e-10);
  });
});
