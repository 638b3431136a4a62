import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecewiseExponentialMethod } from '../../src/survival/piecewise-exponential/definition.js';
import { piecewiseExponential } from '../../src/survival/piecewise-exponential/piecewise-exponential.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly use: { readonly entry: boolean; readonly weight: boolean; readonly age: boolean };
  readonly expected: {
    readonly parameters: readonly number[];
    readonly covariance: readonly (readonly number[])[];
    readonly logLikelihood: number;
    readonly nullLogLikelihood: number;
  };
}
const oracle = readOracle<Case>('piecewise-exponential', 'poisson') as Oracle<Case> & {
  readonly cuts: readonly number[];
  readonly data: Readonly<Record<'time' | 'event' | 'entry' | 'weight' | 'age', number[]>> & {
    readonly arm: string[];
  };
};
const { data, cuts } = oracle;

describe('piecewise-exponential against Poisson regression in R', () => {
  for (const { name, use, expected } of oracle.cases) {
    it(name, () => {
      const result = piecewiseExponential(
        {
          time: data.time,
          event: data.event,
          group: data.arm,
          ...(use.age ? { covariates: { age: data.age } } : {}),
          ...(use.entry ? { entry: data.entry } : {}),
          ...(use.weight ? { weight: data.weight } : {}),
        },
        { cuts, times: [10] },
      );
      const pieces = cuts.length + 1;
      result.hazardRatios.forEach((ratio, index) => {
        const place = pieces + index;
        expectClose(ratio.logHazardRatio, expected.parameters[place]!, oracle.tolerance);
        expectClose(ratio.standardError, Math.sqrt(expected.covariance[place]![place]!), oracle.tolerance);
      });
      const meanAge = data.age.reduce((sum, age) => sum + age, 0) / data.age.length;
      const profile = use.age ? [1, meanAge] : [1];
      result.arms[1]!.pieces.forEach((piece, index) => {
        const slopes = expected.parameters.map((_, i) =>
          i < pieces ? Number(i === index) : profile[i - pieces]!,
        );
        const logRate = slopes.reduce((sum, slope, i) => sum + slope * expected.parameters[i]!, 0);
        let variance = 0;
        slopes.forEach((left, i) => {
          slopes.forEach((right, j) => {
            variance += left * right * expected.covariance[i]![j]!;
          });
        });
        expectClose(Math.log(piece.rate as number), logRate, oracle.tolerance);
        expectClose(piece.logStandardError, Math.sqrt(variance), oracle.tolerance);
      });
      expectClose(result.logLikelihood, expected.logLikelihood, 1e-11);
      expectClose(result.nullLogLikelihood, expected.nullLogLikelihood, 1e-11);
      const [first, second] = result.arms[1]!.pieces;
      const hazard = (first!.rate as number) * 4 + (second!.rate as number) * 6;
      expectClose(result.arms[1]!.at[0]!.survival, Math.exp(-hazard), 1e-12);
    });
  }
});

