import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisData, AnalysisDataKind, Factor } from '../src/core/analysis-data.js';
import type { AnyMethod } from '../src/core/definition.js';
import { MethodError } from '../src/core/errors.js';
import { type Estimable, isEstimable } from '../src/core/estimable.js';
import type { EstimateRow, MethodOutput } from '../src/core/result.js';
import { Xoshiro256 } from '../src/math/random/xoshiro256.js';
import { methods } from '../src/methods.js';
import { optionValues, requiredOptions } from './option-values.js';
import { sampleData } from './sample-data.js';

type Draw = (below: number) => number;
type Data<Kind extends AnalysisDataKind> = Extract<AnalysisData, { kind: Kind }>;

const factor = (n: number, levels: readonly string[], draw: Draw): Factor => ({
  levels,
  codes: Int32Array.from({ length: n }, () => draw(levels.length)),
});
const binaryArms = (names: readonly string[], draw: Draw) =>
  names.map((name) => {
    const n = draw(5);
    return { name, n, events: draw(n + 1) };
  });
const numbers = (n: number, number: () => number) => Float64Array.from({ length: n }, number);
const subjects = (draw: Draw) => {
  const n = 1 + draw(9);
  return { n, strata: draw(3) === 0 ? { strata: factor(n, ['s', 't'], draw) } : {} };
};
const covariates = (n: number, draw: Draw) =>
  draw(2) === 0 ? [] : [{ name: 'x', values: numbers(n, () => draw(3)) }];

