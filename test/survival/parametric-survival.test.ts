import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaCdf, gammaUpperTail } from '../../src/math/distributions/gamma.js';
import { criticalZ } from '../../src/math/distributions/normal.js';
import { parametricSurvivalMethod } from '../../src/survival/parametric-survival/definition.js';
import {
  type ParametricDistribution,
  parametricDistributions,
  parametricFamilies,
} from '../../src/survival/parametric-survival/families.js';
import type { ParametricInput } from '../../src/survival/parametric-survival/fit-parametric-model.js';
import { logGammaDistribution } from '../../src/survival/parametric-survival/log-gamma-distribution.js';
import { parametricSurvival } from '../../src/survival/parametric-survival/parametric-survival.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly distribution: ParametricDistribution;
  readonly use: {
    readonly kind: 'events' | 'intervals';
    readonly entry?: boolean;
    readonly weight?: boolean;
  };
  readonly expected: {
    readonly parameters: readonly number[];
    readonly covariance: readonly (readonly number[])[];
    readonly logLikelihood: number;
    readonly nullLogLikelihood?: number;
    readonly quantiles?: readonly {
      readonly probability: number;
      readonly logTime: readonly number[];
      readonly logStandardError: readonly number[];
    }[];
  };
}
type Data = Readonly<Record<'time' | 'event' | 'entry' | 'weight' | 'lower' | 'age' | 'marker', number[]>> & {
  readonly upper: readonly (number | null)[];
  readonly arm: readonly string[];
};

const oracle = readOracle<Case>('parametric-survival', 'fits') as Oracle<Case> & {
  readonly data: Data;
  readonly differenceTolerance: number;
};
const { data } = oracle;

function inputOf(use: Case['use']): ParametricInput {
  const rest = {
    group: data.arm,
    covariates: { age: data.age, marker: data.marker },
    ...(use.entry === true ? { entry: data.entry } : {}),
    ...(use.weight === true ? { weight: data.weight } : {}),
  };
  return use.kind === 'events'
    ? { time: data.time, event: data.event, ...rest }
    : { lower: data.lower, upper: data.upper.map((value) => value ?? Number.POSITIVE_INFINITY), ...rest };
}

describe('parametric-survival against R', () => {
  for (const { name, distribution, use, expected } of oracle.cases) {
    it(name, () => {
      const result = parametricSurvival(inputOf(use), { distribution, quantiles: [0.25, 0.5] });
      expect(result.status).toBe('converged');
      const tolerance = name.includes('likelihood') ? oracle.differenceTolerance : oracle.tolerance;
      expect(result.coefficients).toHaveLength(expected.parameters.length);
      expected.parameters.forEach((value, i) => {
        const error = Math.sqrt(expected.covariance[i]![i]!);
        const { estimate, standardError } = result.coefficients[i]!;
        // Estimates in units of their standard error: a coefficient near 0 has no relative precision.
        expectClose((estimate as number) / error, value / error, oracle.tolerance, `parameter ${i}`);
        expectClose((standardError as number) / error, 1, tolerance, `standard error ${i}`);
        expected.parameters.forEach((_, j) => {
          const scale = error * Math.sqrt(expected.covariance[j]![j]!);
          expectClose(result.covariance[i]![j]! / scale, expected.covariance[i]![j]! / scale, tolerance);
        });
      });
      expectClose(result.logLikelihood, expected.logLikelihood, 1e-11, 'log-likelihood');
      const nullTolerance = name.includes('likelihood') ? 1e-9 : 1e-11;
      if (expected.nullLogLikelihood !== undefined) {
        expectClose(
          result.nullLogLikelihood,
          expected.nullLogLikelihood,
          nullTolerance,
          'null log-likelihood',
        );
      }
      expectClose(
        result.akaikeInformation,
        2 * expected.parameters.length - 2 * expected.logLikelihood,
        1e-11,
      );
      expected.quantiles?.forEach(({ logTime, logStandardError }, index) => {
        result.arms.forEach(({ quantiles }, arm) => {
          expectClose(quantiles[index]!.time, Math.exp(logTime[arm]!), oracle.tolerance);
          expectClose(quantiles[index]!.logStandardError, logStandardError[arm]!, oracle.tolerance);
        });
      });
    });
  }
});

