import { describe, expect, it } from 'vitest';
import { coxConcordance } from '../../src/survival/cox/concordance.js';
import { coxResiduals } from '../../src/survival/cox/cox-residuals.js';
import { fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import {
  type TimeTransform,
  testProportionalHazards,
} from '../../src/survival/cox/proportional-hazards-test.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface Sums {
  readonly sum: readonly number[];
  readonly squares: readonly number[];
  readonly first: readonly number[];
  readonly last: readonly number[];
}
interface Case {
  readonly name: string;
  readonly generate: { readonly n: number; readonly seed: number };
  readonly options: {
    readonly ties: 'efron' | 'breslow';
    readonly strata: boolean;
    readonly entry: boolean;
    readonly weight: boolean;
  };
  readonly expected: {
    readonly martingale: readonly number[];
    readonly devianceSum: number;
    readonly deviance: readonly number[];
    readonly score: Sums;
    readonly dfbeta: Sums;
    readonly schoenfeld: Sums;
    readonly scaledSchoenfeld: Sums;
    readonly zph: readonly { readonly transform: TimeTransform; readonly chiSquare: readonly number[] }[];
    readonly concordance: number;
  };
}

const oracle = readOracle<Case>('cox', 'residuals');

function fitOf({ generate, options }: Case) {
  const rows = generateCoxRows(generate.n, generate.seed);
  return fitCoxModel(
    {
      time: rows.time,
      event: rows.event,
      covariates: { treatment: rows.treatment, age: rows.age, marker: rows.marker },
      ...(options.entry ? { entry: rows.entry } : {}),
      ...(options.weight ? { weight: rows.weight } : {}),
      ...(options.strata ? { strata: rows.strata } : {}),
    },
    { ties: options.ties },
  );
}

function compareSums(values: readonly (readonly number[])[], expected: Sums, what: string): void {
  expected.sum.forEach((_, column) => {
    const list = values.map((row) => row[column]!);
    const total = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0);
    expectClose(total(list), expected.sum[column]!, oracle.tolerance, `${what} sum`);
    expectClose(
      total(list.map((value) => value * value)),
      expected.squares[column]!,
      oracle.tolerance,
      `${what} squares`,
    );
    expectClose(list[0], expected.first[column]!, oracle.tolerance, `${what} first`);
    expectClose(list[list.length - 1], expected.last[column]!, oracle.tolerance, `${what} last`);
  });
}

describe('cox diagnostics against R survival', () => {
  for (const reference of oracle.cases) {
    const { expected } = reference;
    it(`${reference.name}: residuals`, () => {
      const residuals = coxResiduals(fitOf(reference));
      expected.martingale.forEach((value, row) => {
        expectClose(residuals.martingale[row], value, oracle.tolerance, `martingale ${row}`);
      });
      expected.deviance.forEach((value, row) => {
        expectClose(residuals.deviance[row], value, oracle.tolerance, `deviance ${row}`);
      });
      expectClose(
        residuals.deviance.reduce((sum, value) => sum + value * value, 0),
        expected.devianceSum,
        oracle.tolerance,
      );
      compareSums(residuals.score.values, expected.score, 'score');
      compareSums(residuals.dfbeta.values, expected.dfbeta, 'dfbeta');
      compareSums(residuals.schoenfeld.values, expected.schoenfeld, 'Schoenfeld');
      compareSums(residuals.scaledSchoenfeld.values, expected.scaledSchoenfeld, 'scaled Schoenfeld');
    });

    it(`${reference.name}: proportional hazards`, () => {
      const model = fitOf(reference);
      for (const { transform, chiSquare } of expected.zph) {
        const tests = testProportionalHazards(model, transform);
        expect(tests.map((test) => test.term)).toEqual(['treatment', 'age', 'marker', 'global']);
        chiSquare.forEach((value, index) => {
          expectClose(tests[index]!.chiSquare, value, 1e-7, `${transform} ${tests[index]!.term}`);
        });
        expect(tests.map((test) => test.df)).toEqual([1, 1, 1, 3]);
      }
    });

    it(`${reference.name}: concordance`, () => {
      expectClose(coxConcordance(fitOf(reference)).concordance, expected.concordance, 1e-12);
    });
  }
});

describe('cox diagnostics laws', () => {
  const rows = generateCoxRows(80, 17);
  const model = fitCoxModel({
    time: rows.time,
    event: rows.event,
    covariates: { age: rows.age, marker: rows.marker },
  });

  it('martingale and score residuals add to 0, dfbeta sums squares to the robust variance', () => {
    const { martingale, score, dfbeta } = coxResiduals(model);
    expectClose(
      martingale.reduce((sum, value) => sum + value, 0),
      0,
      1e-10,
    );
    const robust = fitCoxModel(
      { time: rows.time, event: rows.event, covariates: { age: rows.age, marker: rows.marker } },
      { variance: 'robust' },
    ).result;
    score.columns.forEach((_, column) => {
      expectClose(
        score.values.reduce((sum, row) => sum + row[column]!, 0),
        0,
        1e-8,
      );
      const squares = dfbeta.values.reduce((sum, row) => sum + row[column]! ** 2, 0);
      expectClose(Math.sqrt(squares), robust.coefficients[column]!.standardError as number, 1e-12);
    });
  });

  it('counts the pairs that a double loop counts', () => {
    const beta = model.result.coefficients.map((row) => row.logHazardRatio as number);
    const risk = rows.age.map((age, row) => age * beta[0]! + rows.marker[row]! * beta[1]!);
    let concordant = 0;
    let discordant = 0;
    for (let left = 0; left < 80; left += 1) {
      if (rows.event[left] !== 1) continue;
      for (let right = 0; right < 80; right += 1) {
        const later = rows.time[right]! > rows.time[left]!;
        const censoredThen = rows.time[right] === rows.time[left] && rows.event[right] === 0;
        if (!later && !censoredThen) continue;
        if (risk[left]! > risk[right]!) concordant += 1;
        else discordant += 1;
      }
    }
    expect(coxConcordance(model)).toMatchObject({ concordant, discordant, tied: 0 });
  });

  it('refuses a model without estimates', () => {
    const separated = fitCoxModel({
      time: [1, 2, 3, 4],
      event: [1, 1, 0, 0],
      covariates: { x: [1, 1, 0, 0] },
    });
    expect(separated.result.status).toBe('separated');
    expect(() => coxResiduals(separated)).toThrow(/no-estimates/);
    expect(() => testProportionalHazards(separated)).toThrow(/no-estimates/);
    expect(() => coxConcordance(separated)).toThrow(/no-estimates/);
  });

  it('has no test of a change over time with one event time', () => {
    const flat = fitCoxModel({
      time: [2, 2, 2, 2, 3],
      event: [1, 1, 1, 0, 0],
      covariates: { x: [1, 2, 4, 3, 0] },
    });
    expect(testProportionalHazards(flat, 'identity')[0]!.chiSquare).toEqual({ notEstimable: 'no-variation' });
  });
});