/** A few subjects of two or three arms, any of which may be empty, without events or without variation. */
const tiny: { readonly [Kind in AnalysisDataKind]?: (arms: readonly string[], draw: Draw) => Data<Kind> } = {
  binary: (arms, draw) => ({ ...sampleData.binary, arms: binaryArms(arms, draw) }),
  'stratified-binary': (arms, draw) => ({
    ...sampleData['stratified-binary'],
    strata: ['s', 't'].slice(draw(2)).map((name) => ({ name, arms: binaryArms(arms, draw) })),
  }),
  count: (arms, draw) => ({
    ...sampleData.count,
    arms: arms.map((name) => ({ name, events: draw(4), exposure: draw(4) * 2.5 })),
  }),
  ordinal: (arms, draw) => {
    const { n, strata } = subjects(draw);
    const outcome = Int32Array.from({ length: n }, () => draw(3));
    const weight = new Float64Array(n).fill(1);
    const group = factor(n, arms, draw);
    const { kind, reference } = sampleData.ordinal;
    return {
      kind,
      reference,
      categories: ['1', '2', '3'],
      outcome,
      weight,
      group,
      covariates: [],
      ...strata,
    };
  },
  'subject-outcome': (arms, draw) => {
    const { n, strata } = subjects(draw);
    const outcomeIs = (['yes-no', 'number', 'count'] as const)[draw(3)]!;
    return {
      ...sampleData['subject-outcome'],
      outcomeIs,
      outcome: numbers(n, () => draw(outcomeIs === 'yes-no' ? 2 : 3)),
      exposure: numbers(n, () => (outcomeIs === 'count' ? 1 + draw(3) : 1)),
      group: factor(n, arms, draw),
      covariates: covariates(n, draw),
      ...strata,
    };
  },
  survival: (arms, draw) => {
    const { n } = subjects(draw);
    const time = numbers(n, () => 1 + draw(5));
    const event = Uint8Array.from({ length: n }, () => draw(2));
    return {
      ...sampleData.survival,
      time,
      event,
      group: factor(n, arms, draw),
      covariates: covariates(n, draw),
    };
  },
  'competing-events': (arms, draw) => {
    const { n } = subjects(draw);
    const time = numbers(n, () => 1 + draw(5));
    const event = Uint8Array.from({ length: n }, () => draw(3));
    return { ...sampleData['competing-events'], time, event, group: factor(n, arms, draw), covariates: [] };
  },
  'interval-censored': (arms, draw) => {
    const { n } = subjects(draw);
    const lower = numbers(n, () => draw(4));
    const upper = lower.map((from) => (draw(3) === 0 ? Number.POSITIVE_INFINITY : from + 1 + draw(2)));
    return { ...sampleData['interval-censored'], lower, upper, group: factor(n, arms, draw) };
  },
  longitudinal: (arms, draw) => {
    const { n } = subjects(draw);
    const { kind, visits, outcomeIs, reference, outcomeLabel, unit } = sampleData.longitudinal;
    return {
      kind,
      outcomeIs,
      reference,
      outcomeLabel,
      unit,
      visits: visits.slice(0, 2),
      subjects: Array.from({ length: n }, (_, row) => `s${row}`),
      outcome: numbers(2 * n, () => (draw(5) === 0 ? Number.NaN : draw(4))),
      baseline: numbers(n, () => draw(4)),
      group: factor(n, arms, draw),
      covariates: [],
    };
  },
  continuous: (arms, draw) => ({
    ...sampleData.continuous,
    arms: arms.map((name) => {
      // An arm of summaries has someone in it, and a spread where it has two.
      const n = 1 + draw(4);
      const values = numbers(n, () => draw(3));
      const mean = values.reduce((sum, value) => sum + value, 0) / n;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return { name, n, mean, standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0, values };
    }),
  }),
  recurrent: (arms, draw) => {
    const { n } = subjects(draw);
    const arm = factor(n, arms, draw).codes;
    const rows = Array.from({ length: n }, (_, subject) => subject).flatMap((subject) => {
      const stops = Array.from(new Set(Array.from({ length: 1 + draw(3) }, () => 1 + draw(5)))).sort();
      return stops.map((stop, place) => ({ subject, from: stops[place - 1] ?? 0, stop }));
    });
    return {
      ...sampleData.recurrent,
      subject: Int32Array.from(rows, ({ subject }) => subject),
      entry: Float64Array.from(rows, ({ from }) => from),
      time: Float64Array.from(rows, ({ stop }) => stop),
      event: Uint8Array.from(rows, () => draw(2)),
      group: { levels: arms, codes: Int32Array.from(rows, ({ subject }) => arm[subject]!) },
      covariates: [],
    };
  },
  'paired-binary': (_, draw) => ({
    ...sampleData['paired-binary'],
    both: draw(3),
    firstOnly: draw(3),
    secondOnly: draw(3),
    neither: draw(3),
  }),
  studies: (_, draw) => ({
    ...sampleData.studies,
    rows: Array.from({ length: 1 + draw(4) }, (__, row) => {
      const [of, versus] = binaryArms(['of', 'versus'], draw);
      const subgroup = draw(2) === 0 ? 'a' : 'b';
      return { name: `trial ${row}`, subgroup, type: 'counts', of: of!, versus: versus! };
    }),
  }),
  'multi-state': (arms, draw) => {
    const { n } = subjects(draw);
    const arm = factor(n, arms, draw).codes;
    const rows = Array.from({ length: n }, (_, subject) => subject).flatMap((subject) => {
      const middle = 1 + draw(3);
      const [first, second, last] = [draw(2), draw(2), draw(3) - 1];
      if (first === second) return [{ subject, start: 0, stop: middle, from: first, to: -1 }];
      const stay = { subject, start: middle, stop: middle + 1 + draw(2), from: second };
      return [
        { subject, start: 0, stop: middle, from: first, to: second },
        { ...stay, to: last === second ? -1 : last },
      ];
    });
    const column = (name: 'subject' | 'from' | 'to') => Int32Array.from(rows, (row) => row[name]);
    return {
      ...sampleData['multi-state'],
      states: ['well', 'ill'],
      subject: column('subject'),
      start: Float64Array.from(rows, ({ start }) => start),
      stop: Float64Array.from(rows, ({ stop }) => stop),
      from: column('from'),
      to: column('to'),
      group: { levels: arms, codes: Int32Array.from(rows, ({ subject }) => arm[subject]!) },
    };
  },
  diagnostic: (_, draw) => {
    const { n } = subjects(draw);
    const marker = (name: string) => {
      const values = numbers(n, () => (draw(6) === 0 ? Number.NaN : draw(4)));
      return { name, values, unit: null };
    };
    const condition = Uint8Array.from({ length: n }, () => draw(2));
    return { ...sampleData.diagnostic, condition, markers: [marker('x'), marker('y')].slice(draw(2)) };
  },
  ratings: (_, draw) => {
    const { n } = subjects(draw);
    const values = sampleData.ratings.raters.map(() =>
      numbers(n, () => (draw(6) === 0 ? Number.NaN : draw(3))),
    );
    return { ...sampleData.ratings, values, categories: draw(2) === 0 ? null : ['0', '1', '2'] };
  },
  'subject-variables': (arms, draw) => {
    const { n } = subjects(draw);
    const group = factor(n, arms, draw);
    const values = numbers(n, () => (draw(5) === 0 ? Number.NaN : draw(4) - 1));
    const codes = Int32Array.from({ length: n }, () => draw(3) - 1);
    return {
      ...sampleData['subject-variables'],
      group,
      variables: [
        { type: 'number', name: 'x', label: 'x', unit: null, values },
        { type: 'category', name: 'y', label: 'y', categories: ['0', '1'], codes },
      ],
    };
  },
  shift: (arms, draw) => {
    const { n } = subjects(draw);
    const grades = () => Int32Array.from({ length: n }, () => draw(5) - 1);
    const parameter = { levels: ['ALT'], codes: new Int32Array(n) };
    return {
      ...sampleData.shift,
      before: grades(),
      after: grades(),
      parameter,
      group: factor(n, arms, draw),
    };
  },
  'adverse-events': (arms, draw) => {
    const { n } = subjects(draw);
    const size = draw(6);
    const events = {
      subject: Int32Array.from({ length: size }, () => draw(n)),
      bodySystem: factor(size, ['s', 't'], draw),
      term: factor(size, ['x', 'y', 'z'], draw),
    };
    const exposure = numbers(n, () => draw(3));
    return { ...sampleData['adverse-events'], group: factor(n, arms, draw), exposure, events };
  },
  hierarchical: (arms, draw) => {
    const { n, strata } = subjects(draw);
    const { kind } = sampleData.hierarchical;
    const time = numbers(n, () => 1 + draw(4));
    const event = Uint8Array.from({ length: n }, () => draw(2));
    const values = numbers(n, () => (draw(5) === 0 ? Number.NaN : draw(3)));
    return {
      kind,
      reference: null,
      group: factor(n, arms, draw),
      levels: [
        { type: 'time-to-event', name: 'death', time, event, better: 'later', margin: 0 },
        { type: 'value', name: 'score', values, better: 'higher', margin: draw(2) },
      ],
      ...strata,
    };
  },
  hypotheses: (_, draw) => ({
    ...sampleData.hypotheses,
    rows: Array.from({ length: 1 + draw(4) }, (__, row) => ({
      name: `H${row}`,
      p: [0, 0.01, 0.025, 0.5, 1][draw(5)]!,
      weight: null,
    })),
  }),
};

