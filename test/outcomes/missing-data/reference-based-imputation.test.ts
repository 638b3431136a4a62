import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LongitudinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { ancova } from '../../../src/outcomes/continuous/ancova/ancova.js';
import { referenceBasedImputationMethod } from '../../../src/outcomes/missing-data/reference-based-imputation/definition.js';
import {
  type ReferenceBasedOptions,
  referenceBasedImputation,
} from '../../../src/outcomes/missing-data/reference-based-imputation/reference-based-imputation.js';
import { expectClose, expectFigures } from '../oracle-cases.js';

interface Case {
  name: string;
  strategy: NonNullable<ReferenceBasedOptions['strategy']>;
  criterion: 'reml' | 'ml';
  outcome: (number | null)[];
  given: boolean;
  completed: number[];
  covariance: number[];
  visitMeans: Record<string, number[]>;
  expected: Record<string, number>;
}
const oracle = JSON.parse(
  readFileSync(
    new URL('../../oracles/reference-based-imputation/conditional-means.json', import.meta.url),
    'utf8',
  ),
) as {
  tolerance: number;
  input: { codes: number[]; baseline: number[]; firstVisitAfterEvent: number[] };
  cases: Case[];
  gls: { criterion: 'reml' | 'ml'; covariance: number[]; means: number[] }[];
};
const dataOf = (one: Case): LongitudinalData => ({
  kind: 'longitudinal',
  subjects: oracle.input.codes.map((_, index) => `${index + 1}`),
  visits: ['week 4', 'week 12', 'week 24'].map((name) => ({ name, time: null })),
  outcomeIs: 'number',
  outcome: Float64Array.from(one.outcome, (value) => value ?? Number.NaN),
  baseline: Float64Array.from(oracle.input.baseline),
  group: { levels: ['tocilizumab', 'placebo'], codes: Int32Array.from(oracle.input.codes) },
  reference: 'placebo',
  covariates: [],
  ...(one.given ? { firstVisitAfterEvent: Int32Array.from(oracle.input.firstVisitAfterEvent) } : {}),
  outcomeLabel: 'DAS28',
  unit: 'points',
});
const data = dataOf(oracle.cases[0]!);
const strategies = [
  'jump-to-reference',
  'copy-reference',
  'copy-increments-in-reference',
  'missing-at-random',
] as const;

function expectAll(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  for (const [index, value] of expected.entries()) expectClose(actual[index], value, tolerance);
}

describe('conditional mean imputation against its definition worked in R', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { strategy, criterion } = one;
    const result = referenceBasedImputation(dataOf(one), { strategy, criterion });
    expect(expectFigures(result.differences[0]!, one.expected, oracle.tolerance)).toBe(5);
    expectAll(result.completed!, one.completed, 1e-9);
    expectAll(result.covariance!, one.covariance, 1e-9);
    expectAll(result.visitMeans![0]!, one.visitMeans['tocilizumab']!, 1e-9);
    expectAll(result.visitMeans![1]!, one.visitMeans['placebo']!, 1e-9);
  });

  it.each(oracle.gls.map((fit) => [fit.criterion, fit] as const))('fits the model of gls by %s', (_, fit) => {
    const { criterion } = fit;
    const result = referenceBasedImputation(data, { strategy: 'missing-at-random', criterion });
    const [of, versus] = result.visitMeans!;
    expectAll(result.covariance!, fit.covariance, 2e-6);
    expectAll([...versus!, ...of!], fit.means, 1e-6);
  });
});

