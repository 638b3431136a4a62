import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restrictedMeanSurvivalTimeMethod } from '../../src/survival/restricted-mean-survival-time/definition.js';
import {
  type RestrictedMeanInput,
  restrictedMeanSurvivalTime,
} from '../../src/survival/restricted-mean-survival-time/restricted-mean-survival-time.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly input: RestrictedMeanInput;
  readonly options: { readonly tau: number };
  readonly expected: readonly { group: string; mean: number; standardError: number }[];
}

describe('restricted-mean-survival-time against R survival', () => {
  const oracle = readOracle<Case>('restricted-mean-survival-time', 'survfit');
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const result = restrictedMeanSurvivalTime(input, options);
      expected.forEach((row, index) => {
        expectClose(result.groups[index]!.mean, row.mean, oracle.tolerance, 'mean');
        expectClose(
          result.groups[index]!.standardError,
          row.standardError,
          oracle.tolerance,
          'standard error',
        );
      });
      const [a, b] = expected as [Case['expected'][0], Case['expected'][0]];
      const [difference, ratio, lost] = result.contrasts;
      expectClose(difference!.estimate, b.mean - a.mean, 1e-12);
      expectClose(difference!.standardError, Math.hypot(a.standardError, b.standardError), 1e-12);
      expectClose(ratio!.estimate, Math.log(b.mean / a.mean), 1e-12);
      expectClose(
        ratio!.standardError,
        Math.hypot(a.standardError / a.mean, b.standardError / b.mean),
        1e-12,
      );
      const [lostA, lostB] = [options.tau - a.mean, options.tau - b.mean];
      if (lostA === 0) return expect(lost!.estimate).toEqual({ notEstimable: 'no-events' });
      expectClose(lost!.estimate, Math.log(lostB / lostA), 1e-11);
      expectClose(lost!.standardError, Math.hypot(a.standardError / lostA, b.standardError / lostB), 1e-11);
    });
  }
});

describe('restricted-mean-survival-time conventions and edges', () => {
  it('takes the smallest last time without tau, and refuses a tau nobody reached', () => {
    const input = { time: [1, 5, 2, 8], event: [1, 0, 1, 0], group: ['a', 'a', 'b', 'b'] };
    expect(restrictedMeanSurvivalTime(input).tau).toBe(5);
    const far = restrictedMeanSurvivalTime(input, { tau: 7 });
    expect(far.groups[0]!.mean).toEqual({ notEstimable: 'beyond-last-observation' });
    expect(typeof far.groups[1]!.mean).toBe('number');
    expect(far.contrasts[0]!.p).toEqual({ notEstimable: 'beyond-last-observation' });
  });

  it('goes on past the last event of a curve that reached 0', () => {
    const result = restrictedMeanSurvivalTime({ time: [1, 3], event: [1, 1] }, { tau: 10 });
    expectClose(result.groups[0]!.mean, 2, 1e-15);
    expectClose(result.groups[0]!.standardError, Math.sqrt((1 * 1) / (2 * 1)), 1e-15);
  });

  it('has no ratio of times lost when an arm lost none, and no p without variance', () => {
    const none = { time: [5, 5, 5, 5], event: [0, 0, 0, 0], group: ['a', 'a', 'b', 'b'] };
    const { contrasts } = restrictedMeanSurvivalTime(none);
    expect(contrasts[2]!.estimate).toEqual({ notEstimable: 'no-events' });
    expect(contrasts[0]!.estimate).toBe(0);
    expect(contrasts[0]!.p).toEqual({ notEstimable: 'no-variation' });
  });

  it('reports an empty arm and bad arguments', () => {
    const group = { levels: ['a', 'b'], codes: new Int32Array(2) };
    const empty = restrictedMeanSurvivalTime({ time: [1, 2], event: [1, 0], group }, { tau: 1 });
    expect(empty.groups[1]!.mean).toEqual({ notEstimable: 'empty-group' });
    expect(() => restrictedMeanSurvivalTime({ time: [1], event: [1] }, { tau: 0 })).toThrow(/"tau"/);
    expect(() => restrictedMeanSurvivalTime({ time: [1], event: [1] }, { reference: 'b' })).toThrow(
      /"reference"/,
    );
  });
});

