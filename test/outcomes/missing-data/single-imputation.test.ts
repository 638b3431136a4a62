import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LongitudinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import type { EstimateRow } from '../../../src/core/result.js';
import { singleImputationMethod } from '../../../src/outcomes/missing-data/single-imputation/definition.js';
import {
  type SingleImputationRule,
  singleImputation,
} from '../../../src/outcomes/missing-data/single-imputation/single-imputation.js';
import { expectFigures } from '../oracle-cases.js';

interface Oracle {
  tolerance: number;
  input: { outcome: (number | null)[]; baseline: number[]; age: number[]; codes: number[] };
  cases: { name: string; rule: SingleImputationRule; filled: number[]; expected: Record<string, number> }[];
  yesNo: {
    outcome: (number | null)[];
    filled: number[];
    wald: Record<string, number>;
    newcombe: Record<string, number>;
  };
}
const oracle = JSON.parse(
  readFileSync(new URL('../../oracles/single-imputation/rules.json', import.meta.url), 'utf8'),
) as Oracle;

const cells = (values: (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);
const data: LongitudinalData = {
  kind: 'longitudinal',
  subjects: oracle.input.codes.map((_, index) => `${index + 1}`),
  visits: ['week 4', 'week 12', 'week 24'].map((name) => ({ name, time: null })),
  outcomeIs: 'number',
  outcome: cells(oracle.input.outcome),
  baseline: Float64Array.from(oracle.input.baseline),
  group: { levels: ['tocilizumab', 'placebo'], codes: Int32Array.from(oracle.input.codes) },
  reference: 'placebo',
  covariates: [{ name: 'AGE', values: Float64Array.from(oracle.input.age) }],
  outcomeLabel: 'DAS28',
  unit: 'points',
};
const yesNo: LongitudinalData = { ...data, outcomeIs: 'yes-no', outcome: cells(oracle.yesNo.outcome) };
const run = (input: LongitudinalData, options: object) =>
  singleImputationMethod.run(input, singleImputationMethod.options.parse(options));
const firstRow = (input: LongitudinalData, options: object): EstimateRow => {
  const part = run(input, options).parts[0]!;
  if (part.kind !== 'estimates') throw new Error('no estimates');
  return part.rows[0]!;
};

describe('single imputation against R', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, { rule, filled, expected }) => {
    const before = data.outcome.slice();
    const result = singleImputation(data, { rule, worst: 'high' });
    expect(Array.from(result.outcome)).toEqual(filled);
    expect(data.outcome).toEqual(before);
    const row = firstRow(data, { rule, worst: 'high' });
    const df = row.reference.distribution === 't' ? row.reference.df : null;
    expect(expectFigures({ ...row, df }, expected, oracle.tolerance)).toBe(6);
  });

  it('counts missing responses as failures', () => {
    expect(Array.from(singleImputation(yesNo, { rule: 'non-response' }).outcome)).toEqual(
      oracle.yesNo.filled,
    );
    for (const interval of ['wald', 'newcombe'] as const) {
      const row = firstRow(yesNo, { rule: 'non-response', interval });
      expect(expectFigures(row, oracle.yesNo[interval], oracle.tolerance)).toBe(5);
    }
  });
});