describe('reference-based imputation laws', () => {
  const full = {
    ...data,
    outcome: data.outcome.map((value, cell) => (Number.isNaN(value) ? Math.sin(cell) + 5 : value)),
  };
  const reference = ancova({
    outcome:
      data.group.codes.length === 44 ? Array.from({ length: 44 }, (_, s) => full.outcome[3 * s + 2]!) : [],
    group: full.group,
    reference: 'placebo',
    covariates: [{ name: 'baseline', values: full.baseline! }],
  }).differences[0]!;

  it('without missing values is the analysis of covariance under every strategy', () => {
    for (const strategy of strategies) {
      const result = referenceBasedImputation(full, { strategy });
      expectClose(result.differences[0]!.estimate, reference.estimate as number, 1e-11);
      expect([...result.byReference, ...result.atRandom]).toEqual([0, 0, 0, 0]);
      const draws = referenceBasedImputation(full, {
        strategy,
        inference: 'approximate-bayesian',
        imputations: 3,
      });
      expectClose(draws.differences[0]!.standardError, reference.standardError as number, 1e-11);
    }
  });

  it('puts jump to reference nearest to no difference, missing at random farthest', () => {
    const of = (strategy: (typeof strategies)[number]) =>
      referenceBasedImputation(data, { strategy }).differences[0]!.estimate as number;
    const [jump, copy, increments, random] = strategies.map(of);
    expect(Math.abs(jump!)).toBeLessThan(Math.abs(copy!));
    expect(Math.abs(copy!)).toBeLessThan(Math.abs(random!));
    expect(Math.abs(jump!)).toBeLessThan(Math.abs(increments!));
    expect(Math.abs(increments!)).toBeLessThan(Math.abs(random!));
  });

  it('is the same under all strategies when only the reference arm has gaps', () => {
    const outcome = data.outcome.map((value, cell) =>
      Number.isNaN(value) && data.group.codes[Math.floor(cell / 3)] === 0 ? 5 + Math.cos(cell) : value,
    );
    const estimates = strategies.map(
      (strategy) =>
        referenceBasedImputation({ ...data, outcome }, { strategy }).differences[0]!.estimate as number,
    );
    for (const estimate of estimates) expectClose(estimate, estimates[0]!, 1e-10);
  });

  it('does not care for the order of subjects or the unit of the outcome', () => {
    const turned: LongitudinalData = {
      ...data,
      outcome: Float64Array.from(data.outcome, (_, cell) => {
        const subject = 43 - Math.floor(cell / 3);
        return 10 * data.outcome[subject * 3 + (cell % 3)]! + 7;
      }),
      baseline: data.baseline!.slice().reverse(),
      group: { levels: data.group.levels, codes: data.group.codes.slice().reverse() },
    };
    const before = structuredClone(data);
    const here = referenceBasedImputation(data).differences[0]!;
    const there = referenceBasedImputation(turned).differences[0]!;
    expect(data).toEqual(before);
    expectClose(there.estimate, 10 * (here.estimate as number), 1e-8);
    expectClose(there.standardError, 10 * (here.standardError as number), 1e-7);
  });

  it('draws about the conditional means: the pool comes near them, the same for a seed', () => {
    const options = { inference: 'approximate-bayesian', imputations: 300, seed: 4 } as const;
    const fixed = referenceBasedImputation(data).differences[0]!;
    const { pooled, estimate, standardError, df } = referenceBasedImputation(data, options).differences[0]!;
    const error = Math.sqrt(pooled!.betweenVariance / 300);
    // The bootstrap's own bias is of order 1/n: allow a little beside the Monte-Carlo error.
    expect(Math.abs((estimate as number) - (fixed.estimate as number))).toBeLessThan(4 * error + 0.02);
    // Rubin's variance exceeds that of repeated sampling.
    expect(standardError as number).toBeGreaterThan(fixed.standardError as number);
    expect(df).toBeLessThan(41);
    const few = { ...options, imputations: 5 };
    expect(referenceBasedImputation(data, few)).toEqual(referenceBasedImputation(data, few));
  });

  it('fits 400 subjects at 5 visits with their jackknife in time', () => {
    const random = new Xoshiro256(5);
    const subjects = 400;
    const outcome = new Float64Array(subjects * 5);
    for (let subject = 0; subject < subjects; subject += 1) {
      const own = random.normal();
      const stop = random.uniform() < 0.3 ? 1 + random.integerBelow(4) : 5;
      for (let visit = 0; visit < 5; visit += 1) {
        const gap = visit >= stop || random.uniform() < 0.03;
        outcome[subject * 5 + visit] = gap ? Number.NaN : own - 0.2 * visit * (subject % 2) + random.normal();
      }
    }
    const large: LongitudinalData = {
      ...data,
      visits: [1, 2, 3, 4, 5].map((time) => ({ name: `week ${time}`, time })),
      outcome,
      baseline: Float64Array.from({ length: subjects }, () => random.normal()),
      group: { levels: ['placebo', 'active'], codes: Int32Array.from({ length: subjects }, (_, s) => s % 2) },
    };
    const start = performance.now();
    const { differences } = referenceBasedImputation(large);
    expect(performance.now() - start).toBeLessThan(10000);
    expect(typeof differences[0]!.standardError).toBe('number');
  });
});

