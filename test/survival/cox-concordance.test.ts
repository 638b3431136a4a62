import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coxConcordance } from '../../src/survival/cox/concordance.js';
import { fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly generate: { readonly n: number; readonly seed: number };
  readonly options: Readonly<Record<'weight' | 'strata' | 'entry' | 'cluster' | 'decades', boolean>>;
  readonly expected: {
    readonly concordance: number;
    readonly std: number;
    readonly concordant: number;
    readonly discordant: number;
    readonly 'tied.x': number;
  };
}
const oracle = readOracle<Case>('cox', 'concordance');

describe('concordance and its standard error against R survival', () => {
  it.each(oracle.cases)('$name', ({ generate, options, expected }) => {
    const rows = generateCoxRows(generate.n, generate.seed);
    const model = fitCoxModel({
      time: rows.time,
      event: rows.event,
      covariates: options.decades
        ? { treatment: rows.treatment, age: rows.age.map((age) => Math.floor(age / 20)) }
        : { treatment: rows.treatment, age: rows.age, marker: rows.marker },
      ...(options.entry ? { entry: rows.entry } : {}),
      ...(options.weight ? { weight: rows.weight } : {}),
      ...(options.strata ? { strata: rows.strata } : {}),
      ...(options.cluster ? { cluster: rows.centre } : {}),
    });
    const result = coxConcordance(model);
    expectClose(result.concordance, expected.concordance, oracle.tolerance);
    expectClose(result.standardError, expected.std, oracle.tolerance);
    expect([result.concordant, result.discordant, result.tied]).toEqual([
      expected.concordant,
      expected.discordant,
      expected['tied.x'],
    ]);
    expectClose(result.lower, expected.concordance - 1.959963984540054 * expected.std, 1e-9);
  });
});

describe('laws of concordance', () => {
  const modelOf = (more: object = {}) => {
    const rows = generateCoxRows(60, 5);
    return fitCoxModel({
      time: rows.time,
      event: rows.event,
      covariates: { age: rows.age.map((age) => Math.floor(age / 15)) },
      ...more,
    });
  };

  it('has the standard error of a jackknife worked row by row', () => {
    // The derivative of the ratio in each weight, by central differences of a double loop over pairs.
    const rows = generateCoxRows(60, 5);
    const model = modelOf({ entry: rows.entry });
    const sign = Math.sign(model.result.coefficients[0]!.logHazardRatio as number);
    const score = rows.age.map((age) => sign * Math.floor(age / 15));
    const ratio = (weight: readonly number[]) => {
      let [above, all] = [0, 0];
      rows.time.forEach((now, early) => {
        if (rows.event[early] !== 1) return;
        rows.time.forEach((later, other) => {
          const comparable = later > now || (later === now && rows.event[other] === 0);
          if (!comparable || !(rows.entry[other]! < now)) return;
          const pair = weight[early]! * weight[other]!;
          all += pair;
          above += (pair * (1 + Math.sign(score[early]! - score[other]!))) / 2;
        });
      });
      return above / all;
    };
    const ones = new Array<number>(60).fill(1);
    const squares = ones.map((_, row) => {
      const [more, less] = [1e-4, -1e-4].map((step) =>
        ratio(ones.map((own, at) => own + (at === row ? step : 0))),
      );
      return ((more! - less!) / 2e-4) ** 2;
    });
    const result = coxConcordance(model);
    expectClose(result.concordance, ratio(ones), 1e-14);
    expectClose(result.standardError, Math.sqrt(squares.reduce((sum, value) => sum + value, 0)), 1e-9);
  });

  it('keeps its limits within 0 and 1, around the estimate, and widens with the level', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 0.9999, noNaN: true }), (level) => {
        const { concordance, lower, upper } = coxConcordance(modelOf(), { level });
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower as number).toBeLessThan(concordance as number);
        expect(upper as number).toBeGreaterThan(concordance as number);
      }),
      { numRuns: 10 },
    );
    expect(() => coxConcordance(modelOf(), { level: 95 })).toThrow(/level/);
  });

  it('has no standard error worth an interval when every pair agrees', () => {
    const model = fitCoxModel(
      { time: [1, 2, 3, 4], event: [1, 1, 1, 1], covariates: { x: [4, 3, 2, 1] } },
      { penalty: 'ridge' },
    );
    const result = coxConcordance(model);
    expect(result.concordance).toBe(1);
    expect(result.standardError).toBe(0);
    expect(result.lower).toEqual({ notEstimable: 'no-variation' });
  });
});
