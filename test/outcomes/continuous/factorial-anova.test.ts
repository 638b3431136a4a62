import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { criticalT } from '../../../src/math/distributions/student-t.js';
import { anova } from '../../../src/outcomes/continuous/anova/anova.js';
import { factorialAnovaMethod } from '../../../src/outcomes/continuous/factorial-anova/definition.js';
import {
  factorialAnova,
  type SumOfSquaresType,
} from '../../../src/outcomes/continuous/factorial-anova/factorial-anova.js';
import type { FactorialTerm } from '../../../src/outcomes/continuous/factorial-anova/factorial-design.js';
import oracle from '../../oracles/factorial-anova/car.json' with { type: 'json' };
import emmeans from '../../oracles/factorial-anova/emmeans.json' with { type: 'json' };
import { sampleData, sampleOutcomes } from '../../sample-data.js';
import { expectClose } from '../oracle-cases.js';
import { summaryRows, testRows } from '../part-rows.js';

const none = (reason: string) => ({ notEstimable: reason });
const factor = (name: string, levels: readonly string[], codes: readonly number[]) => ({
  name,
  factor: { levels, codes: Int32Array.from(codes) },
});
const { input } = oracle;
const variables: Readonly<Record<string, FactorialTerm>> = {
  arm: factor('arm', input.arm.levels, input.arm.codes),
  sex: factor('sex', input.sex.levels, input.sex.codes),
  region: factor('region', input.region.levels, input.region.codes),
  baseline: { name: 'baseline', columns: [Float64Array.from(input.baseline)] },
};

describe('factorial analysis of variance against anova and car::Anova', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const result = factorialAnova(
      {
        outcome: input.outcome,
        variables: one.variables.map((name) => variables[name]!),
        interactions: one.interactions,
      },
      { type: one.type as SumOfSquaresType },
    );
    expect(result.terms).toHaveLength(one.expected.terms.length);
    one.expected.terms.forEach((expected, index) => {
      const term = result.terms[index]!;
      expect(term.df).toBe(expected.df);
      expectClose(term.sumOfSquares, expected.sumOfSquares, 1e-8, term.term);
      expectClose(term.f, expected.f, 1e-8, term.term);
      expectClose(term.p, expected.p, 1e-7, term.term);
    });
    expectClose(result.residualSumOfSquares, one.expected.residualSumOfSquares, oracle.tolerance);
    expect(result.residualDf).toBe(one.expected.residualDf);
  });
});

describe('least-squares means against emmeans', () => {
  it.each(emmeans.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { means } = factorialAnova(
      {
        outcome: input.outcome,
        variables: one.variables.map((name) => variables[name]!),
        interactions: one.interactions,
      },
      { level: emmeans.level },
    );
    expect(means).toHaveLength(one.means.length);
    for (const expected of one.means) {
      const wanted = Object.entries(expected.levels);
      const found = means.find(
        ({ levels }) =>
          levels.length === wanted.length &&
          wanted.every(([name, level]) =>
            levels.some((shown) => shown.variable === name && shown.level === level),
          ),
      );
      for (const figure of ['mean', 'standardError', 'lower', 'upper'] as const) {
        expectClose(found?.[figure], expected[figure], emmeans.tolerance, `${wanted.join(' ')} ${figure}`);
      }
    }
  });
});

