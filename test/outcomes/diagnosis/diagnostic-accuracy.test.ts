import { describe, expect, it } from 'vitest';
import { proportion } from '../../../src/outcomes/binary/proportion/proportion.js';
import { proportionIntervals } from '../../../src/outcomes/binary/proportion-limits.js';
import { diagnosticAccuracyMethod } from '../../../src/outcomes/diagnosis/diagnostic-accuracy/definition.js';
import {
  type AccuracyEstimate,
  diagnosticAccuracy,
  type TwoByTwo,
} from '../../../src/outcomes/diagnosis/diagnostic-accuracy/diagnostic-accuracy.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

const oracle = readOracle<TwoByTwo, { level: number; prevalence: number }>(
  'diagnostic-accuracy/two-by-two.json',
);

function expectEstimate(actual: AccuracyEstimate, expected: unknown) {
  const [estimate, lower, upper] = expected as [number, number, number];
  expectClose(actual.estimate, estimate, 1e-12, 'estimate');
  expectClose(actual.lower, lower, 1e-10, 'lower');
  expectClose(actual.upper, upper, 1e-10, 'upper');
}

describe('diagnostic accuracy', () => {
  it.each(oracle.cases)('$name', ({ input, options, expected }) => {
    const { level, prevalence } = options;
    const plain = diagnosticAccuracy(input, { level });
    for (const name of [
      'sensitivity',
      'specificity',
      'positivePredictiveValue',
      'negativePredictiveValue',
      'accuracy',
      'positiveLikelihoodRatio',
      'negativeLikelihoodRatio',
      'diagnosticOddsRatio',
    ] as const) {
      expectEstimate(plain[name], expected[name]);
    }
    expectClose(plain.youden, expected.youden as number, 1e-12);
    const exact = diagnosticAccuracy(input, { level, interval: 'clopper-pearson' });
    expectEstimate(exact.sensitivity, expected.exactSensitivity);
    expectEstimate(exact.specificity, expected.exactSpecificity);
    const elsewhere = diagnosticAccuracy(input, { level, prevalence });
    expectEstimate(elsewhere.positivePredictiveValue, expected.adjustedPositive);
    expectEstimate(elsewhere.negativePredictiveValue, expected.adjustedNegative);
  });

  it.each(proportionIntervals)('gives shares the %s interval, as `proportion`', (interval) => {
    const counts = { truePositive: 8, falseNegative: 3, falsePositive: 2, trueNegative: 9 };
    const { sensitivity, specificity } = diagnosticAccuracy(counts, { interval });
    const [cases, controls] = [
      proportion({ events: 8, n: 11 }, { interval }),
      proportion({ events: 9, n: 11 }, { interval }),
    ];
    expect(sensitivity).toEqual({ estimate: cases.proportion, lower: cases.lower, upper: cases.upper });
    expect(specificity).toEqual({
      estimate: controls.proportion,
      lower: controls.lower,
      upper: controls.upper,
    });
  });

  it('swaps sensitivity and specificity when condition and call are turned round', () => {
    const one = diagnosticAccuracy({ truePositive: 8, falseNegative: 3, falsePositive: 2, trueNegative: 9 });
    const other = diagnosticAccuracy({
      truePositive: 9,
      falseNegative: 2,
      falsePositive: 3,
      trueNegative: 8,
    });
    expect(one.sensitivity).toEqual(other.specificity);
    expect(one.positivePredictiveValue).toEqual(other.negativePredictiveValue);
  });

  it('at the prevalence of the sample gives the predictive values of the sample', () => {
    const counts = { truePositive: 30, falseNegative: 10, falsePositive: 20, trueNegative: 40 };
    const given = diagnosticAccuracy(counts, { prevalence: 0.4 });
    expectClose(given.positivePredictiveValue.estimate, 0.6, 1e-12);
    expectClose(given.negativePredictiveValue.estimate, 0.8, 1e-12);
  });

  it('says what does not exist and refuses what it cannot use', () => {
    const nobody = diagnosticAccuracy({
      truePositive: 0,
      falseNegative: 0,
      falsePositive: 2,
      trueNegative: 9,
    });
    expect(nobody.sensitivity.estimate).toEqual({ notEstimable: 'empty-group' });
    expect(nobody.specificity.estimate).toBeCloseTo(9 / 11, 12);
    const perfect = diagnosticAccuracy({
      truePositive: 5,
      falseNegative: 0,
      falsePositive: 0,
      trueNegative: 9,
    });
    expect(perfect.diagnosticOddsRatio.estimate).toEqual({ notEstimable: 'zero-cells' });
    expect(perfect.negativeLikelihoodRatio.estimate).toEqual({ notEstimable: 'zero-cells' });
    expect(perfect.sensitivity.upper).toBe(1);
    const counts = { truePositive: 1, falseNegative: 1, falsePositive: 1, trueNegative: 1 };
    expect(() => diagnosticAccuracy(counts, { prevalence: 1 })).toThrow(/prevalence/);
    expect(() => diagnosticAccuracy({ ...counts, truePositive: 1.5 })).toThrow(/truePositive/);
  });

  it('has no limits of a ratio without variation', () => {
    const none = { notEstimable: 'no-variation' };
    const all = { truePositive: 10, falseNegative: 0, falsePositive: 10, trueNegative: 0 };
    const { positiveLikelihoodRatio } = diagnosticAccuracy(all);
    expect(positiveLikelihoodRatio).toEqual({ estimate: 1, lower: none, upper: none });
    const { positivePredictiveValue } = diagnosticAccuracy(all, { prevalence: 0.2 });
    expect(positivePredictiveValue).toMatchObject({ lower: none, upper: none });
    expect(positivePredictiveValue.estimate).toBeCloseTo(0.2, 14);
  });

  it('in a plan, calls values at the cut positive, whichever way the marker points', () => {
    const data = {
      ...sampleData.diagnostic,
      condition: Uint8Array.from([1, 1, 0, 0]),
      markers: [{ name: 'IL-6', unit: null, values: Float64Array.from([5, 3, 5, 1]) }],
    };
    const value = (options: object, statistic: string) => {
      const [part] = diagnosticAccuracyMethod.run(
        data,
        diagnosticAccuracyMethod.options.parse(options),
      ).parts;
      return part?.kind === 'summary' ? part.rows.find((row) => row.statistic === statistic)?.value : null;
    };
    expect(value({ cut: 5 }, 'sensitivity')).toBe(0.5);
    expect(value({ cut: 5 }, 'specificity')).toBe(0.5);
    expect(value({ cut: 3, direction: 'lower' }, 'sensitivity')).toBe(0.5);
    expect(value({ cut: 3, direction: 'lower' }, 'specificity')).toBe(0.5);
    expect(value({ cut: 2 }, 'sensitivity')).toBe(1);
    expect(value({ cut: 2 }, 'specificity')).toBe(0.5);
    expect(value({ cut: 2 }, 'positive-predictive-value')).toBe(2 / 3);
    expect(value({ cut: 2 }, 'negative-predictive-value')).toBe(1);
    const gap = {
      ...data,
      markers: [{ ...data.markers[0]!, values: Float64Array.from([5, Number.NaN, 5, 1]) }],
    };
    const { notices } = diagnosticAccuracyMethod.run(gap, diagnosticAccuracyMethod.options.parse({ cut: 5 }));
    expect(notices.map(({ message }) => message)).toEqual(['1 missing values of markers were left out.']);
  });
});
