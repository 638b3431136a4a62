import { describe, expect, it } from 'vitest';
import { Xoshiro256 } from '../../src/math/random/xoshiro256.js';
import { cox } from '../../src/survival/cox/cox.js';
import { standardisedSurvivalMethod } from '../../src/survival/standardised-survival/definition.js';
import {
  type StandardisedInput,
  type StandardisedOptions,
  standardisedSurvival,
} from '../../src/survival/standardised-survival/standardised-survival.js';
import { sampleData } from '../sample-data.js';
import { expectClose, readOracle } from './oracle.js';

interface Pair {
  readonly estimate: number;
  readonly standardError: number;
}
interface Case {
  readonly name: string;
  readonly input: StandardisedInput;
  readonly options: StandardisedOptions;
  readonly expected: Readonly<
    Record<'control' | 'active' | 'riskDifference' | 'riskRatio' | 'cumulativeHazardRatio', readonly Pair[]>
  > & { readonly hazardRatio: Pair };
}

describe('standardised-survival against averaged predictions in R', () => {
  const oracle = readOracle<Case>('standardised-survival', 'averaged');
  const estimateTolerance = 1e-9;
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const result = standardisedSurvival(input, options);
      options.times!.forEach((time, index) => {
        for (const arm of ['control', 'active'] as const) {
          const at = result.at.find((row) => row.group === arm && row.time === time)!;
          expectClose(at.survival, expected[arm][index]!.estimate, estimateTolerance, `${arm} ${time}`);
          expectClose(
            at.standardError,
            expected[arm][index]!.standardError,
            oracle.tolerance,
            `${arm} error`,
          );
        }
        for (const [measure, wanted] of [
          ['risk-difference', expected.riskDifference],
          ['risk-ratio', expected.riskRatio],
          ['cumulative-hazard-ratio', expected.cumulativeHazardRatio],
        ] as const) {
          const row = result.contrasts.find((found) => found.measure === measure && found.time === time)!;
          expectClose(row.estimate, wanted[index]!.estimate, estimateTolerance * 10, measure);
          expectClose(row.standardError, wanted[index]!.standardError, oracle.tolerance, `${measure} error`);
        }
      });
      const [ratio] = result.hazardRatios;
      expectClose(ratio!.estimate, expected.hazardRatio.estimate, 1e-8, 'marginal hazard ratio');
      expectClose(ratio!.standardError, expected.hazardRatio.standardError, oracle.tolerance, 'its error');
    });
  }
});

/** A trial with an effect of 0.5 on the hazard, and a strong covariate. */
function trial(n: number, seed: number) {
  const random = new Xoshiro256(seed);
  const x = Array.from({ length: n }, () => random.normal());
  const group = x.map((_, row) => (row % 2 === 0 ? 'active' : 'control'));
  const rate = x.map((value, row) => 0.1 * Math.exp(1.5 * value - (row % 2 === 0 ? 0.7 : 0)));
  const event = rate.map((value) => random.exponential(value));
  const end = x.map(() => 5 + 15 * random.uniform());
  return {
    time: event.map((time, row) => Math.min(time, end[row]!)),
    event: event.map((time, row) => (time <= end[row]! ? 1 : 0)),
    group,
    reference: 'control',
    covariates: { x },
  };
}

describe('standardised-survival laws', () => {
  const data = trial(200, 7);

  it('swapping the reference turns every contrast; inputs stay; intervals hold their estimate', () => {
    const copy = structuredClone(data);
    const one = standardisedSurvival(data, { times: [2, 6] });
    const two = standardisedSurvival({ ...data, reference: 'active' }, { times: [2, 6] });
    expect(data).toEqual(copy);
    one.contrasts.forEach((row, index) => {
      expectClose(two.contrasts[index]!.estimate, -(row.estimate as number), 1e-9);
      expectClose(two.contrasts[index]!.standardError, row.standardError as number, 1e-9);
      expect(row.lower).toBeLessThan(row.estimate as number);
      expect(row.upper).toBeGreaterThan(row.estimate as number);
    });
    expectClose(two.hazardRatios[0]!.estimate, -(one.hazardRatios[0]!.estimate as number), 1e-9);
    for (const curve of one.curves) {
      curve.survival.forEach((value, step) => {
        if (step > 0) expect(value).toBeLessThanOrEqual(curve.survival[step - 1]!);
        expect(curve.lower[step]).toBeLessThanOrEqual(value);
        expect(curve.upper[step]).toBeGreaterThanOrEqual(value);
      });
    }
  });

  it('without covariates the marginal hazard ratio and the ratio of cumulative hazards are the model ratio', () => {
    const bare = { ...data, covariates: {} };
    const result = standardisedSurvival(bare, { times: [3, 8] });
    const [model] = cox(bare).coefficients;
    for (const row of result.contrasts.filter(({ measure }) => measure === 'cumulative-hazard-ratio')) {
      expectClose(row.estimate, model!.logHazardRatio as number, 1e-10);
    }
    // A step curve has ties of its own, so Breslow's equation does not give the ratio exactly back.
    expectClose(result.hazardRatios[0]!.estimate, model!.logHazardRatio as number, 0.02);
  });

  it('takes an offset as a covariate with a known coefficient', () => {
    const times = [2, 6];
    const fitted = standardisedSurvival(data, { times });
    const slope = cox(data).coefficients[1]!.logHazardRatio as number;
    const offset = data.covariates.x.map((value) => slope * value);
    const known = standardisedSurvival({ ...data, covariates: {}, offset }, { times });
    known.contrasts.forEach((row, index) => {
      expectClose(row.estimate, fitted.contrasts[index]!.estimate as number, 1e-9);
    });
    const drawn = (input: StandardisedInput) =>
      standardisedSurvival(input, { times, variance: 'bootstrap', resamples: 2, seed: 9 });
    expect(drawn({ ...data, covariates: {}, offset }).failedResamples).toBe(0);
  });

  it('is nearer to no effect than the ratio at equal covariates, as averaging makes it', () => {
    const result = standardisedSurvival(data);
    const conditional = Math.abs(result.conditional[0]!.logHazardRatio as number);
    expect(Math.abs(result.hazardRatios[0]!.estimate as number)).toBeLessThan(conditional);
  });

  it('row order and the unit of time do not matter', () => {
    const order = data.time.map((_, row) => row).reverse();
    const turned = {
      time: order.map((row) => 7 * data.time[row]!),
      event: order.map((row) => data.event[row]!),
      group: order.map((row) => data.group[row]!),
      reference: 'control',
      covariates: { x: order.map((row) => 10 - 3 * data.covariates.x[row]!) },
    };
    const one = standardisedSurvival(data, { times: [4] });
    const two = standardisedSurvival(turned, { times: [28] });
    one.contrasts.forEach((row, index) => {
      expectClose(two.contrasts[index]!.estimate, row.estimate as number, 1e-9);
      expectClose(two.contrasts[index]!.standardError, row.standardError as number, 1e-9);
    });
  });

  it('bootstraps to about the same standard errors, and to the same for one seed', () => {
    const small = trial(120, 3);
    const run = (seed: number) =>
      standardisedSurvival(small, { times: [4], variance: 'bootstrap', resamples: 200, seed });
    const influence = standardisedSurvival(small, { times: [4] });
    const one = run(5);
    expect(run(5)).toEqual(one);
    expect(run(6).contrasts[0]!.standardError).not.toBe(one.contrasts[0]!.standardError);
    one.contrasts.forEach((row, index) => {
      const ratio = (row.standardError as number) / (influence.contrasts[index]!.standardError as number);
      // 200 resamples know a standard deviation to 5%; the influence function is the limit of large samples.
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.25);
    });
    expectClose(one.contrasts[0]!.estimate, influence.contrasts[0]!.estimate as number, 1e-14);
  });
});