describe('factorial analysis of variance, laws', () => {
  it('least-squares means of balanced cells are plain means, and do not depend on the type', () => {
    const [third, first] = [factorialAnova(balanced), factorialAnova(balanced, { type: 'I' })];
    expect(third.means).toEqual(first.means);
    const x = third.means.find(({ levels }) => levels.length === 1 && levels[0]!.level === 'x')!;
    expectClose(x.mean, (1 + 4 + 2 + 6 + 5 + 9) / 6, 1e-12);
    const cell = third.means.find(({ levels }) => levels.map(({ level }) => level).join() === 'y,r')!;
    expectClose(cell.mean, 6, 1e-12);
    expectClose(
      cell.standardError,
      Math.sqrt((third.residualSumOfSquares as number) / third.residualDf / 2),
      1e-12,
    );
    expect(third.means).toHaveLength(2 + 3 + 6);
  });

  const balanced = {
    outcome: [1, 4, 2, 6, 5, 9, 3, 3, 7, 8, 2, 10],
    variables: [
      factor('a', ['x', 'y'], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]),
      factor('b', ['p', 'q', 'r'], [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2]),
    ],
    interactions: [['a', 'b']],
  };

  it('the types agree and sums of squares add up when cells are alike', () => {
    const [first, second, third] = (['I', 'II', 'III'] as const).map((type) =>
      factorialAnova(balanced, { type }),
    );
    first!.terms.forEach(({ sumOfSquares, term }, index) => {
      expectClose(second!.terms[index]!.sumOfSquares, sumOfSquares as number, 1e-10, term);
      expectClose(third!.terms[index]!.sumOfSquares, sumOfSquares as number, 1e-10, term);
    });
    const mean = balanced.outcome.reduce((sum, value) => sum + value, 0) / 12;
    const total = balanced.outcome.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const parts = first!.terms.reduce((sum, { sumOfSquares }) => sum + (sumOfSquares as number), 0);
    expectClose(parts + (first!.residualSumOfSquares as number), total, 1e-12);
  });

  it('one factor is the one-way analysis', () => {
    const arms = [0, 1, 2].map((code) => input.outcome.filter((_, row) => input.arm.codes[row] === code));
    const result = factorialAnova({ outcome: input.outcome, variables: [variables.arm!] });
    expectClose(result.terms[0]!.p, anova(arms).p as number, 1e-10);
  });

  it('neither the order of levels nor the origin of the outcome matters', () => {
    const turned = factor(
      'arm',
      ['high', 'low', 'placebo'],
      input.arm.codes.map((code) => 2 - code),
    );
    const plain = { outcome: input.outcome, interactions: [['sex', 'arm']] };
    const here = factorialAnova({ ...plain, variables: [variables.sex!, variables.arm!] });
    const there = factorialAnova({
      ...plain,
      outcome: input.outcome.map((value) => value + 1e4),
      variables: [variables.sex!, turned],
    });
    here.terms.forEach(({ f }, index) => {
      expectClose(there.terms[index]!.f, f as number, 1e-7);
    });
  });
});

describe('factorial analysis of variance, edges', () => {
  const a = factor('a', ['x', 'y', 'nobody'], [0, 0, 0, 1, 1, 1]);
  const outcome = [1, 2, 4, 3, 5, 9];

  it('leaves out levels without subjects, and says what cannot be told apart', () => {
    expect(factorialAnova({ outcome, variables: [a] }).terms[0]!.df).toBe(1);
    const same = { ...a, name: 'same' };
    expect(factorialAnova({ outcome, variables: [a, same] }, { type: 'I' }).terms[1]!.f).toEqual(
      none('collinear'),
    );
    const empty = factor('b', ['p', 'q'], [0, 0, 1, 0, 0, 0]);
    const result = factorialAnova({ outcome, variables: [a, empty], interactions: [['a', 'b']] });
    expect(result.terms.map(({ p }) => p)).toEqual([none('collinear'), none('collinear'), none('collinear')]);
    const second = factorialAnova(
      { outcome, variables: [a, empty], interactions: [['a', 'b']] },
      { type: 'II' },
    );
    expect(second.terms.map(({ p }) => typeof p)).toEqual(['number', 'number', 'object']);
  });

  it('needs residual degrees of freedom and variation', () => {
    const b = factor('b', ['x', 'y'], [0, 1]);
    expect(factorialAnova({ outcome: [1, 2], variables: [b] }).terms[0]!.f).toEqual(
      none('too-few-observations'),
    );
    expect(factorialAnova({ outcome: [2, 2, 2, 3, 3, 3], variables: [a] }).terms[0]!.p).toEqual(
      none('no-variation'),
    );
  });

  it('refuses what does not fit together', () => {
    const bad: (() => unknown)[] = [
      () => factorialAnova({ outcome: [1, 2], variables: [a] }),
      () => factorialAnova({ outcome: [1, 2, 3, 4, 5, Number.NaN], variables: [a] }),
      () => factorialAnova({ outcome, variables: [a, a] }),
      () => factorialAnova({ outcome, variables: [a], interactions: [['a', 'b']] }),
      () => factorialAnova({ outcome, variables: [a], interactions: [['a', 'a']] }),
      () => factorialAnova({ outcome, variables: [{ name: 'x', columns: [[1, 2]] }] }),
      () => factorialAnova({ outcome, variables: [a] }, { type: 'IV' as never }),
      () => factorialAnova({ outcome, variables: [factor('a', ['x'], [0, 0, 0, 1, 0, 0])] }),
    ];
    for (const call of bad) expect(call).toThrow(MethodError);
  });
});

