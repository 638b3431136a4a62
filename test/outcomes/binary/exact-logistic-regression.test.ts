import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { exactLogisticRegressionMethod } from '../../../src/outcomes/binary/exact-logistic-regression/definition.js';
import {
  type ExactLogisticOptions,
  exactLogisticRegression,
} from '../../../src/outcomes/binary/exact-logistic-regression/exact-logistic-regression.js';
import { fisherExact } from '../../../src/outcomes/binary/fisher-exact/fisher-exact.js';
import { sampleOutcomes } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';
import { none } from './two-arms.js';

const column = (name: string, values: readonly number[]) => ({ name, values: Float64Array.from(values) });
const rowsOf = (arms: readonly (readonly [number, number, number])[]) => ({
  outcome: arms.flatMap(([, events, n]) => Array.from({ length: n }, (_, row) => (row < events ? 1 : 0))),
  arm: arms.flatMap(([arm, , n]) => new Array<number>(n).fill(arm)),
});

describe('exact logistic regression against references', () => {
  const oracle = readOracle<{ outcome: number[]; x: number[]; z: number[][] }, ExactLogisticOptions>(
    'exact-logistic-regression/enumerated.json',
  );
  it.each(oracle.cases.map((one) => [one.name, one] as const))('enumerated: %s', (_, { input, ...one }) => {
    const covariates = [column('x', input.x), ...input.z.map((values, index) => column(`z${index}`, values))];
    const fit = exactLogisticRegression({ outcome: input.outcome, covariates, of: ['x'] }, one.options);
    const size = Object.keys(one.expected).length;
    expect(expectFigures(fit.coefficients[0]!, one.expected, oracle.tolerance)).toBe(size);
    if (one.name.startsWith('separated')) {
      expect(fit.coefficients[0]!.logOddsRatio).toEqual(none('separated'));
      expect(fit.coefficients[0]!.logUpper).toEqual(none('separated'));
    }
  });

  it('with strata is the exact conditional test of R mantelhaen.test', () => {
    const path = new URL('../../oracles/exact-logistic-regression/mantelhaen.json', import.meta.url);
    const { strata, estimate, lower, upper, p, tolerance } = JSON.parse(readFileSync(path, 'utf8')) as {
      strata: [number, number, number, number][];
    } & Record<'estimate' | 'lower' | 'upper' | 'p' | 'tolerance', number>;
    const cells = strata.map(([a, n, b, m]) =>
      rowsOf([
        [1, a, n],
        [0, b, m],
      ]),
    );
    const stratum = cells.flatMap(({ arm }, index) => arm.map(() => index));
    const covariates = [
      column(
        'arm',
        cells.flatMap(({ arm }) => arm),
      ),
      column(
        'second',
        stratum.map((index) => Number(index === 1)),
      ),
      column(
        'third',
        stratum.map((index) => Number(index === 2)),
      ),
    ];
    const [arm] = exactLogisticRegression({
      outcome: cells.flatMap(({ outcome }) => outcome),
      covariates,
      of: ['arm'],
    }).coefficients;
    expectClose(Math.exp(arm!.logOddsRatio as number), estimate, tolerance);
    expectClose(Math.exp(arm!.logLower as number), lower, tolerance);
    expectClose(Math.exp(arm!.logUpper as number), upper, tolerance);
    expectClose(arm!.p, p, 1e-9);
  });
});

describe('exact logistic regression laws', () => {
  const arm = fc
    .integer({ min: 1, max: 15 })
    .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }));

  it('with an arm alone is Fisher’s test, in any unit and from any origin', () => {
    fc.assert(
      fc.property(arm, arm, (of, versus) => {
        const events = of.events + versus.events;
        if (events === 0 || events === of.n + versus.n) return;
        const rows = rowsOf([
          [2.25, of.events, of.n],
          [0.75, versus.events, versus.n],
        ]);
        const fit = exactLogisticRegression({ outcome: rows.outcome, covariates: [column('arm', rows.arm)] });
        const fisher = fisherExact(of, versus);
        const [row] = fit.coefficients;
        expectClose(row!.p, fisher.p as number, 1e-9);
        expectClose(row!.midP, fisher.midP as number, 1e-9);
        if (typeof fisher.oddsRatio !== 'number') {
          expect(row!.logOddsRatio).toEqual(none('separated'));
          expect(row!.medianUnbiased).toBeTypeOf('number');
          return;
        }
        // 1.5 of the unit apart.
        expect(1.5 * (row!.logOddsRatio as number)).toBeCloseTo(Math.log(fisher.oddsRatio), 8);
        expect(1.5 * (row!.logLower as number)).toBeCloseTo(Math.log(fisher.lower as number), 8);
      }),
      { numRuns: 60 },
    );
  });
});

