import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEstimable } from '../../../src/core/estimable.js';
import { kappaMethod } from '../../../src/outcomes/agreement/kappa/definition.js';
import { cohenKappa, fleissKappa, kappaWeights } from '../../../src/outcomes/agreement/kappa/kappa.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

const oracle = readOracle<{ table: number[][] }, { level: number }>('kappa/kappa.json');
const { fleiss } = JSON.parse(
  readFileSync(new URL('../../oracles/kappa/kappa.json', import.meta.url), 'utf8'),
) as { fleiss: { counts: number[][]; kappa: number; nullStandardError: number } };

it('refuses subjects with another number of categories', () => {
  expect(() =>
    fleissKappa([
      [2, 0],
      [1, 0, 1],
      [0, 2],
    ]),
  ).toThrow(/another number of categories/);
});

describe('kappa', () => {
  it.each(oracle.cases)('agrees with vcd: $name', ({ input, options, expected }) => {
    for (const weights of kappaWeights) {
      const result = cohenKappa(input.table, { ...options, weights });
      const [kappa, standardError] = expected[weights] as number[];
      expectClose(result.kappa, kappa!, 1e-10, weights);
      expectClose(result.standardError, standardError!, 1e-10, `${weights} standard error`);
    }
    const plain = cohenKappa(input.table, options);
    expectClose(plain.nullStandardError, expected.nullStandardError as number, 1e-10);
    expectClose(plain.observedAgreement, expected.observed as number, 1e-12);
    expectClose(plain.expectedAgreement, expected.expectedAgreement as number, 1e-12);
  });

  it('of several raters is that of Fleiss 1971, who printed 0.430', () => {
    const result = fleissKappa(fleiss.counts);
    expectClose(result.kappa, fleiss.kappa, 1e-12);
    expectClose(result.nullStandardError, fleiss.nullStandardError, 1e-12);
    expect((result.kappa as number).toFixed(3)).toBe('0.430');
  });

  it('does not depend on who is first, and is 1 in full agreement', () => {
    const table = fc.array(fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(table, fc.constantFrom(...kappaWeights), (counts, weights) => {
        const turned = counts.map((_, row) => counts.map((line) => line[row]!));
        const [one, other] = [cohenKappa(counts, { weights }), cohenKappa(turned, { weights })];
        if (!isEstimable(one.kappa) || !isEstimable(one.standardError)) {
          expect(other.kappa).toEqual(one.kappa);
          return;
        }
        expect(other.kappa).toBeCloseTo(one.kappa, 10);
        expect(other.standardError).toBeCloseTo(one.standardError, 8);
        expect(one.kappa).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
    expect(
      cohenKappa([
        [5, 0],
        [0, 9],
      ]).kappa,
    ).toBe(1);
  });

  it('says what does not exist and refuses what it cannot use', () => {
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]).kappa,
    ).toEqual({ notEstimable: 'too-few-observations' });
    expect(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]).kappa,
    ).toEqual({ notEstimable: 'no-variation' });
    expect(cohenKappa([[7]]).kappa).toEqual({ notEstimable: 'no-variation' });
    expect(fleissKappa([]).kappa).toEqual({ notEstimable: 'too-few-observations' });
    expect(() => cohenKappa([[1, 2]])).toThrow(/square/);
    expect(() =>
      cohenKappa([
        [1, -2],
        [0, 1],
      ]),
    ).toThrow(/table\[0\]\[1\]/);
    expect(() =>
      fleissKappa([
        [2, 1],
        [1, 1],
      ]),
    ).toThrow(/number of raters/);
  });

  it('in a plan, takes categories for two raters and for three', () => {
    const draw = (shift: number) =>
      Float64Array.from({ length: 30 }, (_, row) => (row * 7 + shift * (row % 4)) % 3);
    const data = {
      ...sampleData.ratings,
      categories: ['none', 'mild', 'severe'],
      values: [draw(0), draw(1)],
    };
    const two = kappaMethod.run(data, kappaMethod.options.parse({ weights: 'linear' }));
    expect(two.parts[0]).toMatchObject({ rows: [{ of: 'reader 1', versus: 'reader 2' }] });
    const raters = ['reader 1', 'reader 2', 'reader 3'];
    const three = kappaMethod.run(
      { ...data, raters, values: [...data.values, draw(2)] },
      kappaMethod.options.parse({}),
    );
    expect(three.parts[0]).toMatchObject({ rows: [{ intervalMethod: 'Fleiss kappa, null standard error' }] });
    expect(() => kappaMethod.run(sampleData.ratings, kappaMethod.options.parse({}))).toThrow(/categories/);
  });
});

it('refuses the position after the last category', () => {
  const data = {
    ...sampleData.ratings,
    categories: ['none', 'mild'],
    values: [Float64Array.of(0, 1, 2), Float64Array.of(0, 1, 1)],
  };
  expect(() => kappaMethod.run(data, kappaMethod.options.parse({}))).toThrow(/positions in none, mild/);
});

it('cuts the interval to [-1, 1]', () => {
  const few = cohenKappa([
    [2, 1],
    [0, 2],
  ]);
  expect((few.kappa as number) + 1.96 * (few.standardError as number)).toBeGreaterThan(1);
  expect(few.upper).toBe(1);
  const opposite = cohenKappa([
    [0, 2],
    [3, 1],
  ]);
  expect(opposite.lower).toBe(-1);
});
