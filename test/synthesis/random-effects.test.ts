import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BetweenStudyVarianceEstimator,
  betweenStudyVariance,
  betweenStudyVarianceEstimators,
} from '../../src/synthesis/between-study-variance.js';
import { meanModel } from '../../src/synthesis/effect-model.js';
import type { PooledInterval } from '../../src/synthesis/pooled-effect.js';
import { randomEffectsMethod } from '../../src/synthesis/random-effects/definition.js';
import {
  type PredictionReference,
  randomEffects,
} from '../../src/synthesis/random-effects/random-effects.js';
import oracle from '../oracles/random-effects/pools.json' with { type: 'json' };
import { expectNear, studiesFrom } from './oracle-rows.js';

const { tolerance } = oracle;
/** metafor takes normal limits with `z` and k - 1 degrees of freedom otherwise. */
const metaforPrediction = (interval: string): PredictionReference =>
  interval === 'wald' ? 'normal' : 't-studies-minus-1';

describe('random effects against metafor::rma.uni', () => {
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const data = studiesFrom(input);
      const estimator = options.betweenStudyVariance as BetweenStudyVarianceEstimator;
      for (const [interval, values] of Object.entries(expected.intervals)) {
        const result = randomEffects(data, {
          betweenStudyVariance: estimator,
          interval: interval as PooledInterval,
          prediction: metaforPrediction(interval),
        });
        expectNear(result.tauSquared, expected.tauSquared, tolerance, 'tau squared');
        expectNear(result.iSquared, expected.iSquared, tolerance, 'i squared');
        expectNear(result.hSquared, expected.hSquared, tolerance, 'h squared');
        expectNear(result.heterogeneity.q, expected.q, tolerance, 'q');
        expectNear(result.heterogeneity.p, expected.qP, tolerance, 'q p');
        expectNear(result.pooled.estimate, expected.estimate, tolerance, 'estimate');
        expectNear(result.pooled.standardError, values.standardError, tolerance, 'standard error');
        expectNear(result.pooled.lower, values.lower, tolerance, 'lower');
        expectNear(result.pooled.upper, values.upper, tolerance, 'upper');
        expectNear(result.pooled.statistic, values.statistic, tolerance, 'statistic');
        expectNear(result.pooled.p, values.p, tolerance, 'p');
        expectNear(result.prediction.lower, values.predictionLower, tolerance, 'prediction');
        expectNear(result.prediction.upper, values.predictionUpper, tolerance, 'prediction');
        expected.weights.forEach((weight, index) => {
          expectNear(result.studies[index]!.weight, weight, tolerance, 'weight');
        });
        if (expected.tauSquaredInterval !== null && expected.tauSquaredInterval !== undefined) {
          expectNear(result.tauSquaredLower, expected.tauSquaredInterval.lower, tolerance, 'profile lower');
          expectNear(result.tauSquaredUpper, expected.tauSquaredInterval.upper, tolerance, 'profile upper');
        }
      }
    });
  }
});

const effects = fc.array(
  fc.record({
    estimate: fc.double({ min: -3, max: 3, noNaN: true }),
    standardError: fc.double({ min: 0.05, max: 2, noNaN: true }),
  }),
  { minLength: 2, maxLength: 12 },
);

const estimatedFrom = (list: readonly { estimate: number; standardError: number }[]) =>
  list.map((effect, index) => ({ name: `study ${index}`, ...effect }));

const modelOf = (list: readonly { estimate: number; standardError: number }[]) =>
  meanModel(estimatedFrom(list));