describe('exact logistic regression edges', () => {
  it('types what cannot be told', () => {
    const covariates = [column('arm', [0, 1, 1])];
    expect(exactLogisticRegression({ outcome: [0, 0, 0], covariates }).coefficients[0]!.p).toEqual(
      none('no-variation'),
    );
    const twice = [column('arm', [0, 1, 1, 0]), column('again', [0, 1, 1, 0])];
    expect(
      exactLogisticRegression({ outcome: [0, 1, 0, 1], covariates: twice }).coefficients[1]!.logLower,
    ).toEqual(none('no-variation'));
    expect(
      exactLogisticRegression({ outcome: [], covariates: [column('arm', [])] }).coefficients[0]!.p,
    ).toEqual(none('empty-group'));
  });

  it('refuses values without an exact step, unknown names and too many sums', () => {
    const outcome = [0, 1, 1];
    const refuse = (values: readonly number[], of = ['x']) =>
      expect(() => exactLogisticRegression({ outcome, covariates: [column('x', values)], of })).toThrow(
        MethodError,
      );
    refuse([0, 1, Math.SQRT2]);
    refuse([0, 1]);
    refuse([0, 1, Number.NaN]);
    refuse([0, 1, 1], ['y']);
    const many = Array.from({ length: 400 }, (_, row) => row);
    const wide = [0, 1, 2, 3].map((shift) =>
      column(
        `x${shift}`,
        many.map((row) => Math.round(1e4 * Math.sin(row + shift))),
      ),
    );
    expect(() =>
      exactLogisticRegression({ outcome: many.map((row) => row % 2), covariates: wide, of: ['x0'] }),
    ).toThrow(/too many values/);
  });

  it('counts the outcomes of more than a thousand subjects as Fisher does', () => {
    const n = 600;
    const arm = Array.from({ length: 2 * n }, (_, row) => (row < n ? 1 : 0));
    for (const swapped of [0, 1, 250]) {
      const outcome = arm.map((value, row) => (row % n < swapped ? 1 - value : value));
      const [row] = exactLogisticRegression({ outcome, covariates: { arm } }).coefficients;
      const fisher = fisherExact({ events: n - swapped, n }, { events: swapped, n });
      expectClose(row!.logLower, Math.log(fisher.lower as number), 1e-10);
      if (swapped === 0) expect(row!.logUpper).toEqual({ notEstimable: 'separated' });
      else expectClose(row!.logUpper, Math.log(fisher.upper as number), 1e-10);
      expectClose(row!.pGreater, fisher.pGreater as number, 1e-10);
      expect(Number.isFinite(row!.medianUnbiased)).toBe(true);
    }
    const [few] = exactLogisticRegression({
      outcome: arm.map((_, row) => (row % n < 3 && row < n ? 1 : 0)),
      covariates: { arm },
    }).coefficients;
    expectClose(few!.p, fisherExact({ events: 3, n }, { events: 0, n }).p as number, 1e-10);
  });

  it('as a method conditions on strata and gives arms only', () => {
    const data = {
      ...sampleOutcomes['yes-no'],
      covariates: [],
      strata: {
        levels: ['a', 'b'],
        codes: Int32Array.from(sampleOutcomes['yes-no'].outcome, (_, row) => (row % 3 === 0 ? 1 : 0)),
      },
    };
    const options = exactLogisticRegressionMethod.options.parse({
      estimate: 'median-unbiased',
      interval: 'mid-p',
    });
    const rows = estimateRows(exactLogisticRegressionMethod.run(data, options));
    expect(rows.map(({ term, role }) => [term, role])).toEqual([[null, 'comparison']]);
    expect(rows[0]!.intervalMethod).toBe('mid-p conditional, equal tails; median-unbiased estimate');
    const p = (interval: 'exact' | 'mid-p') => {
      const given = exactLogisticRegressionMethod.options.parse({ interval });
      return estimateRows(exactLogisticRegressionMethod.run(data, given))[0]!.p as number;
    };
    expect(rows[0]!.p).toBe(p('mid-p'));
    expect(p('mid-p')).toBeLessThan(p('exact'));
  });
});
