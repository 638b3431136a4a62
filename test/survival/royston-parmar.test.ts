import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parametricSurvival } from '../../src/survival/parametric-survival/parametric-survival.js';
import { roystonParmarMethod } from '../../src/survival/royston-parmar/definition.js';
import { roystonParmar } from '../../src/survival/royston-parmar/royston-parmar.js';
import { splineScaleNames, splineScales } from '../../src/survival/royston-parmar/spline-scales.js';
import { sampleData } from '../sample-data.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly use: {
    readonly scale?: 'odds' | 'normal';
    readonly innerKnots: number;
    readonly entry: boolean;
    readonly weight: boolean;
  };
  readonly expected: {
    readonly knots: readonly number[];
    readonly parameters: readonly number[];
    readonly covariance: readonly (readonly number[])[];
    readonly logLikelihood: number;
  };
}
const oracle = readOracle<Case>('royston-parmar', 'splines') as Oracle<Case> & {
  readonly data: Readonly<Record<'treated' | 'age' | 'time' | 'event' | 'entry' | 'weight', number[]>>;
};
const { data } = oracle;
const { time, event } = data;
const group = data.treated.map((value) => (value === 1 ? 'treated' : 'control'));
const input = { time, event, group, covariates: { age: data.age } };

describe('royston-parmar against the likelihood maximised in R', () => {
  for (const { name, use, expected } of oracle.cases) {
    it(name, () => {
      const result = roystonParmar(
        {
          ...input,
          ...(use.entry ? { entry: data.entry } : {}),
          ...(use.weight ? { weight: data.weight } : {}),
        },
        { innerKnots: use.innerKnots, scale: use.scale ?? 'hazard' },
      );
      expect(result.status).toBe('converged');
      expected.knots.forEach((knot, index) => {
        expectClose(result.knots[index], knot, 1e-12);
      });
      const base = expected.knots.length;
      const estimates = [...result.splineCoefficients, ...result.effects.map((row) => row.estimate)];
      const errors = [...result.splineStandardErrors, ...result.effects.map((row) => row.standardError)];
      expect(estimates).toHaveLength(base + 2);
      expected.parameters.forEach((value, index) => {
        const error = Math.sqrt(expected.covariance[index]![index]!);
        expectClose(
          (estimates[index] as number) / error,
          value / error,
          oracle.tolerance,
          `parameter ${index}`,
        );
        expectClose((errors[index] as number) / error, 1, oracle.tolerance, `standard error ${index}`);
      });
      expectClose(result.logLikelihood, expected.logLikelihood, 1e-11);
    });
  }
});