/** Where a number is not finite; curves and figures hold null where there is no limit. */
function notFinite(value: unknown, path: string): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, own]) => notFinite(own, `${path}.${name}`));
}

function run(
  method: AnyMethod,
  data: AnalysisData,
  reference: string,
  options: unknown = method.options.parse(requiredOptions[method.id] ?? {}),
): MethodOutput | string {
  try {
    const turned = { ...data, reference } as never;
    return method.run(turned, options as never);
  } catch (error) {
    // Such data may be refused in words, and in no other way.
    if (error instanceof MethodError) return error.message;
    throw error;
  }
}

const comparisons = (output: MethodOutput): readonly EstimateRow[] =>
  output.parts
    .flatMap((part) => (part.kind === 'estimates' ? part.rows : []))
    .filter(({ of, versus }) => of !== null && versus !== null);

/** Climbs from the other side may end in the other of these. */
const unbounded = ['separated', 'not-converged'];
function expectTurned(
  value: Estimable,
  turned: Estimable,
  twins: (value: number) => readonly number[],
  what: string,
): void {
  if (isEstimable(value) && isEstimable(turned)) {
    const gap = Math.min(...twins(value).map((twin) => Math.abs(turned - twin)));
    expect(gap, what).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(value)));
    return;
  }
  const words = [value, turned].map((one) => (isEstimable(one) ? 'a number' : one.notEstimable));
  if (words.every((word) => unbounded.includes(word))) return;
  expect(words[0], what).toBe(words[1]);
}

/**
 * A difference or log ratio changes its sign; a probability that one does better becomes that of the other; a distance
 * of categories is the same.
 */
const turnedOver =
  ({ statistic }: EstimateRow) =>
  (value: number) => [-value, 1 - value, ...(statistic === 'standardised-difference' ? [value] : [])];

/** The same data with their rows in another order: every list of as many entries as there are rows is turned. */
function reordered<Value>(value: Value, order: readonly number[]): Value {
  if (value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array) {
    return value.length === order.length ? (value.map((_, place) => value[order[place]!]!) as Value) : value;
  }
  if (Array.isArray(value)) return value.map((one) => reordered(one, order)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [name, reordered(own, order)]),
  ) as Value;
}

/** Where two outputs differ by more than rounding, which the huge limits of flat likelihoods blow up. */
function unlike(one: unknown, other: unknown, path: string): readonly string[] {
  if (typeof one === 'number' && typeof other === 'number') {
    const [gap, size] = [Math.abs(one - other), Math.abs(one)];
    return gap <= (size > 1e6 ? 0.1 : 1e-4) * (1 + size) ? [] : [`${path}: ${one} and ${other}`];
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other ? [] : [`${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`];
  }
  const reasons = [one, other].map((own) => ('notEstimable' in own ? String(own.notEstimable) : ''));
  if (reasons.every((reason) => unbounded.includes(reason))) return [];
  return Object.keys({ ...one, ...other }).flatMap((name) =>
    unlike(one[name as keyof typeof one], other[name as keyof typeof other], `${path}.${name}`),
  );
}

