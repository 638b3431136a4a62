import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import { kaplanMeierMethod } from '../../src/survival/kaplan-meier/definition.js';
import {
  type KaplanMeierInput,
  type KaplanMeierOptions,
  kaplanMeier,
} from '../../src/survival/kaplan-meier/kaplan-meier.js';
import { expectClose, expectSame, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly input: { [key: string]: number[] | number | string[] };
  readonly options: KaplanMeierOptions & { readonly times: number[] | number | null; quantiles: number[] };
  readonly expected: { readonly curves: readonly ExpectedCurve[] };
}
interface ExpectedCurve {
  readonly group: string;
  readonly [column: string]: unknown;
  readonly quantiles: readonly { probability: number; time: number; lower: number; upper: number }[];
  readonly at?: readonly { [statistic: string]: number }[];
}

const columns = [
  'time',
  'atRisk',
  'events',
  'censored',
  'survival',
  'standardError',
  'lower',
  'upper',
] as const;
const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

function inputOf(raw: Case['input']): KaplanMeierInput {
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, list(value as never)])) as never;
}

describe('kaplan-meier against R survival', () => {
  for (const file of ['freireich', 'exact-half', 'entry-and-weights', 'edges', 'uneven-limits']) {
    const oracle = readOracle<Case>('kaplan-meier', file);
    for (const reference of oracle.cases) {
      it(`${file}: ${reference.name}`, () => {
        const times = reference.options.times === null ? [] : list(reference.options.times);
        const result = kaplanMeier(inputOf(reference.input), { ...reference.options, times });
        expect(result.curves).toHaveLength(reference.expected.curves.length);
        reference.expected.curves.forEach((expected, index) => {
          const curve = result.curves[index]!;
          for (const column of columns) {
            const values = list(expected[column] as number | null);
            expect(curve[column], column).toHaveLength(values.length);
            values.forEach((value, step) => {
              const actual = curve[column][step]!;
              // The reference writes 0 where the standard error at survival 0 is undefined.
              if (column === 'standardError' && curve.survival[step] === 0) expect(actual).toBeNull();
              else expectSame(actual, value, oracle.tolerance, `${column} ${step}`);
            });
          }
          expected.quantiles.forEach((row, place) => {
            const quantile = curve.quantiles[place]!;
            for (const key of ['time', 'lower', 'upper'] as const) {
              expectSame(
                quantile[key],
                row[key] ?? null,
                oracle.tolerance,
                `quantile ${row.probability} ${key}`,
              );
            }
          });
          expected.at?.forEach((row, place) => {
            const at = curve.at[place]!;
            for (const key of ['survival', 'lower', 'upper', 'standardError', 'atRisk'] as const) {
              if (key === 'standardError' && at.survival === 0) continue;
              expectSame(at[key], row[key] ?? null, oracle.tolerance, `at ${row['time']} ${key}`);
            }
          });
        });
      });
    }
  }
});