describe('royston-parmar laws', () => {
  it('is the Weibull model without inner knots: ratio, curve, median and their errors', () => {
    const spline = roystonParmar(input, { innerKnots: 0, times: [5, 12] });
    const weibull = parametricSurvival(input, { times: [5, 12] });
    expectClose(spline.logLikelihood, weibull.logLikelihood as number, 1e-11);
    expectClose(spline.akaikeInformation, weibull.akaikeInformation as number, 1e-11);
    const ratio = weibull.ratios.find((row) => row.measure === 'hazard-ratio' && row.of === 'treated')!;
    expectClose(spline.hazardRatios[0]!.logHazardRatio, ratio.logRatio as number, 1e-9);
    expectClose(spline.hazardRatios[0]!.standardError, ratio.standardError as number, 1e-9);
    spline.arms.forEach((arm, index) => {
      const other = weibull.arms[index]!;
      arm.at.forEach((at, place) => {
        expectClose(at.survival, other.at[place]!.survival as number, 1e-9);
        expectClose(at.lower, other.at[place]!.lower as number, 1e-9);
        expectClose(at.standardError, other.at[place]!.standardError as number, 1e-9);
      });
      expectClose(arm.median.time, other.quantiles[0]!.time as number, 1e-9);
      expectClose(arm.median.upper, other.quantiles[0]!.upper as number, 1e-8);
    });
  });

  it('is the log-logistic and the log-normal model without inner knots on the other scales', () => {
    for (const [scale, distribution] of [
      ['odds', 'log-logistic'],
      ['normal', 'log-normal'],
    ] as const) {
      const spline = roystonParmar(input, { innerKnots: 0, scale, times: [5, 12] });
      const other = parametricSurvival(input, { distribution, times: [5, 12] });
      expectClose(spline.logLikelihood, other.logLikelihood as number, 1e-11);
      spline.arms.forEach((arm, index) => {
        const own = other.arms[index]!;
        arm.at.forEach((at, place) => {
          expectClose(at.survival, own.at[place]!.survival as number, 1e-9);
          expectClose(at.standardError, own.at[place]!.standardError as number, 1e-9);
        });
        expectClose(arm.median.time, own.quantiles[0]!.time as number, 1e-9);
        expectClose(arm.median.lower, own.quantiles[0]!.lower as number, 1e-8);
      });
      // A later time is a lower predictor.
      expect(Math.sign(spline.effects[0]!.estimate as number)).toBe(
        -Math.sign(other.ratios[0]!.logRatio as number),
      );
      expect(spline.hazardRatios).toEqual([]);
    }
  });

  it('has derivatives of each scale that are those of the values, far out too', () => {
    for (const scale of splineScaleNames) {
      const own = splineScales[scale];
      for (const eta of [-6, -1.2, -0.01, 0.3, 2.5]) {
        expectClose(Math.exp(own.logSurvival(eta).value), own.survival(eta), 1e-13);
        expectClose(Math.exp(own.logDensity(eta).value), own.density(eta), 1e-13);
        expectClose(own.predictorAt(own.survival(eta)), eta, 1e-6);
        for (const part of ['logSurvival', 'logDensity'] as const) {
          const [up, at, down] = [own[part](eta + 1e-5), own[part](eta), own[part](eta - 1e-5)];
          expectClose((up.value - down.value) / 2e-5, at.first, 1e-7);
          expectClose((up.first - down.first) / 2e-5, at.second, 1e-7);
        }
      }
    }
    const far = splineScales.normal.logSurvival(60);
    // The tail beyond 60: -(60^2) / 2 - log(60 sqrt(2 pi)) and a little.
    expectClose(far.value, -1800 - Math.log(60) - 0.9189385332046728 - 1 / 3600, 1e-9);
  });

  it('swapping arms turns the ratio, a unit of time leaves it alone, inputs stay', () => {
    const rows = fc.array(
      fc.record({
        time: fc.integer({ min: 1, max: 60 }),
        event: fc.integer({ min: 0, max: 3 }),
        arm: fc.constantFrom('a', 'b'),
      }),
      { minLength: 20, maxLength: 40 },
    );
    fc.assert(
      fc.property(rows, (list) => {
        const own = {
          time: list.map((row) => row.time),
          event: list.map((row) => Math.min(1, row.event)),
          group: list.map((row) => row.arm),
        };
        const copy = structuredClone(own);
        const one = roystonParmar({ ...own, reference: 'a' }, { innerKnots: 1, times: [1, 5, 20] });
        fc.pre(
          one.status === 'converged' && one.arms.length === 2 && one.arms.every((arm) => arm.events > 0),
        );
        const two = roystonParmar({ ...own, reference: 'b' }, { innerKnots: 1 });
        const scaled = roystonParmar({ ...own, time: own.time.map((value) => value / 9) }, { innerKnots: 1 });
        const log = one.hazardRatios[0]!.logHazardRatio as number;
        expectClose(two.hazardRatios[0]!.logHazardRatio, -log, 1e-7);
        expectClose(scaled.hazardRatios[0]!.logHazardRatio, log, 1e-7);
        for (const at of one.arms[0]!.at) {
          expect(at.lower as number).toBeLessThanOrEqual(at.survival as number);
          expect(at.upper as number).toBeGreaterThanOrEqual(at.survival as number);
        }
        expect(own).toEqual(copy);
      }),
      { numRuns: 30 },
    );
  });
});

describe('royston-parmar edges', () => {
  it('has reasons in place of numbers', () => {
    expect(roystonParmar({ time: [1, 2], event: [0, 0] }).status).toBe('no-events');
    expect(roystonParmar({ time: [], event: [] }).status).toBe('empty-group');
    expect(roystonParmar({ time: [4, 4], event: [1, 1] }).status).toBe('no-variation');
    const own = {
      time: [1, 2, 3, 4, 5, 6],
      event: [1, 1, 1, 1, 0, 0],
      group: ['a', 'a', 'a', 'a', 'b', 'b'],
    };
    const result = roystonParmar(own, { innerKnots: 0 });
    expect(result.hazardRatios[0]!.logHazardRatio).toEqual({ notEstimable: 'separated' });
    expect(result.arms[1]!.median.time).toEqual({ notEstimable: 'no-events' });
    const adrift = roystonParmar({ ...own, reference: 'b' }, { innerKnots: 0 });
    expect(adrift.splineCoefficients[0]).toEqual({ notEstimable: 'separated' });
    expectClose(adrift.arms[0]!.median.time, result.arms[0]!.median.time as number, 1e-9);
    expect(() => roystonParmar({ time: [0, 1], event: [1, 1] })).toThrow(/"time" is 0/);
    expect(() => roystonParmar({ time: [1, 2], event: [1, 1] }, { knots: [2, 1] })).toThrow(/"knots"/);
    expect(() => roystonParmar({ time: [1, 2], event: [1, 1] }, { innerKnots: -1 })).toThrow(/"innerKnots"/);
  });
});

