import { describe, expect, it } from 'vitest';
import { naturalCubicSpline } from '../../src/math/splines/natural-cubic-spline.js';
import { coefficientsOverTime } from '../../src/survival/cox/coefficients-over-time.js';
import { fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import type { TimeTransform } from '../../src/survival/cox/proportional-hazards-test.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly generate: { readonly n: number; readonly seed: number };
  readonly options: { readonly transform: TimeTransform; readonly all: boolean; readonly terms?: boolean };
  readonly expected: {
    readonly curves: readonly {
      readonly time: readonly number[];
      readonly estimate: readonly number[];
      readonly error: readonly number[];
      readonly first: number;
      readonly last: number;
    }[];
    readonly sumTime: number;
  };
}
const oracle = readOracle<Case>('cox', 'over-time');
const places = [0, 1, 10, 19, 29, 38, 39];

/** A factor and a spline, each of three columns. */
function fitTerms(n: number, seed: number) {
  const { time, event, centre, age, marker } = generateCoxRows(n, seed);
  const region = [1, 2, 3].map((level) => ({
    name: `region: ${level}`,
    values: centre.map((name) => (Number(name) % 4 === level ? 1 : 0)),
    term: 'region',
  }));
  const ages = naturalCubicSpline(age, { df: 3 }).columns.map((values, index) => ({
    name: `age: spline ${index + 1}`,
    values,
    term: 'age',
  }));
  return fitCoxModel({ time, event, covariates: [...region, ...ages, { name: 'marker', values: marker }] });
}

function fitOf(n: number, seed: number, all: boolean) {
  const { time, event, entry, weight, strata, treatment, age, marker } = generateCoxRows(n, seed);
  return fitCoxModel(
    { time, event, covariates: { treatment, age, marker }, ...(all ? { entry, weight, strata } : {}) },
    { ties: all ? 'breslow' : 'efron' },
  );
}

describe('log hazard ratios over time against the plot of R survival', () => {
  it.each(oracle.cases)('$name', ({ generate, options: { transform, all, terms = false }, expected }) => {
    const model = terms ? fitTerms(generate.n, generate.seed) : fitOf(generate.n, generate.seed, all);
    const series = coefficientsOverTime(model, { transform, level: 0.9 });
    expect(series.map(({ name }) => name)).toEqual([terms ? 'region' : 'treatment', 'age', 'marker']);
    expect(series.map(({ quantity }) => quantity === 'multiplier')).toEqual([terms, terms, false]);
    series.forEach(({ smooth, time, residual, estimate }, index) => {
      const { curves, sumTime } = expected;
      const curve = curves[index]!;
      places.forEach((place, reading) => {
        const error = 1.6448536269514722 * curve.error[reading]!;
        expectClose(smooth!.time[place], curve.time[reading]!, oracle.tolerance, 'time');
        expectClose(smooth!.estimate[place], curve.estimate[reading]!, oracle.tolerance, 'curve');
        expectClose(smooth!.upper[place]! - smooth!.estimate[place]!, error, oracle.tolerance, 'band');
        expectClose(smooth!.estimate[place]! - smooth!.lower[place]!, error, oracle.tolerance, 'band');
      });
      const total = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0);
      expectClose(total(time), sumTime, oracle.tolerance, 'times');
      if (!all) {
        expectClose(residual[0], curve.first, oracle.tolerance);
        expectClose(residual.at(-1), curve.last, oracle.tolerance);
        expectClose(total(residual) / residual.length, estimate, oracle.tolerance, 'mean of the residuals');
      }
    });
  });
});

describe('log hazard ratios over time', () => {
  it('have no curve through fewer than 5 different event times', () => {
    const model = fitCoxModel({
      time: [1, 1, 2, 2, 3, 3, 4, 4],
      event: [1, 1, 1, 1, 1, 1, 0, 1],
      covariates: { x: [3, 1, 4, 1, 5, 9, 2, 6] },
    });
    const [series] = coefficientsOverTime(model);
    expect(series!.smooth).toBeNull();
    expect(series!.residual.length).toBe(7);
  });

  it('refuse models without estimates and exact ties', () => {
    const separated = fitCoxModel({ time: [1, 2, 3], event: [1, 1, 0], covariates: { x: [1, 1, 0] } });
    expect(() => coefficientsOverTime(separated)).toThrow(/no-estimates/);
    const { time, event, age } = generateCoxRows(30, 4);
    expect(() =>
      coefficientsOverTime(fitCoxModel({ time, event, covariates: { age } }, { ties: 'exact' })),
    ).toThrow(/exact-ties/);
  });
});