describe('kaplan-meier conventions', () => {
  const half = { time: [54, 75, 77, 84, 87, 92, 103, 105, 112, 118], event: [1, 1, 1, 1, 1, 0, 0, 0, 0, 0] };
  const quartiles = (input: KaplanMeierInput, options: KaplanMeierOptions) =>
    kaplanMeier(input, options).curves[0]!.quantiles.map((quantile) => quantile.time);

  it('gives the midpoint of a last flat piece under rule r, and nothing under rule sas', () => {
    expect(quartiles(half, {})).toEqual([77, 102.5, { notEstimable: 'not-reached' }]);
    expect(quartiles(half, { quantileRule: 'sas' })).toEqual([
      77,
      { notEstimable: 'not-reached' },
      { notEstimable: 'not-reached' },
    ]);
    const lastEvent = { ...half, event: [1, 1, 1, 1, 1, 0, 0, 0, 0, 1] };
    for (const quantileRule of ['r', 'sas'] as const) {
      expect(quartiles(lastEvent, { quantileRule })).toEqual([77, 102.5, 118]);
    }
  });

  it('carries survival forward as R, or gives none as SAS, and 0 after a last event in both', () => {
    const at = (input: KaplanMeierInput, beyondLastObservation: 'carry-forward' | 'not-estimable') =>
      kaplanMeier(input, { times: [120], beyondLastObservation }).curves[0]!.at[0]!;
    expectClose(at(half, 'carry-forward').survival, 0.5, 1e-15);
    expect(at(half, 'carry-forward').beyondLastObservation).toBe(true);
    expect(at(half, 'not-estimable').survival).toEqual({ notEstimable: 'beyond-last-observation' });
    const lastEvent = { ...half, event: [1, 1, 1, 1, 1, 0, 0, 0, 0, 1] };
    expect(at(lastEvent, 'carry-forward').survival).toBe(0);
    expect(at(lastEvent, 'not-estimable').survival).toBe(0);
  });

  it('counts who is at risk at a time too large for the tolerance to change it', () => {
    const time = [137348389.73184079, 220456017.7842619, 285165477.88690054];
    const at = kaplanMeier({ time, event: [1, 1, 0] }, { times: time }).curves[0]!.at;
    expect(at.map(({ atRisk }) => atRisk)).toEqual([3, 2, 1]);
    expect(at.map(({ eventsBefore }) => eventsBefore)).toEqual([0, 1, 2]);
    const late = kaplanMeier({ time, event: [1, 1, 0], entry: [0, 137348389.73184079, 0] }, { times: time });
    expect(late.curves[0]!.at.map(({ atRisk }) => atRisk)).toEqual([2, 2, 1]);
  });

  it('takes limits that rise again after a fall as R, or the first time below the height', () => {
    const limits = readOracle<Case>('kaplan-meier', 'uneven-limits').cases[0]!;
    const lower = (quantileRule: 'r' | 'sas') =>
      kaplanMeier(inputOf(limits.input), { ...limits.options, times: [], quantileRule }).curves[0]!
        .quantiles[0]!.lower;
    expect(lower('r')).toBe(4);
    expect(lower('sas')).toBe(1.5);
  });

  it('takes a factor, keeps its order and reports an empty level', () => {
    const group = { levels: ['b', 'a', 'never'], codes: Int32Array.from([0, 0, 1, 1]) };
    const { curves } = kaplanMeier({ time: [1, 2, 3, 4], event: [1, 0, 1, 1], group }, { times: [1] });
    expect(curves.map((curve) => curve.group)).toEqual(['b', 'a', 'never']);
    expect(curves[2]!.median.time).toEqual({ notEstimable: 'empty-group' });
    expect(curves[2]!.at[0]!.survival).toEqual({ notEstimable: 'empty-group' });
  });

  it('names the argument and the row of what it cannot use', () => {
    expect(() => kaplanMeier({ time: [1, Number.NaN], event: [1, 1] })).toThrow(/"time".*row 2/);
    expect(() => kaplanMeier({ time: [1, -2], event: [1, 1] })).toThrow(MethodError);
    expect(() => kaplanMeier({ time: [1, 2], event: [1, 2] })).toThrow(/"event".*row 2/);
    expect(() => kaplanMeier({ time: [1, 2], event: [1] })).toThrow(/another length/);
    expect(() => kaplanMeier({ time: [1, 2], event: [1, 1], entry: [0, 2] })).toThrow(/"entry".*row 2/);
    expect(() => kaplanMeier({ time: [1], event: [1], weight: [0] })).toThrow(/"weight"/);
    expect(() => kaplanMeier({ time: [1], event: [1] }, { level: 1 })).toThrow(/"level"/);
    expect(() => kaplanMeier({ time: [1], event: [1] }, { quantiles: [0] })).toThrow(/"quantiles"/);
    expect(() => kaplanMeier({ time: [1], event: [1] }, { times: [-1] })).toThrow(/"times"/);
  });

  it('has an answer for no subjects at all', () => {
    const curve = kaplanMeier({ time: [], event: [] }).curves[0]!;
    expect(curve.time).toEqual([]);
    expect(curve.median.time).toEqual({ notEstimable: 'empty-group' });
  });
});

const subjects = fc.array(
  fc.record({ time: fc.integer({ min: 0, max: 30 }), event: fc.integer({ min: 0, max: 1 }) }),
  { minLength: 1, maxLength: 40 },
);
const asColumns = (rows: readonly { time: number; event: number }[]) => ({
  time: rows.map((row) => row.time),
  event: rows.map((row) => row.event),
});