describe('the generalised gamma tails', () => {
  it('agree with the incomplete gamma function, far out and for any shape', () => {
    for (const q of [-4, -1.3, -0.4, -0.05, 0.05, 0.4, 1, 2.5, 6]) {
      for (const w of [-6, -2.5, -0.3, 0, 0.4, 1.7, 4]) {
        const a = 1 / (q * q);
        const x = a * Math.exp(q * w);
        const [upper, lower] =
          q > 0 ? [gammaUpperTail(x, a), gammaCdf(x, a)] : [gammaCdf(x, a), gammaUpperTail(x, a)];
        if (upper > 1e-280)
          expectClose(logGammaDistribution.logUpper(w, q).value, Math.log(upper), 2e-12, `upper ${w} ${q}`);
        if (lower > 1e-280)
          expectClose(logGammaDistribution.logLower(w, q).value, Math.log(lower), 2e-12, `lower ${w} ${q}`);
      }
    }
  });
});

describe('derivatives of each distribution', () => {
  const rows: Record<ParametricDistribution, readonly number[]> = {
    exponential: [2.1],
    weibull: [2.1, -0.4],
    'log-normal': [2.1, 0.3],
    'log-logistic': [2.1, -0.2],
    gamma: [2.1, -0.3],
    'generalised-gamma': [2.1, -0.3, 0.7],
    gompertz: [-2.5, 0.06],
  };
  for (const distribution of parametricDistributions) {
    it(`${distribution}: slopes and bows are those of the value, and S + F = 1`, () => {
      const family = parametricFamilies[distribution];
      const row = rows[distribution];
      const step = 1e-4;
      const moved = (index: number, by: number) => row.map((value, i) => (i === index ? value + by : value));
      for (const time of [0.4, 6, 30]) {
        expectClose(
          Math.exp(family.logSurvival(time, row).value) + Math.exp(family.logFailure(time, row).value),
          1,
          1e-13,
        );
        for (const part of ['logDensity', 'logSurvival', 'logFailure'] as const) {
          const at = family[part](time, row);
          let cell = 0;
          row.forEach((_, i) => {
            const up = family[part](time, moved(i, step));
            const down = family[part](time, moved(i, -step));
            expectClose(at.first[i], (up.value - down.value) / (2 * step), 1e-5, `${part} ${time} by ${i}`);
            for (let j = 0; j <= i; j += 1, cell += 1) {
              const slope = (up.first[j]! - down.first[j]!) / (2 * step);
              expectClose(at.second[cell], slope, 1e-5, `${part} ${time} by ${i} and ${j}`);
            }
          });
        }
        const survival = Math.exp(family.logSurvival(time, row).value);
        if (survival > 1e-12) expectClose(family.timeAt(survival, row), time, 1e-10);
      }
    });
  }
});

const rows = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 40 }),
    event: fc.integer({ min: 0, max: 1 }),
    arm: fc.constantFrom('a', 'b'),
  }),
  { minLength: 12, maxLength: 40 },
);

