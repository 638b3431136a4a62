import { describe, expect, it } from 'vitest';
import type { SurvivalData } from '../../src/core/analysis-data.js';
import type { NamedCovariate } from '../../src/math/columns/covariate-columns.js';
import { naturalCubicSpline } from '../../src/math/splines/natural-cubic-spline.js';
import { coxMethod } from '../../src/survival/cox/definition.js';
import { type CoxInput, fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import { testProportionalHazards } from '../../src/survival/cox/proportional-hazards-test.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly options: { readonly ties: 'efron' | 'breslow'; readonly robust: boolean };
  readonly generate: { readonly n: number; readonly seed: number };
  readonly covariates: 'factor and spline' | 'arms and interaction';
  readonly expected: {
    readonly coefficients: readonly number[];
    readonly terms: readonly {
      readonly term: string;
      readonly wald: number;
      readonly likelihoodRatio: number | null;
      readonly df: number;
    }[];
    readonly zph: readonly { readonly chiSquare: number; readonly df: number }[];
  };
}
const oracle = readOracle<Case>('cox', 'terms');

function inputOf({ generate: { n, seed }, covariates }: Pick<Case, 'generate' | 'covariates'>): CoxInput {
  const rows = generateCoxRows(n, seed);
  const { time, event, marker } = rows;
  if (covariates === 'factor and spline') {
    const region = [1, 2, 3].map((level) => ({
      name: `region: ${level}`,
      values: rows.centre.map((centre) => (Number(centre) % 4 === level ? 1 : 0)),
      term: 'region',
    }));
    const age = naturalCubicSpline(rows.age, { df: 3 }).columns.map((values, index) => ({
      name: `age: spline ${index + 1}`,
      values,
      term: 'age',
    }));
    return { time, event, covariates: [...region, ...age, { name: 'marker', values: marker }] };
  }
  const codes = Int32Array.from(rows.strata, Number);
  const times = (left: ArrayLike<number>, right: readonly number[]) =>
    right.map((value, row) => value * left[row]!);
  const arm = (code: number) => Array.from(codes, (own) => (own === code ? 1 : 0));
  const named: readonly NamedCovariate[] = [
    { name: 'marker', values: marker },
    { name: 'treatment', values: rows.treatment },
    { name: 'arm: a × marker', values: times(arm(1), marker), term: 'arm × marker' },
    { name: 'arm: b × marker', values: times(arm(2), marker), term: 'arm × marker' },
    { name: 'marker × treatment', values: times(marker, rows.treatment), term: 'marker × treatment' },
  ];
  return { time, event, group: { levels: ['c', 'a', 'b'], codes }, reference: 'c', covariates: named };
}

describe('joint tests of terms against R survival', () => {
  for (const reference of oracle.cases) {
    const { options, expected } = reference;
    const model = fitCoxModel(inputOf(reference), {
      ties: options.ties,
      variance: options.robust ? 'robust' : 'model',
    });
    it(`${reference.name}: Wald and likelihood ratio`, () => {
      expected.coefficients.forEach((value, index) => {
        expectClose(model.result.coefficients[index]!.logHazardRatio, value, oracle.tolerance);
      });
      expect(model.result.termTests.map(({ term, waldTest: { df } }) => [term, df])).toEqual(
        expected.terms.map(({ term, df }) => [term, df]),
      );
      model.result.termTests.forEach(({ waldTest, likelihoodRatioTest, interaction, term }, index) => {
        const { wald, likelihoodRatio } = expected.terms[index]!;
        expectClose(waldTest.chiSquare, wald, oracle.tolerance, `${term} Wald`);
        if (likelihoodRatio === null) {
          expect(likelihoodRatioTest.chiSquare).toEqual({ notEstimable: 'not-applicable' });
        } else expectClose(likelihoodRatioTest.chiSquare, likelihoodRatio, oracle.tolerance, `${term} ratio`);
        expect(interaction).toBe(term.includes('×'));
      });
    });

    it(`${reference.name}: proportional hazards of whole terms`, () => {
      const tests = testProportionalHazards(model, 'identity');
      const single = model.result.coefficients.map(({ name }) => name);
      for (const { chiSquare, df } of expected.zph) {
        const near = tests.filter((test) => test.df === df);
        const gaps = near.map((test) => Math.abs((test.chiSquare as number) / chiSquare - 1));
        expect(Math.min(...gaps), `${chiSquare} on ${df}`).toBeLessThan(1e-7);
      }
      const joint = model.result.termTests
        .filter(({ coefficients }) => coefficients.length > 1)
        .map(({ term }) => term);
      expect(tests.map(({ term }) => term)).toEqual([...single, ...joint, 'global']);
    });
  }
});

