import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulativeIncidence } from '../../src/survival/cumulative-incidence/cumulative-incidence.js';
import { cumulativeIncidenceMethod } from '../../src/survival/cumulative-incidence/definition.js';
import { kaplanMeier } from '../../src/survival/kaplan-meier/kaplan-meier.js';
import { generateCompetingRows } from './competing-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface References {
  readonly generate: { readonly n: number; readonly seed: number };
  readonly curves: readonly {
    readonly group: string;
    readonly cause: number;
    readonly time: readonly number[];
    readonly estimate: readonly number[];
    readonly variance: readonly number[];
    readonly aalenStandardError: readonly number[];
  }[];
  readonly gray: readonly {
    readonly name: string;
    readonly rho: number;
    readonly tests: readonly { cause: number; chiSquare: number; df: number; logP: number }[];
  }[];
}

const file = readOracle<never>('cumulative-incidence', 'cmprsk');
const references = file.cases as unknown as References;
const rows = generateCompetingRows(references.generate.n, references.generate.seed);

describe('cumulative-incidence against cmprsk and R survival', () => {
  for (const expected of references.curves) {
    it(`group ${expected.group}, cause ${expected.cause}`, () => {
      const of = (variance: 'aalen' | 'delta') =>
        cumulativeIncidence(rows, { cause: expected.cause, variance, times: expected.time }).curves.find(
          (curve) => curve.group === expected.group,
        )!.at;
      const [aalen, delta] = [of('aalen'), of('delta')];
      expected.time.forEach((time, index) => {
        expectClose(aalen[index]!.incidence, expected.estimate[index]!, 1e-12, `incidence at ${time}`);
        const error = Math.sqrt(expected.variance[index]!);
        expectClose(
          (aalen[index]!.standardError as number) / error,
          1,
          file.tolerance,
          `Aalen error at ${time}`,
        );
        const multinomial = expected.aalenStandardError[index]!;
        expectClose(
          (delta[index]!.standardError as number) / multinomial,
          1,
          file.tolerance,
          `delta error at ${time}`,
        );
      });
    });
  }
  for (const { name, rho, tests } of references.gray) {
    for (const expected of tests) {
      it(`Gray's test, ${name}, cause ${expected.cause}`, () => {
        const group = name.includes('two groups')
          ? rows.group.map((value) => (value > '0' ? 'b' : 'a'))
          : rows.group;
        const { time, event, strata } = rows;
        const input = name.includes('stratified') ? { time, event, group, strata } : { time, event, group };
        const test = cumulativeIncidence(input, { cause: expected.cause, rho }).grayTest!;
        expectClose(test.chiSquare, expected.chiSquare, file.tolerance, 'chi-square');
        expect(test.df).toBe(expected.df);
        expectClose(Math.log(test.p as number), expected.logP, file.tolerance, 'log p');
      });
    }
  }
});

describe('cumulative-incidence edges', () => {
  it('says why there is no number', () => {
    const input = { time: [1, 2, 3], event: [2, 0, 0], group: ['a', 'a', 'b'] };
    const result = cumulativeIncidence(input, { times: [1, 2.5] });
    expect(result.grayTest!.p).toEqual({ notEstimable: 'no-events' });
    expect(result.curves[0]!.at[0]).toMatchObject({ incidence: 0, upper: { notEstimable: 'no-events' } });
    expect(result.curves[0]!.at[1]!.incidence).toEqual({ notEstimable: 'beyond-last-observation' });
    const group = { levels: ['a', 'b'], codes: new Int32Array(3) };
    const empty = cumulativeIncidence({ ...input, event: [1, 2, 0], group }, { times: [1] });
    expect(empty.grayTest!.chiSquare).toEqual({ notEstimable: 'empty-group' });
    expect(empty.curves[1]!.at[0]!.incidence).toEqual({ notEstimable: 'empty-group' });
    expect(() => cumulativeIncidence({ ...input, event: [1, 1.5, 0] })).toThrow(/"event".*row 2/);
    expect(() => cumulativeIncidence(input, { cause: 0 })).toThrow(/"cause"/);
    expect(() => cumulativeIncidence(input, { times: [-1] })).toThrow(/"times"/);
  });
});