describe('parametric-survival laws', () => {
  it('swapping arms turns ratios, a unit of time scales medians, a weight of 2 is a subject twice', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('exponential', 'weibull', 'log-logistic'), (list, distribution) => {
        const input = {
          time: list.map((row) => row.time),
          event: list.map((row) => row.event),
          group: list.map((row) => row.arm),
        };
        const copy = structuredClone(input);
        const one = parametricSurvival({ ...input, reference: 'a' }, { distribution });
        fc.pre(
          one.arms.length === 2 && one.arms.every((arm) => arm.events > 0) && one.status === 'converged',
        );
        const two = parametricSurvival({ ...input, reference: 'b' }, { distribution });
        const scaled = parametricSurvival(
          { ...input, time: input.time.map((time) => time / 7) },
          { distribution },
        );
        const twice = parametricSurvival({ ...input, weight: input.time.map(() => 2) }, { distribution });
        one.ratios.forEach((ratio, index) => {
          const log = ratio.logRatio as number;
          expectClose(two.ratios[index]!.logRatio, -log, 1e-8);
          expectClose(scaled.ratios[index]!.logRatio, log, 1e-8);
          expectClose(twice.ratios[index]!.logRatio, log, 1e-8);
          expectClose(twice.ratios[index]!.standardError, (ratio.standardError as number) / Math.SQRT2, 1e-8);
          expect(ratio.logLower as number).toBeLessThanOrEqual(log);
          expect(ratio.logUpper as number).toBeGreaterThanOrEqual(log);
        });
        one.arms.forEach(({ quantiles }, arm) => {
          const median = quantiles[0]!.time as number;
          const other = scaled.arms[arm]!.quantiles[0]!.time as number;
          expectClose((7 * other) / median, 1, 1e-8);
        });
        expect(input).toEqual(copy);
      }),
      { numRuns: 30 },
    );
  });

  it('an exponential rate is events over time, and an interval that closes on a time gives the exact fit', () => {
    const input = { time: [2, 3, 5, 9, 11], event: [1, 0, 1, 1, 0] };
    const result = parametricSurvival(input, { distribution: 'exponential', times: [0, 4] });
    expectClose(result.coefficients[0]!.estimate, Math.log(30 / 3), 1e-12);
    expectClose(result.coefficients[0]!.standardError, 1 / Math.sqrt(3), 1e-12);
    // The log cumulative hazard at any time has the error of the log rate.
    const { survival, standardError, lower } = result.arms[0]!.at[1]!;
    expectClose(survival, Math.exp(-0.4), 1e-12);
    expectClose(standardError, (0.4 * Math.exp(-0.4)) / Math.sqrt(3), 1e-12);
    expectClose(lower, Math.exp(-0.4 * Math.exp(criticalZ(0.95) / Math.sqrt(3))), 1e-12);
    expect(result.arms[0]!.at[0]).toMatchObject({ survival: 1, lower: 1, upper: 1 });
    const narrow = parametricSurvival({
      lower: [1.9999999, 3, 4.9999999, 8.9999999, 11],
      upper: [2.0000001, Number.POSITIVE_INFINITY, 5.0000001, 9.0000001, Number.POSITIVE_INFINITY],
    });
    expectClose(
      narrow.coefficients[1]!.estimate,
      parametricSurvival(input).coefficients[1]!.estimate as number,
      1e-6,
    );
  });

  it('special cases of the generalised gamma have its likelihood', () => {
    const input = inputOf({ kind: 'events' });
    const general = parametricSurvival(input, { distribution: 'generalised-gamma' }).logLikelihood as number;
    for (const distribution of ['weibull', 'log-normal', 'gamma', 'exponential'] as const) {
      expect(general).toBeGreaterThanOrEqual(
        parametricSurvival(input, { distribution }).logLikelihood as number,
      );
    }
  });
});