describe('reference-based imputation edges', () => {
  const run = (input: LongitudinalData, options: object = {}) =>
    referenceBasedImputationMethod.run(input, referenceBasedImputationMethod.options.parse(options));

  it('says what it took for the event and what it set aside', () => {
    expect(run(data).notices.map(({ code }) => code)).toEqual(['reference-based-imputation/event-from-gaps']);
    const kept = dataOf(oracle.cases[2]!);
    expect(
      run(kept)
        .notices.map(({ message }) => message)
        .join(' '),
    ).toMatch(/^2 values observed after/);
    expect(referenceBasedImputation(kept, { strategy: 'missing-at-random' }).setAside).toBe(0);
  });

  it('counts what it imputes about the reference and at random', () => {
    const { byReference, atRandom, filled } = referenceBasedImputation(data);
    expect(byReference).toEqual([6, 0]);
    expect(atRandom).toEqual([0, 4]);
    expect(filled.reduce((sum, flag) => sum + flag, 0)).toBe(10);
  });

  it('works at one visit, where a missing value takes the mean of the reference arm', () => {
    const single: LongitudinalData = {
      ...data,
      visits: data.visits.slice(2),
      outcome: Float64Array.from({ length: 44 }, (_, subject) => data.outcome[subject * 3 + 2]!),
    };
    const { differences, completed, visitMeans } = referenceBasedImputation(single);
    expect(typeof differences[0]!.standardError).toBe('number');
    const { baseline: _, ...bare } = single;
    const plain = referenceBasedImputation(bare);
    expectClose(plain.completed![2], plain.visitMeans![1]![0]!, 1e-12);
    expect(completed![2]).not.toBe(visitMeans![1]![0]);
  });

  it('gives a reason where the covariance of the visits cannot be known', () => {
    const outcome = data.outcome.map((value, cell) => (cell % 3 === 1 ? data.outcome[cell - 1]! : value));
    const { differences } = referenceBasedImputation({ ...data, outcome });
    expect(differences[0]!.estimate).toEqual({ notEstimable: 'not-converged' });
    expect(differences[0]!.p).toEqual({ notEstimable: 'not-converged' });
  });

  it('gives a reason where the jackknife takes an arm its last value at a visit', () => {
    const outcome = data.outcome.map((value, cell) =>
      cell % 3 === 2 && data.group.codes[(cell - 2) / 3] === 0 && cell !== 2 ? Number.NaN : value,
    );
    const { differences } = referenceBasedImputation({ ...data, outcome });
    expect(typeof differences[0]!.estimate).toBe('number');
    expect(differences[0]!.standardError).toEqual({ notEstimable: 'too-few-observations' });
  });

  it('refuses what does not fit', () => {
    expect(() => run({ ...data, reference: null })).toThrow(/names no arm/);
    expect(() => run({ ...data, reference: 'usual care' })).toThrow(/one of two or more arms/);
    const yesNo = { ...data, outcomeIs: 'yes-no' as const, outcome: data.outcome.map(Math.sign) };
    expect(() => run(yesNo)).toThrow(/measured number/);
    const none = data.outcome.map((value, cell) =>
      cell % 3 === 1 && data.group.codes[(cell - 1) / 3] === 1 ? Number.NaN : value,
    );
    expect(() => run({ ...data, outcome: none })).toThrow(/arm "placebo" at visit "week 12"/);
    const events = Int32Array.from({ length: 44 }, () => 9);
    expect(() => run({ ...data, firstVisitAfterEvent: events })).toThrow(MethodError);
    expect(() => referenceBasedImputation(data, { imputations: 1 })).toThrow(MethodError);
  });
});