const rows = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 20 }),
    event: fc.integer({ min: 0, max: 1 }),
    arm: fc.constantFrom('a', 'b'),
  }),
  { minLength: 6, maxLength: 40 },
);

describe('restricted-mean-survival-time laws', () => {
  it('is the mean of min(time, tau) when nobody is censored', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 20 }), (list, tau) => {
        const mean = list.reduce((sum, row) => sum + Math.min(row.time, tau), 0) / list.length;
        const squares = list.reduce((sum, row) => sum + (Math.min(row.time, tau) - mean) ** 2, 0);
        const result = restrictedMeanSurvivalTime(
          { time: list.map((row) => row.time), event: list.map(() => 1) },
          { tau },
        );
        expectClose(result.groups[0]!.mean, mean, 1e-12);
        // Greenwood's variance is then the variance of a mean with divisor n.
        expectClose(result.groups[0]!.standardError, Math.sqrt(squares) / list.length, 1e-12);
      }),
    );
  });

  it('swapping arms turns each contrast, scaling time scales means only', () => {
    fc.assert(
      fc.property(rows, (list) => {
        fc.pre(new Set(list.map((row) => row.arm)).size === 2);
        const input = {
          time: list.map((row) => row.time),
          event: list.map((row) => row.event),
          group: list.map((row) => row.arm),
        };
        const copy = structuredClone(input);
        const one = restrictedMeanSurvivalTime(input, { reference: 'a' });
        const two = restrictedMeanSurvivalTime(input, { reference: 'b' });
        const scaled = restrictedMeanSurvivalTime({ ...input, time: input.time.map((time) => 4 * time) });
        one.contrasts.forEach((contrast, index) => {
          if (typeof contrast.estimate !== 'number') return;
          expectClose(two.contrasts[index]!.estimate, -contrast.estimate, 1e-11);
          const factor = contrast.measure === 'difference' ? 4 : 1;
          expectClose(scaled.contrasts[index]!.estimate, factor * contrast.estimate, 1e-11);
          expect(contrast.lower).toBeLessThanOrEqual(contrast.estimate);
        });
        expect(input).toEqual(copy);
      }),
    );
  });
});

describe('restricted-mean-survival-time as a method', () => {
  it('gives means by arm, three contrasts and the curves', () => {
    const output = restrictedMeanSurvivalTimeMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from([2, 3, 4, 5]),
        event: Uint8Array.from([1, 0, 1, 0]),
        group: { levels: ['a', 'b'], codes: Int32Array.from([0, 0, 1, 1]) },
        reference: 'b',
        covariates: [],
        timeUnit: 'weeks',
        eventLabel: 'death',
      },
      restrictedMeanSurvivalTimeMethod.options.parse({}),
    );
    const [summary, estimates, curves] = output.parts;
    if (summary?.kind !== 'summary' || estimates?.kind !== 'estimates' || curves?.kind !== 'curves') {
      throw new Error('unexpected parts');
    }
    expect(curves).toMatchObject({ quantity: 'survival', timeUnit: 'weeks', level: 0.95 });
    expect(curves.curves[0]).toMatchObject({
      group: 'a',
      time: [0, 2, 3],
      estimate: [1, 0.5, 0.5],
      atRisk: [2, 2, 1],
      events: [0, 1, 0],
      censored: [0, 0, 1],
    });
    // Half of two: 0.5 exp(-z sqrt(1 / (2 * 1))), as R survfit with conf.type "log".
    expectClose(curves.curves[0]!.lower[1]!, 0.12504882662995326, 1e-12);
    expect(curves.curves[0]!.upper[1]).toBe(1);
    expect(summary.rows[1]).toMatchObject({ group: 'a', term: '3', value: 2.5, unit: 'weeks' });
    expect(estimates.rows.map((row) => [row.statistic, row.of, row.versus])).toEqual([
      ['restricted-mean-difference', 'a', 'b'],
      ['restricted-mean-ratio', 'a', 'b'],
      ['time-lost-ratio', 'a', 'b'],
    ]);
    expect(estimates.rows.map(({ unit }) => unit)).toEqual(['weeks', undefined, undefined]);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