describe('royston-parmar as a method', () => {
  it('gives a ratio, curves and medians', () => {
    const output = roystonParmarMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from(time),
        event: Uint8Array.from(event),
        group: { levels: ['control', 'treated'], codes: Int32Array.from(data.treated) },
        reference: 'control',
        covariates: [],
        timeUnit: 'months',
        eventLabel: 'relapse',
      },
      roystonParmarMethod.options.parse({}),
    );
    expect(output.parts.map((part) => part.kind)).toEqual(['estimates', 'curves', 'summary']);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });

  it('says what the model leaves out', () => {
    const codes = Int32Array.from(time, (_, row) => row % 3);
    const { notices } = roystonParmarMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from(time),
        event: Uint8Array.from(event),
        strata: { levels: ['a', 'b', 'c'], codes },
        cluster: { levels: ['a', 'b', 'c'], codes },
        reference: null,
        covariates: [{ name: 'AGE', values: Float64Array.from(data.age) }],
        timeUnit: 'months',
        eventLabel: 'relapse',
      },
      roystonParmarMethod.options.parse({}),
    );
    expect(notices.map(({ code }) => code)).toEqual([
      'royston-parmar/strata-ignored',
      'royston-parmar/cluster-ignored',
    ]);
  });

  it('names the effect of each scale', () => {
    const effectOn = (scale: string) => {
      const { parts } = roystonParmarMethod.run(
        {
          kind: 'survival',
          time: Float64Array.from(time),
          event: Uint8Array.from(event),
          group: { levels: ['control', 'treated'], codes: Int32Array.from(data.treated) },
          reference: 'control',
          covariates: [],
          timeUnit: 'months',
          eventLabel: 'relapse',
        },
        roystonParmarMethod.options.parse({ scale }),
      );
      const [estimates] = parts;
      if (estimates?.kind !== 'estimates') throw new Error('no estimates');
      return estimates.rows[0]!;
    };
    expect(effectOn('hazard')).toMatchObject({ statistic: 'hazard-ratio', scale: 'log' });
    expect(effectOn('odds')).toMatchObject({
      statistic: 'odds-ratio',
      scale: 'log',
      intervalMethod: 'Wald on the log scale, log odds of the event a spline in log time',
    });
    expect(effectOn('normal')).toMatchObject({ statistic: 'probit-difference', scale: 'linear' });
    expect(() => roystonParmar(input, { scale: 'cloglog' as never })).toThrow(/"scale"/);
  });
});

describe('a spline with too many knots for its data', () => {
  const input = {
    time: [3, 1, 5, 1, 3, 4],
    event: [0, 1, 1, 0, 1, 0],
    group: ['c', 'c', 'b', 'b', 'a', 'a'],
    reference: 'a',
    covariates: { x: [2, 1, 0, 2, 1, 0] },
  };

  it('says that its curve rises, and gives no median where it passes one half more than once', () => {
    const { arms, rises } = roystonParmar(input, { innerKnots: 2 });
    expect(rises).toBe(true);
    const medians = Object.fromEntries(arms.map(({ group, median }) => [group, median.time]));
    expect(medians['c']).toEqual({ notEstimable: 'not-applicable' });
    expect(medians['b']).toBeTypeOf('number');
    expect(roystonParmar({ ...input, covariates: {} }, { innerKnots: 0 }).rises).toBe(false);
  });

  it('warns of it in a plan', () => {
    const levels = ['a', 'b', 'c'];
    const data = {
      ...sampleData.survival,
      time: Float64Array.from(input.time),
      event: Uint8Array.from(input.event),
      group: { levels, codes: Int32Array.from(input.group, (arm) => levels.indexOf(arm)) },
      reference: 'a',
      covariates: [{ name: 'x', values: Float64Array.from(input.covariates.x) }],
    };
    const codes = (own: typeof data) =>
      roystonParmarMethod.run(own, roystonParmarMethod.options.parse({})).notices.map(({ code }) => code);
    expect(codes(data)).toContain('royston-parmar/curve-rises');
    expect(codes({ ...data, ...sampleData.survival } as typeof data)).not.toContain(
      'royston-parmar/curve-rises',
    );
  });
});