describe('parametric-survival edges', () => {
  it('has reasons in place of numbers', () => {
    expect(parametricSurvival({ time: [1, 2], event: [0, 0] }).status).toBe('no-events');
    expect(parametricSurvival({ time: [], event: [] }).status).toBe('empty-group');
    expect(parametricSurvival({ time: [4, 4, 4], event: [1, 1, 1] }).status).toBe('no-variation');
    const one = parametricSurvival({ time: [4], event: [1] }, { distribution: 'exponential' });
    expectClose(one.coefficients[0]!.estimate, Math.log(4), 1e-12);
    for (const distribution of parametricDistributions) {
      const text = JSON.stringify(
        parametricSurvival({ time: [1, 2, 3], event: [0, 1, 0], group: ['a', 'a', 'b'] }, { distribution }),
      );
      expect(text).not.toMatch(/null,"standardError"|"estimate":null/);
    }
  });

  it('fits the other arms at the limit when one has no events', () => {
    const time = [3, 5, 8, 13, 2, 4, 9, 6, 7, 12];
    const event = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0];
    const group = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'];
    const result = parametricSurvival({ time, event, group, reference: 'a' });
    const without = parametricSurvival({
      time: time.slice(0, 7),
      event: event.slice(0, 7),
      group: group.slice(0, 7),
      reference: 'a',
    });
    expect(result.coefficients.map((row) => row.name)).toEqual(['intercept', 'b', 'c', 'log scale']);
    expect(result.coefficients[2]!.estimate).toEqual({ notEstimable: 'separated' });
    expect(result.coefficients[1]).toEqual(without.coefficients[1]);
    expect(result.arms[2]!.quantiles[0]!.time).toEqual({ notEstimable: 'no-events' });
    const adrift = parametricSurvival({ time, event, group, reference: 'c' });
    expect(adrift.coefficients.map((row) => typeof row.estimate)).toEqual([
      'object',
      'object',
      'object',
      'number',
    ]);
    expectClose(adrift.arms[0]!.quantiles[0]!.time, without.arms[0]!.quantiles[0]!.time as number, 1e-8);
  });

  it('names columns that repeat others or never vary', () => {
    const result = parametricSurvival({
      time: [3, 5, 8, 13, 2, 4],
      event: [1, 1, 1, 0, 1, 1],
      covariates: { a: [1, 4, 2, 8, 5, 7], twice: [2, 8, 4, 16, 10, 14], same: [3, 3, 3, 3, 3, 3] },
    });
    expect(result.status).toBe('converged');
    expect(result.coefficients[2]!.estimate).toEqual({ notEstimable: 'collinear' });
    expect(result.coefficients[3]!.estimate).toEqual({ notEstimable: 'no-variation' });
    expect(result.covariance[2]).toEqual([null, null, null, null, null]);
  });

  it('refuses what it cannot read', () => {
    expect(() => parametricSurvival({ time: [0, 2], event: [1, 1] })).toThrow(/"time" is 0 at an event/);
    expect(() => parametricSurvival({ lower: [3], upper: [2] })).toThrow(/"upper" is below/);
    expect(() => parametricSurvival({ time: [1], event: [1] }, { distribution: 'cauchy' as never })).toThrow(
      /"distribution"/,
    );
    expect(() => parametricSurvival({ time: [1], event: [1] }, { quantiles: [1] })).toThrow(/"quantiles"/);
    expect(() => parametricSurvival({ time: [1], event: [1] }, { level: 95 })).toThrow(/"level"/);
  });

  it('does not reach a quantile beyond a Gompertz curve that levels off', () => {
    const time = [1, 1, 2, 2, 3, 20, 25, 30, 30, 30];
    const event = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
    const result = parametricSurvival({ time, event }, { distribution: 'gompertz', quantiles: [0.3, 0.8] });
    expect(result.ancillary[0]!.estimate as number).toBeLessThan(0);
    expect(typeof result.arms[0]!.quantiles[0]!.time).toBe('number');
    expect(result.arms[0]!.quantiles[1]!.time).toEqual({ notEstimable: 'not-reached' });
  });
});

