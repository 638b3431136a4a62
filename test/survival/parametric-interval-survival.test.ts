import { describe, expect, it } from 'vitest';
import { parametricIntervalSurvivalMethod } from '../../src/survival/parametric-interval-survival/definition.js';
import { parametricIntervalSurvival } from '../../src/survival/parametric-interval-survival/parametric-interval-survival.js';
import type { ParametricDistribution } from '../../src/survival/parametric-survival/families.js';
import { sampleData } from '../sample-data.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';

interface Case {
  readonly name: ParametricDistribution;
  readonly expected: {
    readonly parameters: readonly number[];
    readonly covariance: readonly (readonly number[])[];
    readonly logLikelihood: number;
    readonly logMedian: readonly number[];
    readonly logMedianError: readonly number[];
  };
}

const never = Number.POSITIVE_INFINITY;
const oracle = readOracle<Case>('parametric-interval-survival', 'fits') as Oracle<Case> & {
  readonly data: Readonly<Record<'lower' | 'treated' | 'score', number[]>> & {
    readonly upper: readonly (number | null)[];
  };
};
const { lower, treated, score } = oracle.data;
const input = {
  lower,
  upper: oracle.data.upper.map((value) => value ?? never),
  group: treated.map((value) => (value === 1 ? 'treated' : 'control')),
  reference: 'control',
  covariates: { score },
};

describe('parametric-interval-survival against R survival', () => {
  for (const { name, expected } of oracle.cases) {
    it(name, () => {
      const copy = structuredClone(input);
      const result = parametricIntervalSurvival(input, { distribution: name });
      expect(result.status).toBe('converged');
      expected.parameters.forEach((value, i) => {
        expectClose(result.coefficients[i]!.estimate, value, oracle.tolerance, `parameter ${i}`);
        expected.parameters.forEach((_, j) => {
          expectClose(result.covariance[i]![j], expected.covariance[i]![j]!, oracle.tolerance, `${i}, ${j}`);
        });
      });
      expectClose(result.logLikelihood, expected.logLikelihood, 1e-11);
      result.arms.forEach(({ quantiles }, arm) => {
        expectClose(Math.log(quantiles[0]!.time as number), expected.logMedian[arm]!, oracle.tolerance);
        expectClose(quantiles[0]!.logStandardError, expected.logMedianError[arm]!, oracle.tolerance);
      });
      expect(input).toEqual(copy);
    });
  }
});

describe('parametric-interval-survival laws and edges', () => {
  it('tends to the fit of exact times as visits come closer', () => {
    const time = [3, 5, 8, 13, 21, 34];
    const exact = parametricIntervalSurvival({ lower: time, upper: time });
    const close = parametricIntervalSurvival({ lower: time.map((own) => own - 1e-4), upper: time });
    expectClose(close.coefficients[0]!.estimate, exact.coefficients[0]!.estimate as number, 1e-4);
  });

  it('refuses limits that cross or an event at the origin, and has no fit without events', () => {
    expect(() => parametricIntervalSurvival({ lower: [3], upper: [2] })).toThrow(/"upper" is below/);
    expect(() => parametricIntervalSurvival({ lower: [0], upper: [0] })).toThrow(/"upper" is 0/);
    expect(parametricIntervalSurvival({ lower: [3, 4], upper: [never, never] }).status).toBe('no-events');
  });
});

describe('parametric-interval-survival as a method of a plan', () => {
  it('gives ratios, curves as far as subjects were seen, and medians', () => {
    const data = sampleData['interval-censored'];
    const options = parametricIntervalSurvivalMethod.options.parse({ times: [14] });
    const { parts, notices } = parametricIntervalSurvivalMethod.run(data, options);
    const expected = parametricIntervalSurvival(data, { times: [14] });
    const [estimates, curves, summary] = parts;
    expect(estimates).toMatchObject({
      rows: [
        { statistic: 'time-ratio', estimate: expected.ratios[0]!.logRatio },
        { statistic: 'hazard-ratio', estimate: expected.ratios[1]!.logRatio },
      ],
    });
    if (curves?.kind !== 'curves' || summary?.kind !== 'summary') throw new Error('parts are missing');
    const seen = data.upper.map((upper, row) => (upper === never ? data.lower[row]! : upper));
    expect(curves.curves[0]!.time.at(-1)).toBe(Math.max(...seen));
    expect(curves.curves[0]!.atRisk[0]).toBe(40);
    expect(summary.rows.find(({ term }) => term === '14')?.value).toBe(expected.arms[0]!.at[0]!.survival);
    expect(notices).toEqual([]);
  });
});