describe('piecewise-exponential conventions and edges', () => {
  it('has rates of events over time, with an event at a cut in the piece before it', () => {
    const result = piecewiseExponential(
      { time: [2, 4, 6, 10], event: [1, 1, 1, 0] },
      { cuts: [4], times: [0, 8] },
    );
    const [early, late] = result.arms[0]!.pieces;
    expect(early).toMatchObject({ from: 0, to: 4, events: 2, exposure: 14 });
    expect(late).toMatchObject({ from: 4, to: null, events: 1, exposure: 8 });
    expectClose(early!.rate, 2 / 14, 1e-12);
    expectClose(early!.logStandardError, 1 / Math.sqrt(2), 1e-12);
    expectClose(late!.rate, 1 / 8, 1e-12);
    expectClose(result.arms[0]!.at[1]!.survival, Math.exp(-(8 / 14) - 0.5), 1e-12);
    expectClose(result.arms[0]!.median, 4 + (Math.LN2 - 8 / 14) * 8, 1e-12);
    expectClose(result.logLikelihood, 2 * Math.log(2 / 14) + Math.log(1 / 8) - 3, 1e-12);
  });

  it('gives rate 0 to a piece without events and no median when the curve stays up', () => {
    const result = piecewiseExponential({ time: [2, 9, 9, 9], event: [1, 0, 0, 0] }, { cuts: [4] });
    expect(result.arms[0]!.pieces[1]).toMatchObject({ rate: 0, lower: { notEstimable: 'no-events' } });
    expect(result.arms[0]!.median).toEqual({ notEstimable: 'not-reached' });
  });

  it('has reasons in place of numbers', () => {
    expect(piecewiseExponential({ time: [1, 2], event: [0, 0] }).status).toBe('no-events');
    expect(piecewiseExponential({ time: [], event: [] }).status).toBe('empty-group');
    expect(piecewiseExponential({ time: [0, 0], event: [1, 0] }).status).toBe('no-variation');
    const result = piecewiseExponential({
      time: [1, 2, 3, 4],
      event: [1, 1, 0, 0],
      group: ['a', 'a', 'b', 'b'],
    });
    expect(result.hazardRatios[0]!.logHazardRatio).toEqual({ notEstimable: 'separated' });
    expect(result.arms[1]!.median).toEqual({ notEstimable: 'no-events' });
    expect(() => piecewiseExponential({ time: [1], event: [1] }, { cuts: [3, 2] })).toThrow(/"cuts"/);
    expect(() => piecewiseExponential({ time: [1], event: [1] }, { pieces: 0 })).toThrow(/"pieces"/);
  });

  it('shares events out over pieces without cuts', () => {
    const time = Array.from({ length: 20 }, (_, index) => index + 1);
    const result = piecewiseExponential({ time, event: time.map(() => 1) }, { pieces: 4 });
    expect(result.arms[0]!.pieces.map((piece) => piece.events)).toEqual([5, 5, 5, 5]);
  });
});

describe('piecewise-exponential laws', () => {
  const rows = fc.array(
    fc.record({
      time: fc.integer({ min: 1, max: 40 }),
      event: fc.integer({ min: 0, max: 1 }),
      arm: fc.constantFrom('a', 'b'),
    }),
    { minLength: 8, maxLength: 40 },
  );

  it('swapping arms turns the ratio; a cut more never lowers the likelihood; inputs stay', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 30 }), (list, cut) => {
        const input = {
          time: list.map((row) => row.time),
          event: list.map((row) => row.event),
          group: list.map((row) => row.arm),
        };
        const copy = structuredClone(input);
        const one = piecewiseExponential({ ...input, reference: list[0]!.arm }, { cuts: [cut] });
        // An arm that is alone at risk in the piece of its only event has an infinite ratio, and no fit.
        fc.pre(
          one.arms.length === 2 && one.arms.every((arm) => arm.events > 0) && one.status === 'converged',
        );
        const other = list.find((row) => row.arm !== list[0]!.arm)!.arm;
        const two = piecewiseExponential({ ...input, reference: other }, { cuts: [cut] });
        expectClose(
          two.hazardRatios[0]!.logHazardRatio,
          -(one.hazardRatios[0]!.logHazardRatio as number),
          1e-9,
        );
        const finer = piecewiseExponential(input, { cuts: [cut, cut + 3.5] });
        if (finer.status === 'converged')
          expect(finer.logLikelihood as number).toBeGreaterThanOrEqual((one.logLikelihood as number) - 1e-9);
        expect(input).toEqual(copy);
      }),
      { numRuns: 50 },
    );
  });
});

describe('piecewise-exponential as a method', () => {
  it('gives a ratio, curves and rates', () => {
    const output = piecewiseExponentialMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from([2, 3, 4, 5, 7, 8]),
        event: Uint8Array.from([1, 0, 1, 1, 1, 0]),
        group: { levels: ['a', 'b'], codes: Int32Array.from([0, 0, 1, 1, 0, 1]) },
        reference: 'a',
        covariates: [],
        timeUnit: 'weeks',
        eventLabel: 'death',
      },
      piecewiseExponentialMethod.options.parse({ cuts: [4] }),
    );
    expect(output.parts.map((part) => part.kind)).toEqual(['estimates', 'curves', 'summary']);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