describe('factorial analysis of variance as a method', () => {
  const strata = sampleData.ordinal.strata!;
  const run = (given: object) =>
    testRows(
      factorialAnovaMethod.run(
        { ...sampleOutcomes.number, strata },
        factorialAnovaMethod.options.parse(given),
      ),
    ).map(({ term, df }) => [term, df]);

  it('takes covariates, strata and arms, and the interactions asked for', () => {
    expect(run({})).toEqual([
      ['AGE', 1],
      ['stratum', 1],
      ['arm', 1],
      ['stratum × arm', 1],
    ]);
    expect(run({ interactions: 'none' })).toHaveLength(3);
    expect(run({ interactions: [['AGE', 'arm']] })[3]).toEqual(['AGE × arm', 1]);
  });

  it('reads indicators of one column as a factor', () => {
    const indicator = (name: string, level: number) => ({
      name: `REGION: ${name}`,
      values: Float64Array.from(sampleOutcomes.number.outcome, (_, row) => (row % 3 === level ? 1 : 0)),
    });
    const data = { ...sampleOutcomes.number, covariates: [indicator('b', 1), indicator('c', 2)] };
    const rows = testRows(factorialAnovaMethod.run(data, factorialAnovaMethod.options.parse({})));
    expect(rows.map(({ term, df }) => [term, df])).toEqual([
      ['REGION', 2],
      ['arm', 1],
      ['REGION × arm', 2],
    ]);
  });

  it('gives least-squares means of arms under their names and of other factors as terms', () => {
    const output = factorialAnovaMethod.run(
      { ...sampleOutcomes.number, strata },
      factorialAnovaMethod.options.parse({}),
    );
    expect(
      summaryRows(output)
        .filter(({ statistic }) => statistic === 'least-squares-mean')
        .map(({ group, term }) => [group, term]),
    ).toEqual([
      [null, 'stratum: low'],
      [null, 'stratum: high'],
      ['tocilizumab', null],
      ['placebo', null],
      ['tocilizumab', 'stratum: low'],
      ['placebo', 'stratum: low'],
      ['tocilizumab', 'stratum: high'],
      ['placebo', 'stratum: high'],
    ]);
  });

  it('gives intervals of the level that was asked for', () => {
    const halfWidth = (level: number) => {
      const options = factorialAnovaMethod.options.parse({ level });
      const rows = summaryRows(factorialAnovaMethod.run(sampleOutcomes.number, options));
      const { value, interval } = rows.find(({ statistic }) => statistic === 'least-squares-mean')!;
      expect(interval!.level).toBe(level);
      return (interval!.upper as number) - (value as number);
    };
    const degrees = factorialAnovaMethod
      .run(sampleOutcomes.number, factorialAnovaMethod.options.parse({}))
      .parts.flatMap((part) => (part.kind === 'test' ? part.rows : []))[0]!.denominatorDf!;
    const ratio = halfWidth(0.9) / halfWidth(0.95);
    expect(ratio).toBeCloseTo(criticalT(0.9, degrees) / criticalT(0.95, degrees), 12);
  });

  it('has no means where cells are empty, and none but their values without residual variation', () => {
    const variables = [factor('a', ['x', 'y'], [0, 0, 1, 1]), factor('b', ['p', 'q'], [0, 0, 0, 1])];
    const empty = factorialAnova({ outcome: [1, 2, 3, 4], variables, interactions: [['a', 'b']] });
    expect(empty.means[0]!.mean).toEqual(none('collinear'));
    const exact = factorialAnova({ outcome: [1, 2], variables: [factor('a', ['x', 'y'], [0, 1])] });
    expectClose(exact.means[1]!.mean, 2, 1e-12);
    expect(exact.means[1]!.lower).toEqual(none('too-few-observations'));
  });
});

it('says what a variable is made of', () => {
  const anova = (variable: unknown) => () =>
    (factorialAnova as (data: unknown) => unknown)({ outcome: [1, 2, 4, 3], variables: [variable] });
  expect(anova({ name: 'x', values: [1, 2, 3, 5] })).toThrow(/columns of x" is missing/);
  expect(anova({ name: 'A', factor: { levels: ['a', 'b'] } })).toThrow(MethodError);
  expect(anova({ name: 'A', factor: { levels: ['a', 'b'], codes: [0, 1, 2, 0] } })).toThrow(
    /code without a level/,
  );
});