/** Kinds of data whose arrays have one entry a subject. */
const subjectKinds: readonly AnalysisDataKind[] = [
  'survival',
  'competing-events',
  'ordinal',
  'subject-outcome',
  'interval-censored',
  'diagnostic',
  'ratings',
  'subject-variables',
  'shift',
  'hierarchical',
];
function rowsOf(data: AnalysisData): number {
  if ('group' in data && data.group !== undefined) return data.group.codes.length;
  if (data.kind === 'diagnostic') return data.condition.length;
  return data.kind === 'ratings' ? data.values[0]!.length : 0;
}

/** Draw rows by their place, or leave them out by it. */
const byPlace = ['bootstrap', 'permutation-test', 'optimal-cut-point', 'brier-score', 'jackknife'];

/** Imputes one arm after the other, so that the arms do not stand alike. */
const onesided = ['reference-based-imputation'];
const cases = methods.flatMap((method) =>
  [method.accepts].flat().flatMap((kind) => {
    const make = tiny[kind] as ((arms: readonly string[], draw: Draw) => AnalysisData) | undefined;
    return make === undefined ? [] : [{ id: method.id, kind, method, make }];
  }),
);

describe('a handful of subjects', () => {
  it('is tried on most methods', () => {
    expect(cases.length).toBe(
      methods.length - methods.filter(({ accepts }) => accepts === 'design-assumptions').length,
    );
  });

  it.each(cases)(
    'gives $id of $kind data finite numbers, reasons, or a refusal in words',
    ({ method, make }) => {
      fc.assert(
        fc.property(fc.nat(), fc.constantFrom(2, 3), (seed, count) => {
          const random = new Xoshiro256(seed);
          const data = make(['a', 'b', 'c'].slice(0, count), (below) => random.integerBelow(below));
          expect(notFinite(run(method, data, 'a'), 'output').slice(0, 3)).toEqual([]);
          const { values, few } = optionValues(method);
          const drawn = [1, 2].flatMap(() =>
            values.length > 0 ? [values[random.integerBelow(values.length)]!] : [],
          );
          const given = { ...requiredOptions[method.id], ...few, ...Object.fromEntries(drawn) };
          const options = method.options.safeParse(given);
          if (!options.success) return;
          const what = JSON.stringify(given);
          expect(notFinite(run(method, data, 'a', options.data), what).slice(0, 3)).toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
  );

  it.each(cases.filter(({ id }) => !onesided.includes(id)))(
    'gives $id of $kind data the same comparison from either side',
    ({ method, make }) => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          const random = new Xoshiro256(seed);
          const data = make(['a', 'b'], (below) => random.integerBelow(below));
          const [forward, back] = ['a', 'b'].map((reference) => run(method, data, reference));
          if (typeof forward === 'string' || typeof back === 'string') {
            expect(typeof forward).toBe(typeof back);
            return;
          }
          for (const row of comparisons(forward!)) {
            const twin = comparisons(back!).find(
              ({ statistic, term, of, versus }) =>
                statistic === row.statistic && term === row.term && of === row.versus && versus === row.of,
            );
            if (twin === undefined) continue;
            expectTurned(row.estimate, twin.estimate, turnedOver(row), `${row.statistic} ${row.term}`);
            if (row.p !== null && twin.p !== null) {
              expectTurned(row.p, twin.p, (p) => [p], `p of ${row.statistic} ${row.term}`);
            }
          }
        }),
        { numRuns: 25 },
      );
    },
  );

  it.each(cases.filter(({ id, kind }) => subjectKinds.includes(kind) && !byPlace.includes(id)))(
    'gives $id of $kind data the same figures in any order of the subjects',
    ({ method, make }) => {
      fc.assert(
        fc.property(fc.nat(), fc.constantFrom(2, 3), (seed, count) => {
          const random = new Xoshiro256(seed);
          const data = make(['a', 'b', 'c'].slice(0, count), (below) => random.integerBelow(below));
          const n = rowsOf(data);
          // Other lists may be as long as very few subjects.
          if (n < 4) return;
          const order = Array.from({ length: n }, (_, row) => row).sort(() => random.uniform() - 0.5);
          const [one, other] = [data, reordered(data, order)].map((own) => run(method, own, 'a'));
          if (typeof one === 'string' || typeof other === 'string') {
            expect(typeof one).toBe(typeof other);
            return;
          }
          // Points stand in the order of the subjects.
          const figures = (output: MethodOutput) => output.parts.filter(({ kind }) => kind !== 'points');
          expect(unlike(figures(one!), figures(other!), 'parts').slice(0, 3)).toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
  );
});
