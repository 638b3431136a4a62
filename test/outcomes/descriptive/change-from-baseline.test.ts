import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LongitudinalData } from '../../../src/core/analysis-data.js';
import {
  type ChangeSummary,
  changeFromBaseline,
} from '../../../src/outcomes/descriptive/change-from-baseline/change-from-baseline.js';
import { changeFromBaselineMethod } from '../../../src/outcomes/descriptive/change-from-baseline/definition.js';
import { subjectChangesMethod } from '../../../src/outcomes/descriptive/subject-changes/definition.js';
import {
  changeChoices,
  changeScales,
  subjectChanges,
} from '../../../src/outcomes/descriptive/subject-changes/subject-changes.js';
import { expectClose } from '../oracle-cases.js';
import { summaryRows } from '../part-rows.js';

type Described = Record<string, number | readonly number[]>;
interface Input {
  readonly group: readonly number[];
  readonly baseline: readonly (number | null)[];
  readonly outcome: readonly (number | null)[];
  readonly visits: readonly string[];
}
interface OracleFile<Expected> {
  readonly tolerance: number;
  readonly input: Input;
  readonly expected: Expected;
}
const read = <Expected>(path: string) =>
  JSON.parse(readFileSync(new URL(`../../oracles/${path}`, import.meta.url), 'utf8')) as OracleFile<Expected>;
const oracle = read<{
  readonly baseline: readonly Described[];
  readonly visits: readonly Record<string, readonly Described[]>[];
}>('change-from-baseline/three-visits.json');
const best = read<Record<string, Record<string, readonly (number | null)[]>>>(
  'subject-changes/three-visits.json',
);

const numbers = (values: readonly (number | null)[]) =>
  Float64Array.from(values, (value) => value ?? Number.NaN);
const { input } = oracle;
const data: LongitudinalData = {
  kind: 'longitudinal',
  subjects: input.group.map((_, row) => `s${row}`),
  visits: input.visits.map((name) => ({ name, time: null })),
  outcomeIs: 'number',
  outcome: numbers(input.outcome),
  baseline: numbers(input.baseline),
  group: { levels: ['drug', 'placebo'], codes: Int32Array.from(input.group) },
  reference: 'placebo',
  covariates: [],
  outcomeLabel: 'DAS28',
  unit: 'points',
};

describe('change from baseline against R', () => {
  const expectGroups = (
    groups: readonly ChangeSummary[],
    expected: readonly Described[],
    rule: 'sas' | 'r',
  ) => {
    expect(groups.map(({ group }) => group)).toEqual(['drug', 'placebo', null]);
    expected.forEach(({ sas, r, ...figures }, index) => {
      const summary = groups[index]!;
      for (const [figure, value] of Object.entries(figures)) {
        expectClose(summary[figure as keyof ChangeSummary], value as number, oracle.tolerance, figure);
      }
      const quartiles = [summary.firstQuartile, summary.median, summary.thirdQuartile];
      quartiles.forEach((quartile, place) => {
        expectClose(quartile, ((rule === 'sas' ? sas : r) as readonly number[])[place]!, oracle.tolerance);
      });
    });
  };

  it.each(['sas', 'r'] as const)('every figure at every visit, quartiles of %s', (quartiles) => {
    const [first, ...visits] = changeFromBaseline(data, { quartiles }).visits;
    expect(first!.visit).toBeNull();
    expectGroups(first!.quantities[0]!.groups, oracle.expected.baseline, quartiles);
    visits.forEach(({ visit, quantities }, index) => {
      expect(visit).toBe(input.visits[index]);
      expect(quantities.map(({ quantity }) => quantity)).toEqual([
        'value',
        'baseline',
        'change',
        'percent change',
      ]);
      for (const { quantity, groups } of quantities) {
        expectGroups(groups, oracle.expected.visits[index]![quantity]!, quartiles);
      }
    });
  });

  it('finds the decimals of the data, and does not round changes', () => {
    expect(changeFromBaseline(data).decimalPlaces).toBe(2);
  });
});

describe('changes of subjects against R', () => {
  it.each(changeScales.flatMap((scale) => changeChoices.map((choose) => [scale, choose] as const)))(
    '%s, %s',
    (scale, choose) => {
      const expected = best.expected[scale]![choose]!;
      const { changes, withoutChange } = subjectChanges(data, { scale, choose });
      expect(withoutChange).toBe(expected.filter((value) => value === null).length);
      for (const { subject, group, change } of changes) {
        const row = Number(subject.slice(1));
        expectClose(change, expected[row]!, best.tolerance, subject);
        expect(group).toBe(['drug', 'placebo'][input.group[row]!]);
      }
    },
  );

  it('names the first visit of equal changes', () => {
    const flat = { ...data, outcome: new Float64Array(72).fill(3), baseline: new Float64Array(24).fill(3) };
    expect(subjectChanges(flat).changes[0]).toEqual({
      subject: 's0',
      group: 'drug',
      visit: 'week 4',
      change: 0,
    });
    expect(subjectChanges(flat, { choose: 'last' }).changes[0]!.visit).toBe('week 24');
  });
});

