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

describe('draws from the posterior against brute force in R', () => {
  const posterior = JSON.parse(
    readFileSync(new URL('../../oracles/reference-based-imputation/posterior.json', import.meta.url), 'utf8'),
  ) as {
    tolerance: number;
    input: typeof oracle.input;
    pooled: {
      outcome: (number | null)[];
      cases: ({ strategy: Case['strategy']; prior?: 'inverse-wishart' } & Record<
        'draws' | 'estimate' | 'estimateError' | 'between' | 'betweenError' | 'within' | 'withinError',
        number
      >)[];
    };
  };
  const kept: LongitudinalData = {
    ...data,
    outcome: Float64Array.from(posterior.pooled.outcome, (value) => value ?? Number.NaN),
    firstVisitAfterEvent: Int32Array.from(posterior.input.firstVisitAfterEvent),
  };

  it.each(posterior.pooled.cases.map((one) => [one.strategy, one.prior ?? 'jeffreys', one] as const))(
    '%s, prior %s: estimate, variance within and between',
    (strategy, prior, one) => {
      const imputations = 4000;
      const { differences } = referenceBasedImputation(kept, {
        inference: 'bayesian',
        strategy,
        prior,
        imputations,
        between: 3,
        seed: 6,
      });
      const { pooled, simulation } = differences[0]!;
      const { estimate } = pooled!;
      const betweenVariance = pooled!.betweenVariance as number;
      const withinVariance = pooled!.withinVariance as number;
      const errors = [
        (estimate - one.estimate) / Math.hypot(simulation!.standardError as number, one.estimateError),
        (betweenVariance - one.between) /
          Math.hypot(betweenVariance * Math.sqrt(2 / simulation!.effectiveDraws), one.betweenError),
        // The reference took more draws, and its error is that much the smaller.
        (withinVariance - one.within) / (one.withinError * Math.sqrt(1 + one.draws / imputations)),
      ];
      for (const error of errors) expect(Math.abs(error)).toBeLessThan(posterior.tolerance);
      expect(differences[0]!.standardError).toBeCloseTo(
        Math.sqrt(withinVariance + (1 + 1 / imputations) * betweenVariance),
        12,
      );
    },
  );

  it('comes to the conditional means where subjects are many, and to the bootstrapped draws', () => {
    const large = simulated(300, 4, 0.04, 3);
    for (const strategy of strategies) {
      const of = (inference: 'jackknife' | 'bayesian' | 'approximate-bayesian', imputations: number) =>
        referenceBasedImputation(large, { strategy, inference, imputations, between: 5 }).differences[0]!;
      const fixed = of('jackknife', 2);
      const drawn = of('bayesian', 400);
      const gap = (drawn.estimate as number) - (fixed.estimate as number);
      // Beside the Monte-Carlo error, the two differ by a term of order 1/n.
      expect(Math.abs(gap)).toBeLessThan(4 * (drawn.simulation!.standardError as number) + 1 / 300);
      const bootstrapped = of('approximate-bayesian', 100);
      const ratio = (drawn.standardError as number) / (bootstrapped.standardError as number);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    }
  });
});

