import { describe, expect, it } from 'vitest';
import type { StudyRow } from '../../src/core/analysis-data.js';
import { MethodError } from '../../src/core/errors.js';
import { cumulative } from '../../src/synthesis/cumulative/cumulative.js';
import { egger } from '../../src/synthesis/egger/egger.js';
import { inverseVariance } from '../../src/synthesis/inverse-variance/inverse-variance.js';
import { leaveOneOut } from '../../src/synthesis/leave-one-out/leave-one-out.js';
import { mantelHaenszel } from '../../src/synthesis/mantel-haenszel/mantel-haenszel.js';
import { metaRegression } from '../../src/synthesis/meta-regression/meta-regression.js';
import { peto } from '../../src/synthesis/peto/peto.js';
import { randomEffects } from '../../src/synthesis/random-effects/random-effects.js';
import { subgroupAnalysis } from '../../src/synthesis/subgroup-analysis/subgroup-analysis.js';

/** As a script without a type checker calls it. */
type Untyped = (studies: unknown, options?: unknown) => unknown;

const rows = [3, 5, 8].map(
  (events, index): StudyRow => ({
    name: `study ${index + 1}`,
    subgroup: index === 0 ? 'a' : 'b',
    type: 'counts',
    of: { events, n: 40 },
    versus: { events: 6, n: 41 },
  }),
);
const counts = { rows };
const pools = {
  cumulative,
  egger,
  inverseVariance,
  leaveOneOut,
  mantelHaenszel,
  peto,
  randomEffects,
  subgroupAnalysis,
} as unknown as Record<string, Untyped>;