describe('joint tests', () => {
  const first = oracle.cases[0]!;

  it('do not depend on which level is the reference, and equal the square of z for one column', () => {
    const { time, event } = inputOf(first);
    const rows = generateCoxRows(first.generate.n, first.generate.seed);
    const coded = (levels: readonly number[]): CoxInput => ({
      time,
      event,
      covariates: levels.map((level) => ({
        name: `region: ${level}`,
        values: rows.centre.map((centre) => (Number(centre) % 4 === level ? 1 : 0)),
        term: 'region',
      })),
    });
    const [one] = fitCoxModel(coded([1, 2, 3])).result.termTests;
    const [other] = fitCoxModel(coded([0, 1, 3])).result.termTests;
    expectClose(other!.waldTest.chiSquare, one!.waldTest.chiSquare as number, 1e-9);
    expectClose(other!.likelihoodRatioTest.chiSquare, one!.likelihoodRatioTest.chiSquare as number, 1e-9);
    const { result } = fitCoxModel(inputOf(oracle.cases[1]!));
    const product = result.termTests.find(({ term }) => term === 'marker × treatment')!;
    const coefficient = result.coefficients.find(({ name }) => name === 'marker × treatment')!;
    expectClose(product.waldTest.chiSquare, (coefficient.z as number) ** 2, 1e-10);
    expectClose(product.waldTest.p, coefficient.p as number, 1e-10);
  });

  it('have fewer degrees of freedom where a column repeats others, and no Wald test when separated', () => {
    const time = [1, 2, 3, 4, 5, 6, 7, 8];
    const event = [1, 1, 1, 1, 1, 0, 1, 0];
    const column = (name: string, values: readonly number[]) => ({ name, values, term: 'x' });
    const repeated = fitCoxModel({
      time,
      event,
      covariates: [column('a', [1, 0, 1, 0, 1, 1, 0, 1]), column('b', [2, 0, 2, 0, 2, 2, 0, 2])],
    }).result.termTests[0]!;
    expect([repeated.waldTest.df, repeated.coefficients]).toEqual([1, ['a', 'b']]);
    const separated = fitCoxModel({
      time,
      event,
      covariates: [column('a', [1, 1, 0, 0, 0, 0, 0, 0]), column('b', [0, 0, 1, 0, 0, 1, 0, 1])],
    }).result;
    expect(separated.status).toBe('separated');
    expect(separated.termTests[0]!.waldTest.chiSquare).toEqual({ notEstimable: 'separated' });
    expect(separated.termTests[0]!.likelihoodRatioTest.chiSquare).toBeGreaterThan(0);
  });

  it('are rows of the method, an interaction under its own name', () => {
    const input = inputOf(oracle.cases[1]!);
    const data: SurvivalData = {
      kind: 'survival',
      time: Float64Array.from(input.time),
      event: Uint8Array.from(input.event, Number),
      group: input.group as NonNullable<SurvivalData['group']>,
      reference: 'c',
      covariates: (input.covariates as readonly NamedCovariate[]).map(({ name, values, term }) => ({
        name,
        values: Float64Array.from(values as ArrayLike<number>),
        ...(term === undefined ? {} : { term }),
      })),
      timeUnit: 'days',
      eventLabel: 'death',
    };
    const { parts } = coxMethod.run(data, coxMethod.options.parse({}));
    const rows = parts.flatMap((part) => (part.kind === 'test' ? part.rows : []));
    expect(rows.filter(({ term }) => term !== null).map(({ statistic, term }) => [statistic, term])).toEqual([
      ['wald', 'group'],
      ['likelihood-ratio', 'group'],
      ['interaction', 'arm × marker'],
      ['likelihood-ratio', 'arm × marker'],
      ['interaction', 'marker × treatment'],
      ['likelihood-ratio', 'marker × treatment'],
    ]);
  });
});