describe('single imputation', () => {
  const rules: SingleImputationRule[] = ['last-observation', 'baseline', 'worst-of-subject', 'worst-of-arm'];

  /** Subject 1 is never seen, subject 2 at the first visit alone; `baseline` is the value before treatment. */
  const changes: LongitudinalData = {
    ...data,
    outcomeIsChange: true,
    outcome: data.outcome.map((value, cell) =>
      cell < 3 || cell === 4 || cell === 5 ? Number.NaN : cell === 3 ? -1.5 : value,
    ),
  };

  it('carries a change of 0 from baseline, not the baseline', () => {
    const filled = (rule: SingleImputationRule, input = changes) =>
      Array.from(singleImputation(input, { rule, worst: 'high' }).outcome.subarray(0, 6));
    expect(filled('last-observation')).toEqual([0, 0, 0, -1.5, -1.5, -1.5]);
    expect(filled('worst-of-subject')).toEqual([0, 0, 0, -1.5, 0, 0]);
    const { baseline, ...without } = changes;
    expect(filled('baseline', without)).toEqual([0, 0, 0, -1.5, 0, 0]);
    const { outcomeIsChange: _, ...values } = changes;
    expect(filled('baseline', values)[0]).toBe(baseline![0]);
    expect(run(changes, { rule: 'baseline' }).notices[0]!.message).toContain('a change of 0');
  });

  it('leaves out subjects without any outcome where asked', () => {
    const { outcome, stillMissing } = singleImputation(changes, {
      rule: 'last-observation',
      unseen: 'leave-out',
    });
    expect(Array.from(outcome.subarray(0, 6))).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      -1.5,
      -1.5,
      -1.5,
    ]);
    // Another subject was never seen either.
    expect(stillMissing.flat().reduce((sum, count) => sum + count, 0)).toBe(6);
    const numbers = (unseen: string) => {
      const part = run(changes, { unseen }).parts[1]!;
      if (part.kind !== 'summary') throw new Error('no summary');
      return part.rows.flatMap(({ statistic, value }) => (statistic === 'n' ? [value as number] : []));
    };
    const total = (unseen: string) => numbers(unseen).reduce((sum, n) => sum + n, 0);
    expect(total('leave-out')).toBe(total('fill') - 2);
  });

  it('counts what it fills, cell by cell', () => {
    for (const rule of rules) {
      const { filled, imputed, outcome } = singleImputation(data, { rule, worst: 'low' });
      const total = imputed.flat().reduce((sum, count) => sum + count, 0);
      expect(total).toBe(12);
      expect(filled.reduce((sum, flag) => sum + flag, 0)).toBe(12);
      filled.forEach((flag, cell) => {
        expect(flag === 1).toBe(Number.isNaN(data.outcome[cell]!));
        if (flag === 0) expect(outcome[cell]).toBe(data.outcome[cell]);
      });
    }
  });

  it('takes the other end of the scale when low is worst', () => {
    const turned = { ...data, outcome: data.outcome.map((value) => -value) };
    const flipped = { ...turned, baseline: data.baseline!.map((value) => -value) };
    for (const rule of ['worst-of-subject', 'worst-of-arm'] as const) {
      const high = singleImputation(data, { rule, worst: 'high' }).outcome;
      const low = singleImputation(flipped, { rule, worst: 'low' }).outcome;
      expect(Array.from(low)).toEqual(Array.from(high, (value) => -value));
    }
  });

  it('takes numbers 0 and 1 as no and yes where asked for, and refuses others', () => {
    const numbers = { ...yesNo, outcomeIs: 'number' as const };
    expect(run(numbers, { rule: 'non-response', yesNo: true })).toEqual(run(yesNo, { rule: 'non-response' }));
    expect(() => run(data, { rule: 'non-response', yesNo: true })).toThrow(/0, 1 or NaN where missing/);
  });

  it('leaves a cell that it cannot fill, and leaves the subject out of the comparison', () => {
    const { baseline: _, ...bare } = data;
    const result = singleImputation(bare, { rule: 'last-observation' });
    // Subjects 8 (never seen) and 20 (first visit missing) are both on placebo.
    expect(result.stillMissing).toEqual([
      [0, 0, 0],
      [2, 1, 1],
    ]);
    const output = run(bare, {});
    const summary = output.parts[1]!;
    if (summary.kind !== 'summary') throw new Error('no summary');
    expect(summary.rows.find(({ group, statistic }) => group === 'placebo' && statistic === 'n')!.value).toBe(
      11,
    );
    expect(output.notices.map(({ code }) => code)).toContain('single-imputation/left-out');
  });

  it('without missing values leaves all as it is', () => {
    const { outcome } = singleImputation(data, { rule: 'last-observation' });
    const full = { ...data, outcome };
    for (const rule of rules)
      expect(singleImputation(full, { rule, worst: 'high' }).outcome).toEqual(outcome);
  });

  it('gives a reason where an arm has nobody left', () => {
    const outcome = data.outcome.map((value, cell) =>
      data.group.codes[Math.floor(cell / 3)] === 0 ? Number.NaN : value,
    );
    const { baseline: _, ...bare } = { ...data, outcome };
    const row = firstRow(bare, {});
    expect(row.estimate).toEqual({ notEstimable: 'empty-group' });
    expect(row.p).toEqual({ notEstimable: 'empty-group' });
  });

  it('refuses what does not fit', () => {
    const { baseline: _, ...bare } = data;
    const wrong: [LongitudinalData, object][] = [
      [data, { rule: 'worst-of-arm' }],
      [data, { rule: 'non-response' }],
      [bare, { rule: 'baseline' }],
      [data, { visit: 'week 99' }],
      [{ ...data, reference: null }, {}],
      [{ ...data, outcome: data.outcome.slice(1) }, {}],
      [{ ...yesNo, outcome: data.outcome }, {}],
    ];
    for (const [input, options] of wrong) expect(() => run(input, options)).toThrow(MethodError);
    expect(() => run(data, { visit: 'week 99' })).toThrow(/one of "week 4", "week 12", "week 24"/);
  });
});