const subjects = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 15 }),
    event: fc.integer({ min: 0, max: 2 }),
    group: fc.constantFrom('a', 'b', 'c'),
  }),
  { minLength: 4, maxLength: 40 },
);
const asColumns = (list: readonly { time: number; event: number; group: string }[]) => ({
  time: list.map((row) => row.time),
  event: list.map((row) => row.event),
  group: list.map((row) => row.group),
});

describe('cumulative-incidence laws', () => {
  it('incidences of all causes and survival add to 1', () => {
    fc.assert(
      fc.property(subjects, (list) => {
        const { time, event } = asColumns(list);
        const survival = kaplanMeier({ time, event: event.map((kind) => kind > 0) }).curves[0]!.survival;
        const one = cumulativeIncidence({ time, event }).curves[0]!.incidence;
        const two = cumulativeIncidence({ time, event }, { cause: 2 }).curves[0]!.incidence;
        survival.forEach((value, step) => {
          expectClose(value + one[step]! + two[step]!, 1, 1e-13);
        });
      }),
    );
  });

  it('is 1 less Kaplan-Meier with its Greenwood variance when one cause occurs', () => {
    fc.assert(
      fc.property(subjects, (list) => {
        const { time, event } = asColumns(list);
        const single = event.map((kind) => (kind > 0 ? 1 : 0));
        const curve = cumulativeIncidence({ time, event: single }, { variance: 'delta' }).curves[0]!;
        const survival = kaplanMeier({ time, event: single }).curves[0]!;
        survival.survival.forEach((value, step) => {
          expectClose(curve.incidence[step], 1 - value, 1e-13);
          if (value > 0)
            expectClose(curve.standardError[step]! ** 2, survival.standardError[step]! ** 2, 1e-13);
        });
      }),
    );
  });

  it('does not depend on row order or the unit of time; limits hold the estimate', () => {
    fc.assert(
      fc.property(subjects, (list) => {
        const input = asColumns(list);
        const result = cumulativeIncidence(input);
        expect(cumulativeIncidence(asColumns([...list].reverse()))).toEqual(result);
        const scaled = cumulativeIncidence({ ...input, time: input.time.map((time) => time * 3) });
        expect(scaled.grayTest).toEqual(result.grayTest);
        for (const curve of result.curves) {
          curve.incidence.forEach((value, step) => {
            if (curve.lower[step] === null) return;
            expect(curve.lower[step]!).toBeLessThanOrEqual(value);
            expect(curve.upper[step]!).toBeGreaterThanOrEqual(value);
          });
        }
      }),
    );
  });

  it('identical groups give statistic 0', () => {
    const one = asColumns(
      Array.from({ length: 20 }, (_, row) => ({ time: 1 + (row % 7), event: row % 3, group: 'a' })),
    );
    const test = cumulativeIncidence({
      time: [...one.time, ...one.time],
      event: [...one.event, ...one.event],
      group: [...one.group, ...one.group.map(() => 'b')],
    }).grayTest!;
    expectClose(test.chiSquare, 0, 1e-20);
  });
});

describe('cumulative-incidence as a method', () => {
  it('gives curves, a summary and the test', () => {
    const output = cumulativeIncidenceMethod.run(
      {
        kind: 'competing-events',
        time: Float64Array.from(rows.time),
        event: Uint8Array.from(rows.event),
        causes: ['discharge', 'death'],
        group: { levels: ['0', '1', '2'], codes: Int32Array.from(rows.group, Number) },
        reference: '0',
        covariates: [],
        timeUnit: 'days',
      },
      cumulativeIncidenceMethod.options.parse({ cause: 'death', times: [5] }),
    );
    expect(output.parts.map((part) => part.kind)).toEqual(['curves', 'summary', 'test']);
    const [curves, summary, test] = output.parts;
    if (curves?.kind !== 'curves' || summary?.kind !== 'summary' || test?.kind !== 'test')
      throw new Error('parts');
    expect(curves.quantity).toBe('cumulative-incidence');
    expect(curves.curves[0]).toMatchObject({ group: '0', time: expect.arrayContaining([0]) });
    expectClose(
      summary.rows.find((row) => row.statistic === 'cumulative-incidence')!.value,
      references.curves[1]!.estimate[1]!,
      1e-12,
    );
    expectClose(test.rows[0]!.value, references.gray[0]!.tests[1]!.chiSquare, file.tolerance);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
    expect(() =>
      cumulativeIncidenceMethod.run(
        {
          kind: 'competing-events',
          time: new Float64Array(1),
          event: new Uint8Array(1),
          causes: ['a'],
          reference: null,
          covariates: [],
          timeUnit: 'days',
        },
        cumulativeIncidenceMethod.options.parse({ cause: 'b' }),
      ),
    ).toThrow(/"cause"/);
  });
});