describe('synthesis refuses what is no choice', () => {
  for (const [name, pool] of Object.entries(pools)) {
    it(`${name}: rows, level and measure`, () => {
      expect(() => pool(undefined)).toThrow(MethodError);
      expect(() => pool({})).toThrow(/"rows" is missing/);
      expect(() => pool({ rows: [undefined] })).toThrow(MethodError);
      expect(() => pool({ rows: [{ ...rows[0], type: 'count' }] })).toThrow(/Did you mean "counts"/);
      expect(() => pool({ rows: [{ ...rows[0], of: undefined }] })).toThrow(/"rows\[0\]\.of" is missing/);
      expect(() => pool(counts, null)).toThrow(MethodError);
      for (const level of ['0.95', 95, 0, 1, null]) expect(() => pool(counts, { level })).toThrow(/coverage/);
      expect(() => pool({ ...counts, measure: 'hazard-ratio' })).toThrow(MethodError);
      expect(() => pool({ ...counts, measure: 'OR' })).toThrow(/one of "odds-ratio"/);
      expect(() => pool(counts, {})).not.toThrow();
    });
  }

  for (const [name, words] of Object.entries({
    inverseVariance: { measure: 'OR', zeroCells: 'add-half', doubleZero: 'drop' },
    mantelHaenszel: {
      measure: 'risk',
      zeroCells: 'no',
      doubleZero: true,
      riskDifferenceVariance: 'Sato',
      continuityCorrection: 'no',
    },
    randomEffects: {
      measure: 'RR',
      zeroCells: 'exclud',
      betweenStudyVariance: 'DL',
      interval: 'hk',
      prediction: 't',
    },
    egger: { measure: 'OR', zeroCells: 'never' },
    cumulative: { order: 'date', model: 'fixed' },
    leaveOneOut: { model: 'random' },
    subgroupAnalysis: { interaction: 'within', model: 'random' },
  })) {
    for (const [option, word] of Object.entries(words)) {
      it(`${name}: ${option} = ${word}`, () => {
        expect(() => pools[name]!(counts, { [option]: word })).toThrow(
          new RegExp(`"${option}" is not a (choice|yes or no)\\. Got .* expected (one of|true)`),
        );
      });
    }
  }

  it('metaRegression', () => {
    const regression = metaRegression as unknown as Untyped;
    const studies = {
      estimate: [0.1, 0.2, 0.5, 0.3],
      standardError: [0.1, 0.2, 0.2, 0.1],
      moderators: [{ name: 'x', values: [1, 2, 3, 5] }],
    };
    expect(() => regression(studies)).not.toThrow();
    expect(() => regression(undefined)).toThrow(/"studies" is missing/);
    expect(() => regression({ ...studies, standardError: undefined })).toThrow(/"standardError" is missing/);
    expect(() => regression({ ...studies, moderators: [{ name: 'x' }] })).toThrow(/values" is missing/);
    for (const wrong of [
      { interval: 'hk' },
      { betweenStudyVariance: 'REML' },
      { model: 'fixed' },
      { scale: 'ratio' },
      { level: '0.9' },
    ]) {
      expect(() => regression(studies, wrong)).toThrow(MethodError);
    }
    expect(() => regression(studies, { betweenStudyVariance: 'REML' })).toThrow(/Did you mean "reml"/);
  });
});

describe('the measure of counts', () => {
  it('is that of the data when they name one', () => {
    const expected = inverseVariance(counts, { measure: 'risk-ratio' });
    expect(inverseVariance({ ...counts, measure: 'risk-ratio' })).toEqual(expected);
    expect(mantelHaenszel({ ...counts, measure: 'risk-ratio' })).toEqual(
      mantelHaenszel(counts, { measure: 'risk-ratio' }),
    );
    expect(randomEffects({ ...counts, measure: 'risk-difference' }).measure).toBe('risk-difference');
  });

  it('is that of the effects beside which they stand', () => {
    const effect: StudyRow = { name: 'published', type: 'effect', estimate: -0.2, standardError: 0.3 };
    const mixed = inverseVariance({ rows: [...rows, effect], measure: 'risk-ratio' });
    const alone = inverseVariance(counts, { measure: 'risk-ratio' });
    expect(mixed.studies.slice(0, 3).map((study) => study.estimate)).toEqual(
      alone.studies.map((study) => study.estimate),
    );
  });

  it('may not be contradicted by an option', () => {
    for (const pool of [inverseVariance, mantelHaenszel, randomEffects]) {
      expect(() => pool({ ...counts, measure: 'risk-ratio' }, { measure: 'odds-ratio' })).toThrow(
        /contradicts the measure of the data/,
      );
    }
    expect(() => peto({ ...counts, measure: 'risk-ratio' })).toThrow(/contradicts/);
  });
});

describe('figures beyond the range of numbers', () => {
  it('a ratio too large for a number is not given, its logarithm is', () => {
    const row: StudyRow = {
      name: 'one against a thousand',
      type: 'counts',
      of: { events: 1, n: 1 },
      versus: { events: 0, n: 1000 },
    };
    const { pooled, studies } = peto({ rows: [row] });
    expect(pooled.estimate).toBeCloseTo(1001, 9);
    expect(pooled.effect).toEqual({ notEstimable: 'overflow' });
    expect(pooled.effectUpper).toEqual({ notEstimable: 'overflow' });
    expect(typeof pooled.upper).toBe('number');
    expect(studies[0]!.effect).toEqual({ notEstimable: 'overflow' });
  });

  it('limits and prediction limits too', () => {
    const effects = [0, 900, -700].map(
      (estimate, index): StudyRow => ({ name: `${index}`, type: 'effect', estimate, standardError: 300 }),
    );
    const { pooled, prediction, ...rest } = randomEffects({ rows: effects, measure: 'hazard-ratio' });
    expect(pooled.effectUpper).toEqual({ notEstimable: 'overflow' });
    expect(prediction.effectUpper).toEqual({ notEstimable: 'overflow' });
    expect(typeof prediction.upper).toBe('number');
    const text = JSON.stringify({ pooled, prediction, ...rest }, (_, value) =>
      typeof value === 'number' && !Number.isFinite(value) ? 'INFINITE' : value,
    );
    expect(text).not.toContain('INFINITE');
  });

  it('effects that no sum of squares can hold are refused', () => {
    const row = (estimate: number, standardError: number): StudyRow => ({
      name: 'far',
      type: 'effect',
      estimate,
      standardError,
    });
    const measure = 'mean-difference';
    expect(() => inverseVariance({ rows: [row(1e200, 1)], measure })).toThrow(/too large to pool/);
    expect(() => inverseVariance({ rows: [row(1, 1e-200)], measure })).toThrow(/out of range/);
    expect(() => inverseVariance({ rows: [row(1e50, 1e-50), row(-1e50, 1e-50)], measure })).not.toThrow();
    expect(
      inverseVariance({ rows: [row(1e50, 1e-50), row(-1e50, 1e-50)], measure }).heterogeneity.q,
    ).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});

describe('many studies', () => {
  const many = Array.from(
    { length: 8_000 },
    (_, index): StudyRow => ({
      name: `${index}`,
      type: 'counts',
      of: {
        events: index % 3 === 0 ? 0 : ((index * 7) % 40) + 1,
        n: index % 5 === 0 ? 0 : 100 + (index % 5),
      },
      versus: { events: ((index * 11) % 50) + 1, n: 100 },
    }),
  ).map((row) => (row.type === 'counts' && row.of.n === 0 ? { ...row, of: { events: 0, n: 0 } } : row));

  it('Mantel-Haenszel weights stay with their studies where others have none', () => {
    const { studies } = mantelHaenszel({ rows: many });
    studies.forEach((study, index) => {
      if (index % 5 === 0) expect(study.weight).toBeNull();
    });
    const first = studies.find((study) => study.weight !== null)!;
    const [of, versus] = [first.counts!.of, first.counts!.versus];
    const weight = (versus.events * (of.n - of.events)) / (of.n + versus.n);
    const total = studies.reduce((sum, { weight: share }) => sum + (share ?? 0), 0);
    expect(total).toBeCloseTo(100, 8);
    const second = studies.filter((study) => study.weight !== null)[1]!;
    const other =
      (second.counts!.versus.events * (second.counts!.of.n - second.counts!.of.events)) /
      (second.counts!.of.n + second.counts!.versus.n);
    expect(first.weight! / second.weight!).toBeCloseTo(weight / other, 10);
  });
});