describe('random effects, laws', () => {
  it('tau squared does not depend on the centre or the order, and scales with the square of the unit', () => {
    fc.assert(
      fc.property(effects, fc.constantFrom(...betweenStudyVarianceEstimators), (list, estimator) => {
        const value = betweenStudyVariance(modelOf(list), estimator);
        expect(value).toBeGreaterThanOrEqual(0);
        const moved = list.map((effect) => ({ ...effect, estimate: effect.estimate + 5 })).toReversed();
        expectNear(betweenStudyVariance(modelOf(moved), estimator), value, 1e-6);
        const scaled = list.map(({ estimate, standardError }) => ({
          estimate: estimate * 8,
          standardError: standardError * 8,
        }));
        expectNear(betweenStudyVariance(modelOf(scaled), estimator) / 64, value, 1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it('(restricted) maximum likelihood is not beaten anywhere on a grid', () => {
    const logLikelihood = (list: ReturnType<typeof estimatedFrom>, variance: number, restricted: boolean) => {
      const weights = list.map(({ standardError }) => 1 / (standardError ** 2 + variance));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const mean = list.reduce((sum, { estimate }, index) => sum + weights[index]! * estimate, 0) / total;
      const squares = list.reduce(
        (sum, { estimate }, index) => sum + weights[index]! * (estimate - mean) ** 2,
        0,
      );
      const logs = weights.reduce((sum, weight) => sum + Math.log(weight), 0);
      return (logs - squares - (restricted ? Math.log(total) : 0)) / 2;
    };
    fc.assert(
      fc.property(effects, fc.boolean(), (raw, restricted) => {
        const list = estimatedFrom(raw);
        const best = logLikelihood(
          list,
          betweenStudyVariance(meanModel(list), restricted ? 'reml' : 'ml'),
          restricted,
        );
        const grid = Array.from({ length: 300 }, (_, point) => (point === 0 ? 0 : 10 ** (-6 + point / 37)));
        const highest = Math.max(...grid.map((variance) => logLikelihood(list, variance, restricted)));
        expect(best).toBeGreaterThanOrEqual(highest - 1e-10);
      }),
      { numRuns: 60 },
    );
  });

  it('takes the higher of two maxima of the likelihood', () => {
    // One precise study: the slope at 0 points down, yet a second, higher maximum lies beyond.
    const list = estimatedFrom([
      { estimate: 0, standardError: 0.01 },
      { estimate: 1.5, standardError: 0.3 },
      { estimate: -1.4, standardError: 0.3 },
      { estimate: 1.2, standardError: 0.3 },
    ]);
    expect(betweenStudyVariance(meanModel(list), 'ml')).toBeGreaterThan(0.5);
  });

  it('intervals hold their estimate; the prediction is no narrower than the mean', () => {
    fc.assert(
      fc.property(effects, (list) => {
        const data = studiesFrom({
          estimate: list.map((effect) => effect.estimate),
          standardError: list.map((effect) => effect.standardError),
        });
        const result = randomEffects(data, { prediction: 't-studies-minus-1' });
        if (typeof result.pooled.lower !== 'number' || typeof result.prediction.lower !== 'number') return;
        expect(result.pooled.lower).toBeLessThanOrEqual(result.pooled.estimate as number);
        expect(result.prediction.lower).toBeLessThanOrEqual(result.pooled.lower + 1e-12);
        if (typeof result.tauSquaredLower === 'number') {
          expect(result.tauSquaredLower).toBeLessThanOrEqual(result.tauSquaredUpper as number);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('random effects, edges', () => {
  const data = (estimate: number[], standardError: number[]) => studiesFrom({ estimate, standardError });

  it('one study', () => {
    const result = randomEffects(data([0.4], [0.2]));
    expect(result.pooled.estimate).toBe(0.4);
    expect(result.pooled.lower).toEqual({ notEstimable: 'too-few-observations' });
    expect(result.tauSquared).toEqual({ notEstimable: 'too-few-observations' });
    expect(result.notices[0]!.code).toBe('random-effects/one-study');
    expectNear(randomEffects(data([0.4], [0.2]), { interval: 'wald' }).pooled.standardError, 0.2, 1e-15);
  });

  it('no study', () => {
    const result = randomEffects({ rows: [] });
    expect(result.pooled.estimate).toEqual({ notEstimable: 'too-few-observations' });
    expect(result.prediction.lower).toEqual({ notEstimable: 'too-few-observations' });
  });

  it('identical studies: 0 on the boundary, and Hartung-Knapp has no spread to go by', () => {
    const same = data([0.3, 0.3, 0.3], [0.1, 0.1, 0.2]);
    for (const betweenStudyVariance of betweenStudyVarianceEstimators) {
      const result = randomEffects(same, { betweenStudyVariance });
      expect(result.tauSquared).toBe(0);
      expect(result.pooled.p).toEqual({ notEstimable: 'no-variation' });
      expect(result.pooled.lower).toEqual({ notEstimable: 'no-variation' });
      expect(result.tauSquaredUpper).toEqual({ notEstimable: 'not-applicable' });
      expect(result.notices.map((notice) => notice.code)).toEqual([
        'random-effects/boundary',
        'random-effects/empty-profile',
        'random-effects/no-spread',
      ]);
    }
    const wider = randomEffects(same, { interval: 'hartung-knapp-never-narrower' });
    expectNear(wider.pooled.standardError, 1 / Math.sqrt(100 + 100 + 25), 1e-14);
  });

  it('two studies have no prediction interval with k - 2 degrees of freedom', () => {
    const result = randomEffects(data([0.1, 0.9], [0.1, 0.2]));
    expect(result.prediction.lower).toEqual({ notEstimable: 'too-few-observations' });
    expect(typeof result.pooled.lower).toBe('number');
  });
});

describe('random effects in the registry', () => {
  it('adds a prediction row, tau squared and its profile limits', () => {
    const parse = (given: object) => randomEffectsMethod.options.parse(given);
    const data = studiesFrom(oracle.cases[0]!.input);
    const [estimates, , summary] = randomEffectsMethod.run(data, parse({})).parts;
    if (estimates?.kind !== 'estimates' || summary?.kind !== 'summary') throw new Error('parts');
    expect(estimates.rows.slice(-2).map((row) => [row.role, row.term])).toEqual([
      ['pooled', null],
      ['prediction', 'prediction'],
    ]);
    expect(estimates.rows.at(-2)?.reference).toEqual({ distribution: 't', df: 6 });
    expect(estimates.rows.at(-1)?.reference).toEqual({ distribution: 't', df: 5 });
    expect(summary.rows.map((row) => row.statistic)).toEqual(['i-squared', 'h-squared', 'tau-squared']);
    const plain = randomEffectsMethod.run(data, parse({ prediction: 'none', inconsistency: 'from-q' }));
    expect(plain.parts[0]?.kind === 'estimates' && plain.parts[0].rows.at(-1)?.role).toBe('pooled');
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
  });
});