describe('parametric-survival as a method', () => {
  it('gives ratios, smooth curves with numbers at risk, and a summary', () => {
    const output = parametricSurvivalMethod.run(
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
      parametricSurvivalMethod.options.parse({ times: [4] }),
    );
    const [estimates, curves, summary] = output.parts;
    if (estimates?.kind !== 'estimates' || curves?.kind !== 'curves' || summary?.kind !== 'summary') {
      throw new Error('unexpected parts');
    }
    expect(estimates.rows.map((row) => [row.statistic, row.of, row.versus])).toEqual([
      ['time-ratio', 'b', 'a'],
      ['hazard-ratio', 'b', 'a'],
    ]);
    expect(curves.curves[0]!.atRisk[0]).toBe(3);
    expect(curves.curves[1]!.events.reduce((sum, value) => sum + value, 0)).toBe(2);
    expect(curves.curves[0]!.estimate[0]).toBe(1);
    expect(summary.rows.filter((row) => row.statistic === 'survival-probability')).toHaveLength(2);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});

interface RobustCase {
  readonly distribution: ParametricDistribution;
  readonly weighted: boolean;
  readonly clustered: boolean;
  readonly intervals: boolean;
  readonly parameters: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

describe('robust errors against survreg', () => {
  const robust = readOracle<RobustCase>('parametric-survival', 'robust');
  const cluster = data.time.map((_, row) => `site ${Math.floor(row / 4)}`);
  for (const { distribution, weighted, clustered, intervals, parameters, covariance } of robust.cases) {
    it(`${distribution}${weighted ? ', weights' : ''}${clustered ? ', clusters' : ''}${intervals ? ', intervals' : ''}`, () => {
      const base = inputOf({ kind: intervals ? 'intervals' : 'events', weight: weighted });
      const result = parametricSurvival(
        { ...base, ...(clustered ? { cluster } : {}) },
        { distribution, ...(clustered ? {} : { variance: 'robust' as const }) },
      );
      expect(result.variance).toBe('robust');
      parameters.forEach((value, i) => {
        const error = Math.sqrt(covariance[i]![i]!);
        expectClose((result.coefficients[i]!.estimate as number) / error, value / error, robust.tolerance);
        parameters.forEach((_, j) => {
          const scale = error * Math.sqrt(covariance[j]![j]!);
          expectClose(result.covariance[i]![j]! / scale, covariance[i]![j]! / scale, robust.tolerance);
        });
      });
    });
  }

  it('copies within a cluster are not believed; clusters of one row are the plain sandwich', () => {
    const base = inputOf({ kind: 'events' }) as { time: number[]; event: number[]; group: string[] };
    const twice = <T>(values: readonly T[]) => [...values, ...values];
    const plain = { time: base.time, event: base.event, group: base.group };
    const one = parametricSurvival(plain, { variance: 'robust', distribution: 'gompertz' });
    const names = base.time.map((_, row) => String(row));
    const alone = parametricSurvival({ ...plain, cluster: names }, { distribution: 'gompertz' });
    expect(alone.coefficients).toEqual(one.coefficients);
    const two = parametricSurvival(
      { time: twice(base.time), event: twice(base.event), group: twice(base.group), cluster: twice(names) },
      { distribution: 'gompertz' },
    );
    one.coefficients.forEach((row, index) => {
      expectClose(two.coefficients[index]!.standardError, row.standardError as number, 1e-7);
    });
    expect(() => parametricSurvival(plain, { variance: 'guess' as never })).toThrow(/"variance"/);
    expect(() => parametricSurvival({ ...plain, cluster: ['a'] })).toThrow(/"cluster"/);
  });

  it('is robust by cluster in a plan that names clusters, and says so', () => {
    const levels = ['control', 'treated'];
    const output = parametricSurvivalMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from(data.time),
        event: Uint8Array.from(data.event),
        group: { levels, codes: Int32Array.from(data.arm, (name) => levels.indexOf(name)) },
        cluster: {
          levels: ['a', 'b', 'c', 'd', 'e'],
          codes: Int32Array.from(data.time, (_, row) => row % 5),
        },
        reference: 'control',
        covariates: [],
        timeUnit: 'weeks',
        eventLabel: 'death',
      },
      parametricSurvivalMethod.options.parse({}),
    );
    const [estimates] = output.parts;
    if (estimates?.kind !== 'estimates') throw new Error('no estimates');
    expect(estimates.rows[0]!.intervalMethod).toMatch(/Weibull distribution, robust variance by cluster$/);
  });
});