describe('differences in cumulative incidence at times', () => {
  const at = references.curves[0]!.time;
  it('have the estimates and the sum of the variances of cmprsk', () => {
    for (const cause of [1, 2]) {
      const { differences } = cumulativeIncidence(rows, { cause, times: at, reference: '2' });
      expect(differences).toHaveLength(2 * at.length);
      for (const row of differences) {
        const find = (group: string) =>
          references.curves.find((curve) => curve.group === group && curve.cause === cause)!;
        const index = at.indexOf(row.time);
        const [own, other] = [find(row.of), find('2')];
        expectClose(row.estimate, own.estimate[index]! - other.estimate[index]!, 1e-12);
        const error = Math.sqrt(own.variance[index]! + other.variance[index]!);
        expectClose((row.standardError as number) / error, 1, file.tolerance);
        expect(row.lower as number).toBeLessThan(row.estimate as number);
      }
    }
  });

  it('say why there is none, and come into a plan when asked', () => {
    const input = { time: [1, 2, 3, 9], event: [2, 0, 1, 1], group: ['a', 'a', 'b', 'b'] };
    const { differences } = cumulativeIncidence(input, { times: [0.5, 5] });
    expect(differences[0]).toMatchObject({ estimate: 0, p: { notEstimable: 'no-variation' } });
    expect(differences[1]!.estimate).toEqual({ notEstimable: 'beyond-last-observation' });
    expect(cumulativeIncidence({ time: [1], event: [1] }, { times: [1] }).differences).toEqual([]);
    expect(() => cumulativeIncidence(input, { times: [1], reference: 'c' })).toThrow(/"reference"/);
    const data = {
      kind: 'competing-events' as const,
      time: Float64Array.from(rows.time),
      event: Uint8Array.from(rows.event),
      causes: ['relapse', 'death'],
      group: { levels: ['0', '1', '2'], codes: Int32Array.from(rows.group, Number) },
      reference: '0',
      covariates: [],
      timeUnit: 'days',
    };
    const run = (options: object) =>
      cumulativeIncidenceMethod.run(data, cumulativeIncidenceMethod.options.parse(options)).parts;
    const asked = run({ times: [5], differences: true }).flatMap((part) =>
      part.kind === 'estimates' ? part.rows : [],
    );
    expect(asked.map((row) => [row.statistic, row.of, row.versus, row.term])).toEqual([
      ['cumulative-incidence-difference', '1', '0', '5'],
      ['cumulative-incidence-difference', '2', '0', '5'],
    ]);
    expect(run({ times: [5] }).some((part) => part.kind === 'estimates')).toBe(false);
  });
});

describe('case weights', () => {
  const weight = rows.time.map((_, row) => 1 + (row % 3));
  const repeat = <T>(values: readonly T[]) =>
    values.flatMap((value, row) => new Array<T>(weight[row]!).fill(value));

  it('are counts of identical subjects', () => {
    const { time, event, group, strata } = rows;
    const one = cumulativeIncidence({ time, event, group, strata, weight }, { times: [5] });
    const two = cumulativeIncidence(
      { time: repeat(time), event: repeat(event), group: repeat(group), strata: repeat(strata) },
      { times: [5] },
    );
    expect(one).toEqual(two);
    expect(one.curves[0]!.n).toBeGreaterThan(rows.time.length / 3);
  });

  it('are refused where they are no counts', () => {
    expect(() => cumulativeIncidence({ time: [1, 2], event: [1, 0], weight: [1, 0.5] })).toThrow(
      /"weight" is no count in row 2/,
    );
  });
});