/** Arms in turn; an effect that grows with the visits; some stop, some values between visits are missing. */
function simulated(subjects: number, visits: number, gaps: number, seed: number): LongitudinalData {
  const random = new Xoshiro256(seed);
  const outcome = new Float64Array(subjects * visits);
  for (let subject = 0; subject < subjects; subject += 1) {
    const own = random.normal();
    const stop = random.uniform() < 0.3 ? 1 + random.integerBelow(visits - 1) : visits;
    for (let visit = 0; visit < visits; visit += 1) {
      const missing = visit >= stop || random.uniform() < gaps;
      outcome[subject * visits + visit] = missing
        ? Number.NaN
        : own - 0.2 * visit * (subject % 2) + random.normal();
    }
  }
  return {
    ...data,
    visits: Array.from({ length: visits }, (_, time) => ({ name: `week ${time + 1}`, time })),
    outcome,
    baseline: Float64Array.from({ length: subjects }, () => random.normal()),
    group: { levels: ['placebo', 'active'], codes: Int32Array.from({ length: subjects }, (_, s) => s % 2) },
  };
}

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
      const { differences } = referenceBasedImputation(full, {
        strategy,
        inference: 'bayesian',
        imputations: 3,
      });
      expectClose(differences[0]!.standardError, reference.standardError as number, 1e-11);
      expect(differences[0]!.simulation).toEqual({ standardError: 0, effectiveDraws: 3 });
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
    const error = Math.sqrt((pooled!.betweenVariance as number) / 300);
    // The bootstrap's own bias is of order 1/n: allow a little beside the Monte-Carlo error.
    expect(Math.abs((estimate as number) - (fixed.estimate as number))).toBeLessThan(4 * error + 0.02);
    // Rubin's variance exceeds that of repeated sampling.
    expect(standardError as number).toBeGreaterThan(fixed.standardError as number);
    expect(df).toBeLessThan(41);
    const few = { ...options, imputations: 5 };
    expect(referenceBasedImputation(data, few)).toEqual(referenceBasedImputation(data, few));
  });

  it('fits 400 subjects at 5 visits with their jackknife, and their posterior to about the same', () => {
    const large = simulated(400, 5, 0.03, 5);
    const fixed = referenceBasedImputation(large).differences[0]!;
    const drawn = referenceBasedImputation(large, { inference: 'bayesian', imputations: 1000 })
      .differences[0]!;
    const error = Math.sqrt((drawn.pooled!.betweenVariance as number) / 1000);
    // The posterior mean of so many subjects is within a few hundredths of the standard error of their likelihood's.
    const room = 4 * error + 0.05 * (fixed.standardError as number);
    expect(Math.abs((drawn.estimate as number) - (fixed.estimate as number))).toBeLessThan(room);
  });

  const bayesian = { inference: 'bayesian', imputations: 200 } as const;

  it('draws the same bits for a seed, others for another, and does not touch the data', () => {
    const before = structuredClone(data);
    const of = (seed: number) => referenceBasedImputation(data, { ...bayesian, seed });
    expect(of(4)).toEqual(of(4));
    const [one, other] = [of(4).differences[0]!, of(5).differences[0]!];
    expect(one.estimate).not.toBe(other.estimate);
    const error = Math.hypot(
      one.simulation!.standardError as number,
      other.simulation!.standardError as number,
    );
    expect(Math.abs((one.estimate as number) - (other.estimate as number))).toBeLessThan(5 * error);
    expect(data).toEqual(before);
  });

  it('draws the same under all strategies when nobody, or only the reference arm, stops', () => {
    const nobody = { ...data, firstVisitAfterEvent: new Int32Array(44).fill(3) };
    const outcome = data.outcome.map((value, cell) =>
      Number.isNaN(value) && data.group.codes[Math.floor(cell / 3)] === 0 ? 5 + Math.cos(cell) : value,
    );
    for (const input of [nobody, { ...data, outcome }]) {
      const results = strategies.map((strategy) =>
        referenceBasedImputation(input, { ...bayesian, strategy }),
      );
      for (const { differences } of results) expect(differences).toEqual(results[0]!.differences);
      expect(results[0]!.differences[0]!.pooled!.betweenVariance).toBeGreaterThan(0);
    }
  });

  it('does not care for the order of arms, and flips with the reference when missing at random', () => {
    const turned: LongitudinalData = {
      ...data,
      group: { levels: ['placebo', 'tocilizumab'], codes: data.group.codes.map((code) => 1 - code) },
    };
    const many = { ...bayesian, imputations: 1000, between: 3 };
    for (const strategy of strategies) {
      const here = referenceBasedImputation(data, { ...many, strategy }).differences[0]!;
      const there = referenceBasedImputation(turned, { ...many, strategy }).differences[0]!;
      const error = Math.hypot(
        here.simulation!.standardError as number,
        there.simulation!.standardError as number,
      );
      expect(Math.abs((there.estimate as number) - (here.estimate as number))).toBeLessThan(5 * error);
      expect(Math.abs((there.standardError as number) / (here.standardError as number) - 1)).toBeLessThan(
        0.05,
      );
    }
    const random = { ...many, strategy: 'missing-at-random' } as const;
    const [here] = referenceBasedImputation(data, random).differences;
    const [there] = referenceBasedImputation({ ...data, reference: 'tocilizumab' }, random).differences;
    expectClose(there!.estimate, -(here!.estimate as number), 1e-9);
    expectClose(there!.standardError, here!.standardError as number, 1e-9);
  });

  it('needs no burn-in without gaps between visits', () => {
    const outcome = data.outcome.slice();
    outcome[5 * 3 - 2] = 5;
    outcome[28 * 3 - 3] = 5;
    const of = (burnIn: number, between: number) =>
      referenceBasedImputation({ ...data, outcome }, { ...bayesian, burnIn, between });
    expect(of(0, 1).posterior).toEqual({ gaps: 0, doubt: null });
    expect(of(0, 1)).toEqual(of(500, 50));
    expect(of(0, 1).differences[0]!.simulation!.effectiveDraws).toBe(200);
    expect(referenceBasedImputation(data, bayesian).posterior).toEqual({ gaps: 2, doubt: null });
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

  it('tells how the draws were made and how far they depend on the seed', () => {
    const { parts, notices } = run(data, { inference: 'bayesian', imputations: 60 });
    const [estimates, summary] = parts;
    if (estimates?.kind !== 'estimates' || summary?.kind !== 'summary') throw new Error('no rows');
    expect(estimates.rows[0]!.intervalMethod).toBe(
      "jump to reference, 60 draws from the posterior; Rubin's rules with Barnard-Rubin df",
    );
    const [difference] = referenceBasedImputation(data, {
      inference: 'bayesian',
      imputations: 60,
      seed: 20260101,
    }).differences;
    expect(summary.rows.find(({ statistic }) => statistic === 'monte-carlo-error')).toEqual({
      group: 'tocilizumab',
      term: 'against placebo',
      statistic: 'monte-carlo-error',
      value: difference!.simulation!.standardError as number,
      unit: 'points',
    });
    expect(notices.map(({ code }) => code)).toEqual(['reference-based-imputation/event-from-gaps']);
  });

  it('puts variances lower with the inverse Wishart prior, which too needs a fit', () => {
    const of = (prior: 'jeffreys' | 'inverse-wishart') =>
      referenceBasedImputation(data, { inference: 'bayesian', prior, imputations: 500 }).differences[0]!
        .pooled!;
    expect(of('inverse-wishart').betweenVariance).toBeLessThan(of('jeffreys').betweenVariance as number);
    // Six subjects, three coefficients a visit, and three visits of which one subject lacks the last.
    const few: LongitudinalData = {
      ...data,
      outcome: Float64Array.from({ length: 18 }, (_, cell) =>
        cell === 17 ? Number.NaN : Math.sin(cell ** 2),
      ),
      baseline: data.baseline!.slice(0, 6),
      group: { ...data.group, codes: data.group.codes.slice(0, 6) },
    };
    expect(() => referenceBasedImputation(few, { inference: 'bayesian' })).toThrow(/at least 6/);
    const { differences } = referenceBasedImputation(few, {
      inference: 'bayesian',
      prior: 'inverse-wishart',
    });
    expect(differences[0]!.estimate).toEqual({ notEstimable: 'not-converged' });
  });

  it('draws for three arms with strata, each against the reference', () => {
    const codes = data.group.codes.map((code, subject) => (code === 1 ? 2 : subject % 4 === 0 ? 0 : 1));
    const three: LongitudinalData = {
      ...data,
      group: { levels: ['high', 'low', 'placebo'], codes },
      strata: { levels: ['north', 'south'], codes: codes.map((_, subject) => (subject % 5 < 2 ? 0 : 1)) },
    };
    const drawn = referenceBasedImputation(three, { inference: 'bayesian', imputations: 600, between: 3 });
    const fixed = referenceBasedImputation(three);
    expect(drawn.differences.map(({ of, versus }) => `${of} ${versus}`)).toEqual([
      'high placebo',
      'low placebo',
    ]);
    for (const [index, { estimate, simulation }] of drawn.differences.entries()) {
      const gap = (estimate as number) - (fixed.differences[index]!.estimate as number);
      expect(Math.abs(gap)).toBeLessThan(4 * (simulation!.standardError as number) + 1 / 44);
    }
    expect(drawn.completed).toEqual(fixed.completed);
  });

  it('draws for an arm of one subject, and where few subjects have all visits, with a warning', () => {
    const codes = data.group.codes.map((_, subject) => (subject === 0 ? 1 : 0));
    const single = { ...data, group: { ...data.group, codes } };
    const { differences } = referenceBasedImputation(single, { inference: 'bayesian', imputations: 20 });
    expect(typeof differences[0]!.standardError).toBe('number');
    // Subjects from the ninth on lack one of the first two visits.
    const outcome = data.outcome.map((value, cell) => {
      const subject = Math.floor(cell / 3);
      if (cell % 3 === 2) return 5 + Math.sin(cell);
      return subject > 7 && cell % 3 === Math.floor(subject / 2) % 2 ? Number.NaN : value;
    });
    const { notices, parts } = run({ ...data, outcome }, { inference: 'bayesian', imputations: 20 });
    expect(parts[0]!.kind).toBe('estimates');
    expect(notices.map(({ message }) => message).join(' ')).toMatch(/Only \d subjects have all values/);
  });

  it('warns where the draws depend on one another', () => {
    const outcome = data.outcome.map((value, cell) =>
      cell % 3 === 2
        ? 5 + Math.sin(cell)
        : cell % 3 === 0 && Math.floor(cell / 6) % 4 !== 0
          ? Number.NaN
          : value,
    );
    const options = { inference: 'bayesian', visit: 'week 4', imputations: 400, burnIn: 0 };
    const codes = (between: number) =>
      run({ ...data, outcome }, { ...options, between }).notices.map(({ code }) => code);
    expect(codes(1)).toContain('reference-based-imputation/dependent-draws');
    expect(codes(50)).not.toContain('reference-based-imputation/dependent-draws');
  });

  it('refuses draws where the posterior is improper, and says what to do', () => {
    const few: LongitudinalData = {
      ...data,
      outcome: data.outcome.slice(0, 15),
      baseline: data.baseline!.slice(0, 5),
      group: { ...data.group, codes: data.group.codes.slice(0, 5) },
    };
    expect(() => run(few, { inference: 'bayesian' })).toThrow(
      /too few subjects with a value at visit "week 4" or later.*5 subjects for 3 coefficients.*at least 6.*Leave out covariates or visits/s,
    );
    const repeated = data.outcome.map((value, cell) => (cell % 3 === 1 ? data.outcome[cell - 1]! : value));
    const { differences, posterior } = referenceBasedImputation(
      { ...data, outcome: repeated },
      { inference: 'bayesian' },
    );
    expect(differences[0]!.estimate).toEqual({ notEstimable: 'not-converged' });
    expect(posterior).toBe(null);
    const none = data.outcome.map((value, cell) =>
      cell % 3 === 1 && data.group.codes[(cell - 1) / 3] === 1 ? Number.NaN : value,
    );
    expect(() => run({ ...data, outcome: none }, { inference: 'bayesian' })).toThrow(
      /arm "placebo" at visit "week 12"/,
    );
    for (const wrong of [{ burnIn: -1 }, { between: 0 }, { seed: 1.5 }]) {
      expect(() => referenceBasedImputation(data, { inference: 'bayesian', ...wrong })).toThrow(MethodError);
    }
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
