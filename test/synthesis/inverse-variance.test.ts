import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudiesData } from '../../src/core/analysis-data.js';
import { inverseVarianceMethod } from '../../src/synthesis/inverse-variance/definition.js';
import {
  type InverseVarianceOptions,
  inverseVariance,
} from '../../src/synthesis/inverse-variance/inverse-variance.js';
import oracle from '../oracles/inverse-variance/pools.json' with { type: 'json' };
import { expectNear, studiesFrom } from './oracle-rows.js';

describe('inverse variance against metafor::rma.uni', () => {
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const result = inverseVariance(
        studiesFrom(input as Parameters<typeof studiesFrom>[0]),
        options as InverseVarianceOptions,
      );
      expect(result.studyCount).toBe(expected.k);
      expectNear(result.pooled.estimate, expected.estimate, oracle.tolerance, 'estimate');
      expectNear(result.pooled.standardError, expected.standardError, oracle.tolerance, 'standard error');
      expectNear(result.pooled.lower, expected.lower, oracle.tolerance, 'lower');
      expectNear(result.pooled.upper, expected.upper, oracle.tolerance, 'upper');
      expectNear(result.pooled.statistic, expected.z, oracle.tolerance, 'z');
      expectNear(result.pooled.p, expected.p, oracle.tolerance, 'p');
      expectNear(result.heterogeneity.q, expected.q, oracle.tolerance, 'q');
      expect(result.heterogeneity.df).toBe(expected.qDf);
      expectNear(result.heterogeneity.p, expected.qP, oracle.tolerance, 'q p');
      expectNear(result.heterogeneity.iSquared, expected.iSquared, oracle.tolerance, 'i squared');
      // metafor sets H squared to at least 1; Q / df is shown here as it is.
      expectNear(
        Math.max(1, result.heterogeneity.hSquared as number),
        Math.max(1, expected.hSquared),
        oracle.tolerance,
      );
      result.studies.forEach((study, index) => {
        const weight = expected.weights[index] ?? null;
        if (weight === null) expect(study.weight).toBeNull();
        else expectNear(study.weight, weight, oracle.tolerance, 'weight');
        const estimate = 'estimates' in expected ? expected.estimates?.[index] : undefined;
        if (typeof estimate === 'number') expectNear(study.estimate, estimate, oracle.tolerance, 'study');
      });
    });
  }
});

const arm = fc
  .integer({ min: 1, max: 200 })
  .chain((n) => fc.record({ events: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));
const rows = fc.array(
  fc.record({ name: fc.string(), type: fc.constant('counts' as const), of: arm, versus: arm }),
  { minLength: 1, maxLength: 12 },
);
const measure = fc.constantFrom('odds-ratio' as const, 'risk-ratio' as const, 'risk-difference' as const);

describe('inverse variance, laws', () => {
  it('swapping the arms flips the sign, and the order of studies does not matter', () => {
    fc.assert(
      fc.property(rows, measure, (list, chosen) => {
        const result = inverseVariance({ rows: list }, { measure: chosen });
        const swapped = list.map((row) => ({ ...row, of: row.versus, versus: row.of })).toReversed();
        const turned = inverseVariance({ rows: swapped }, { measure: chosen });
        if (typeof result.pooled.estimate !== 'number') {
          expect(turned.pooled.estimate).toEqual(result.pooled.estimate);
          return;
        }
        expectNear(turned.pooled.estimate, -result.pooled.estimate, 1e-10);
        expectNear(turned.pooled.standardError, result.pooled.standardError as number, 1e-10);
        expect(result.pooled.lower as number).toBeLessThan(result.pooled.estimate);
        expect(result.pooled.upper as number).toBeGreaterThan(result.pooled.estimate);
        const weights = result.studies.reduce((sum, study) => sum + (study.weight ?? 0), 0);
        expectNear(weights, 100, 1e-10);
        expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity|:null,"(effect|estimate|lower|upper|p)"/);
      }),
      { numRuns: 150 },
    );
  });

  it('the same study twice has the same effect and a smaller error by the root of two', () => {
    const row = {
      name: 'a',
      type: 'counts' as const,
      of: { events: 12, n: 40 },
      versus: { events: 18, n: 41 },
    };
    const once = inverseVariance({ rows: [row] });
    const twice = inverseVariance({ rows: [row, { ...row, name: 'b' }] });
    expectNear(twice.pooled.estimate, once.pooled.estimate as number, 1e-14);
    expectNear(twice.pooled.standardError, (once.pooled.standardError as number) / Math.SQRT2, 1e-14);
    expectNear(twice.heterogeneity.q, 0, 1e-14);
    expectNear(twice.heterogeneity.p, 1, 1e-14);
    expect(twice.heterogeneity.iSquared).toBe(0);
  });
});