describe('kaplan-meier laws', () => {
  it('never rises, stays in [0, 1], and its limits hold it', () => {
    fc.assert(
      fc.property(
        subjects,
        fc.constantFrom('plain', 'log', 'log-log', 'logit', 'arcsine'),
        (rows, transform) => {
          const curve = kaplanMeier(asColumns(rows), { transform: transform as 'log' }).curves[0]!;
          let previous = 1;
          curve.survival.forEach((survival, step) => {
            expect(survival).toBeGreaterThanOrEqual(0);
            expect(survival).toBeLessThanOrEqual(previous);
            previous = survival;
            const [lower, upper] = [curve.lower[step], curve.upper[step]];
            if (lower !== null) expect(lower).toBeLessThanOrEqual(survival + 1e-15);
            if (upper !== null) expect(upper).toBeGreaterThanOrEqual(survival - 1e-15);
          });
        },
      ),
    );
  });

  it('does not depend on row order and does not change its input', () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const forward = asColumns(rows);
        const copy = structuredClone(forward);
        const result = kaplanMeier(forward, { times: [5] });
        expect(kaplanMeier(asColumns([...rows].reverse()), { times: [5] })).toEqual(result);
        expect(forward).toEqual(copy);
      }),
    );
  });

  it('reads a whole weight as so many subjects', () => {
    fc.assert(
      fc.property(subjects, fc.integer({ min: 1, max: 3 }), (rows, copies) => {
        const input = asColumns(rows);
        const weighted = kaplanMeier({ ...input, weight: rows.map(() => copies) }).curves[0]!;
        const repeated = kaplanMeier(asColumns(rows.flatMap((row) => Array(copies).fill(row)))).curves[0]!;
        expect(weighted.survival).toEqual(repeated.survival);
        expect(weighted.lower).toEqual(repeated.lower);
        expect(weighted.atRisk).toEqual(repeated.atRisk);
      }),
    );
  });

  it('is the share without the event when nobody is censored', () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const curve = kaplanMeier({ time: rows.map((row) => row.time), event: rows.map(() => 1) }).curves[0]!;
        curve.time.forEach((time, step) => {
          const share = rows.filter((row) => row.time > time).length / rows.length;
          expectClose(curve.survival[step], share, 1e-13);
        });
      }),
    );
  });

  it('adds up: at risk, events before and censored before make the subjects', () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const curve = kaplanMeier(asColumns(rows), { times: [0, 7, 15, 31] }).curves[0]!;
        for (const at of curve.at) expect(at.atRisk + at.eventsBefore + at.censoredBefore).toBe(rows.length);
      }),
    );
  });
});

describe('kaplan-meier as a method', () => {
  it('gives curves with an origin and a summary by group', () => {
    const output = kaplanMeierMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from([2, 3, 4, 5]),
        event: Uint8Array.from([1, 0, 1, 0]),
        group: { levels: ['a', 'b'], codes: Int32Array.from([0, 0, 1, 1]) },
        reference: 'b',
        covariates: [],
        timeUnit: 'weeks',
        eventLabel: 'death',
      },
      kaplanMeierMethod.options.parse({ times: [6] }),
    );
    expect(output.parts.map((part) => part.kind)).toEqual(['curves', 'summary']);
    const [curves, summary] = output.parts;
    if (curves?.kind !== 'curves' || summary?.kind !== 'summary') throw new Error('unexpected parts');
    expect(curves.curves[0]).toMatchObject({
      group: 'a',
      time: [0, 2, 3],
      estimate: [1, 0.5, 0.5],
      atRisk: [2, 2, 1],
    });
    const median = summary.rows.find((row) => row.group === 'a' && row.statistic === 'median-survival');
    expect(median).toMatchObject({ value: 2.5, unit: 'weeks', interval: { level: 0.95 } });
    expect(output.notices.map((notice) => notice.code)).toEqual([
      'kaplan-meier/carried-forward',
      'kaplan-meier/carried-forward',
    ]);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