describe('edges', () => {
  it('describes values alone without a baseline', () => {
    const { baseline: _, ...without } = data;
    const { visits } = changeFromBaseline(without);
    expect(visits.map(({ visit }) => visit)).toEqual(input.visits);
    expect(visits[0]!.quantities.map(({ quantity }) => quantity)).toEqual(['value']);
    expect(changeFromBaselineMethod.run(without, { quartiles: 'sas' }).notices).toHaveLength(1);
    expect(() => subjectChanges(without)).toThrow(/"baseline" is missing/);
  });

  it('says why a figure of an empty visit or of one subject is absent', () => {
    const outcome = data.outcome.map((value, place) => (place % 3 === 0 && place !== 0 ? Number.NaN : value));
    const value = changeFromBaseline({ ...data, outcome }).visits[1]!.quantities[0]!.groups;
    expect(value[0]).toMatchObject({
      n: 1,
      standardDeviation: { notEstimable: 'too-few-observations' },
      standardError: { notEstimable: 'too-few-observations' },
    });
    expect(value[1]).toMatchObject({
      n: 0,
      mean: { notEstimable: 'empty-group' },
      standardError: { notEstimable: 'empty-group' },
    });
  });

  it('refuses what is not a course of numbers', () => {
    expect(() => changeFromBaseline({ ...data, outcome: new Float64Array(3) })).toThrow(/wrong length/);
    expect(() => changeFromBaseline({ ...data, baseline: new Float64Array(3) })).toThrow(/wrong length/);
    expect(() => changeFromBaseline({ ...data, outcomeIs: 'yes-no' })).toThrow(/is not a number/);
    expect(() => changeFromBaseline({ ...data, outcomeIsChange: true })).toThrow(/change already.*AVAL/s);
    expect(() => changeFromBaseline({ ...data, outcome: data.outcome.map(() => 1 / 0) })).toThrow(
      /is infinite/,
    );
    expect(() => changeFromBaseline(data, { quartiles: 11 as never })).toThrow(/is not a rule/);
    expect(() => subjectChanges(data, { choose: 'best' as never })).toThrow(/is not a choice/);
  });
});

describe('laws', () => {
  it('mean change is mean value less mean baseline of the same subjects; shifting all values keeps changes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
          minLength: 2,
          maxLength: 20,
        }),
        fc.integer({ min: -1000, max: 1000 }),
        (rows, shift) => {
          const of = (by: number): LongitudinalData => ({
            ...data,
            subjects: rows.map((_, row) => `${row}`),
            visits: [{ name: 'v', time: 1 }],
            outcome: Float64Array.from(rows, ([value]) => value + by),
            baseline: Float64Array.from(rows, ([, before]) => before + by),
            group: { levels: ['a'], codes: new Int32Array(rows.length) },
          });
          const [value, baseline, change] = changeFromBaseline(of(0)).visits[1]!.quantities.map(
            ({ groups }) => groups[0]!.mean as number,
          );
          expect(change!).toBeCloseTo(value! - baseline!, 10);
          const changes = (by: number) =>
            subjectChanges(of(by), { scale: 'absolute' }).changes.map((one) => one.change);
          expect(changes(shift)).toEqual(changes(0));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the methods', () => {
  it('name every figure once, each quantity under its visit', () => {
    const rows = summaryRows(changeFromBaselineMethod.run(data, { quartiles: 'sas' }));
    const keys = rows.map(({ group, term, statistic }) => `${group}|${term}|${statistic}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows.filter(({ term }) => term === 'week 4: percent change')[0]).toMatchObject({
      heading: 'week 4',
    });
    expect(rows.find(({ term, statistic }) => term === 'week 4: change' && statistic === 'mean')!.unit).toBe(
      'points',
    );
  });

  it('returns a series of subjects an arm, highest change first', () => {
    const output = subjectChangesMethod.run(data, subjectChangesMethod.options.parse({}));
    const part = output.parts[0]!;
    if (part.kind !== 'points') throw new Error('no points');
    expect(part.yLabel).toBe('Lowest change from baseline in DAS28, %');
    for (const { y, labels, x } of part.series) {
      expect(y).toEqual([...y].sort((left, right) => right - left));
      expect(labels).toHaveLength(x.length);
    }
    expect(output.notices[0]!.message).toMatch(/^Subjects without a change from baseline, left out: \d\.$/);
  });
});

describe('very large and very small values', () => {
  const given = [3, -1, 4, 1, -5, 9, 2, 6];
  const dataIn = (unit: number) => ({
    subjects: given.map(String),
    visits: [{ name: 'Week 4', time: 4 }],
    outcomeIs: 'number' as const,
    outcomeLabel: 'x',
    unit: null,
    outcome: Float64Array.from(given, (value) => unit * (value + 1)),
    baseline: Float64Array.from(given, (value) => unit * value),
    group: { levels: ['a', 'b'], codes: Int32Array.from(given, (_, row) => row % 2) },
    reference: 'a',
    covariates: [],
  });
  const changesIn = (unit: number) =>
    changeFromBaseline(dataIn(unit) as never).visits.flatMap(({ quantities }) =>
      quantities.flatMap(({ quantity, groups }) => groups.map((one) => ({ quantity, ...one }))),
    );

  it.each([2 ** 1010, 2 ** -1010])('are described as others are: times %d', (unit) => {
    const here = changesIn(1);
    for (const [place, there] of changesIn(unit).entries()) {
      const scale = there.quantity === 'percent change' ? 1 : unit;
      for (const key of ['mean', 'standardDeviation', 'standardError', 'median', 'maximum'] as const) {
        expectClose(there[key], scale * (here[place]![key] as number), 1e-12, `${there.quantity} ${key}`);
      }
    }
  });

  it('type what is beyond the largest number', () => {
    const data = dataIn(1);
    data.outcome[0] = 1.7e308;
    data.baseline[0] = -1.7e308;
    const { quantities } = changeFromBaseline(data as never).visits.at(-1)!;
    const of = (quantity: string) => quantities.find((one) => one.quantity === quantity)!.groups[0]!;
    expect(of('change').mean).toEqual({ notEstimable: 'overflow' });
    expect(of('change').maximum).toEqual({ notEstimable: 'overflow' });
    expect(of('change').minimum).toBe(1);
    expect(of('value').mean as number).toBeCloseTo(1.7e308 / 4, -300);
  });
});