describe('standardised-survival edges', () => {
  const reasonOf = (input: StandardisedInput) => {
    const result = standardisedSurvival(input, { times: [1] });
    expect(result.curves).toEqual([]);
    return result.hazardRatios[0]!.hazardRatio;
  };
  const group = ['a', 'a', 'a', 'b', 'b', 'b'];

  it('gives the reason of a model without estimates', () => {
    expect(reasonOf({ time: [1, 2, 3, 1, 2, 3], event: [0, 0, 0, 0, 0, 0], group })).toEqual({
      notEstimable: 'no-events',
    });
    expect(reasonOf({ time: [1, 2, 3, 1, 2, 3], event: [1, 1, 0, 0, 0, 0], group })).toEqual({
      notEstimable: 'separated',
    });
    const empty = { levels: ['a', 'b'], codes: new Int32Array(4) };
    expect(reasonOf({ time: [1, 2, 3, 4], event: [1, 1, 0, 1], group: empty })).toEqual({
      notEstimable: 'empty-group',
    });
  });

  it('knows the times before the first event and after the last observation', () => {
    const input = { time: [2, 3, 5, 2, 4, 6], event: [1, 0, 1, 1, 1, 0], group };
    const result = standardisedSurvival(input, { times: [1, 7] });
    expect(result.at[0]).toMatchObject({ survival: 1, standardError: 0, lower: 1, upper: 1 });
    expect(result.at[2]!.survival).toEqual({ notEstimable: 'beyond-last-observation' });
    const [difference, ratio] = result.contrasts;
    expect(difference).toMatchObject({ estimate: 0, p: { notEstimable: 'no-variation' } });
    expect(ratio!.estimate).toEqual({ notEstimable: 'no-events' });
    expect(standardisedSurvival(input, { horizon: 9 }).hazardRatios[0]!.estimate).toEqual({
      notEstimable: 'beyond-last-observation',
    });
  });

  it('refuses bad arguments by name', () => {
    const input = { time: [2, 3, 5, 2, 4, 6], event: [1, 0, 1, 1, 1, 0], group };
    expect(() => standardisedSurvival(input, { times: [-1] })).toThrow(/"times"/);
    expect(() => standardisedSurvival(input, { horizon: Number.NaN })).toThrow(/"horizon"/);
    expect(() => standardisedSurvival(input, { resamples: 1 })).toThrow(/"resamples"/);
    expect(() => standardisedSurvival(input, { seed: 0.5 })).toThrow(/"seed"/);
    expect(() => standardisedSurvival({ ...input, group: Array(6).fill('a') })).toThrow(/"group"/);
  });
});

describe('standardised-survival as a method', () => {
  const run = (chosen: object) =>
    standardisedSurvivalMethod.run(sampleData.survival, standardisedSurvivalMethod.options.parse(chosen));

  it('gives curves, a marginal hazard ratio, effects at times and probabilities', () => {
    const output = run({ times: [10] });
    const [curves, estimates, summary] = output.parts;
    if (curves?.kind !== 'curves' || estimates?.kind !== 'estimates' || summary?.kind !== 'summary')
      throw new Error('unexpected parts');
    expect(curves.curves.map(({ group, atRisk }) => [group, atRisk[0]])).toEqual([
      ['tocilizumab', 40],
      ['placebo', 40],
    ]);
    expect(estimates.rows.map(({ statistic, term }) => [statistic, term])).toEqual([
      ['hazard-ratio', null],
      ['risk-difference', '10'],
      ['risk-ratio', '10'],
    ]);
    expect(summary.rows).toHaveLength(4);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