describe('inverse variance, edges', () => {
  const counts = (name: string, a: number, n1: number, c: number, n2: number) => ({
    name,
    type: 'counts' as const,
    of: { events: a, n: n1 },
    versus: { events: c, n: n2 },
  });

  it('one study has an effect but no heterogeneity', () => {
    const result = inverseVariance({ rows: [counts('only', 3, 20, 6, 21)] });
    expect(result.pooled.estimate).toBe(result.studies[0]!.estimate);
    expect(result.heterogeneity).toMatchObject({ q: { notEstimable: 'too-few-observations' }, df: 0 });
  });

  it('no study says anything', () => {
    const result = inverseVariance({
      rows: [
        counts('COVITOZ', 0, 17, 0, 9),
        counts('all died', 4, 4, 6, 6),
        counts('no controls', 1, 4, 0, 0),
      ],
    });
    expect(result.pooled.estimate).toEqual({ notEstimable: 'too-few-observations' });
    expect(result.studies.map((study) => study.estimate)).toEqual([
      { notEstimable: 'no-events' },
      { notEstimable: 'no-variation' },
      { notEstimable: 'empty-group' },
    ]);
    expect(result.notices.map((notice) => notice.code)).toEqual([
      'inverse-variance/excluded-no-events',
      'inverse-variance/excluded-no-variation',
      'inverse-variance/excluded-empty-group',
    ]);
    expect(result.notices[0]!.message).toContain('COVITOZ');
  });

  it('zeroCells "exclude" leaves single-zero studies out, whatever doubleZero says', () => {
    const list = [counts('a', 0, 10, 2, 11), counts('b', 5, 40, 9, 42)];
    const result = inverseVariance({ rows: list }, { zeroCells: 'exclude', doubleZero: 'include' });
    expect(result.studyCount).toBe(1);
    expect(result.studies[0]).toMatchObject({ estimate: { notEstimable: 'zero-cells' }, weight: null });
  });

  it('refuses impossible rows by name', () => {
    expect(() => inverseVariance({ rows: [counts('X', 5, 4, 1, 9)] })).toThrow(/"X".*Got 5; expected 0 to 4/);
    expect(() => inverseVariance({ rows: [counts('X', 1.5, 4, 1, 9)] })).toThrow(/"X"/);
    const effect = { name: 'Y', type: 'effect' as const, estimate: 0.1, standardError: 0 };
    expect(() => inverseVariance({ rows: [effect], measure: 'hazard-ratio' })).toThrow(/"Y" is not positive/);
    expect(() => inverseVariance({ rows: [{ ...effect, standardError: 1 }] })).toThrow(/measure/);
    expect(() =>
      inverseVariance({
        rows: [{ ...effect, standardError: 1 }, counts('Z', 1, 2, 3, 4)],
        measure: 'hazard-ratio',
      }),
    ).toThrow(/rows that are counts/);
    expect(() => inverseVariance({ rows: [] }, { level: 95 })).toThrow(/0.95/);
  });

  it('leaves its input alone', () => {
    const list = [counts('a', 0, 10, 2, 11), counts('b', 5, 40, 9, 42)];
    const before = structuredClone(list);
    inverseVariance({ rows: list });
    expect(list).toEqual(before);
  });
});

describe('inverse variance in the registry', () => {
  const data: StudiesData = studiesFrom({
    of: { events: [0, 5, 0], n: [10, 40, 9] },
    versus: { events: [2, 9, 0], n: [11, 42, 8] },
  });
  const options = inverseVarianceMethod.options.parse({});

  it('gives a row a study, the pool, Q and I squared', () => {
    const [estimates, test, summary] = inverseVarianceMethod.run(data, options).parts;
    if (estimates?.kind !== 'estimates' || test?.kind !== 'test' || summary?.kind !== 'summary')
      throw new Error('parts');
    expect(estimates.rows.map((row) => [row.term, row.role, row.weight === undefined])).toEqual([
      ['study 1', 'study', false],
      ['study 2', 'study', false],
      ['study 3', 'study', true],
      [null, 'pooled', true],
    ]);
    expect(estimates.rows[0]).toMatchObject({
      scale: 'log',
      statistic: 'odds-ratio',
      counts: { of: { events: 0, n: 10 } },
    });
    expect(test.rows.map((row) => row.statistic)).toEqual(['heterogeneity']);
    expect(summary.rows.map((row) => row.statistic)).toEqual(['i-squared', 'h-squared']);
  });

  it('calls Q of subgroups a test for interaction too', () => {
    const [estimates, test] = inverseVarianceMethod.run({ ...data, rowsAre: 'subgroups' }, options).parts;
    expect(estimates?.kind === 'estimates' && estimates.rows[0]?.role).toBe('subgroup');
    expect(test?.kind === 'test' && test.rows.map((row) => row.statistic)).toEqual([
      'heterogeneity',
      'interaction',
    ]);
  });
});
