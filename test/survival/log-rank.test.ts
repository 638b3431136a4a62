import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRankMethod } from '../../src/survival/log-rank/definition.js';
import { type LogRankInput, logRank } from '../../src/survival/log-rank/log-rank.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly input: { time: number[]; event: number[]; group: string[]; strata?: string[] } | null;
  readonly options: { readonly rho: number };
  readonly expected: {
    readonly groups: readonly { group: string; n: number; observed: number; expected: number }[];
    readonly variance: readonly (readonly number[])[];
    readonly chiSquare: number;
    readonly df: number;
    readonly logP: number;
  };
}

const days = Array.from({ length: 150 }, (_, index) => index + 1);
const smallP = {
  time: [...days, ...days.map((day) => day + 400)],
  event: Array(300).fill(1) as number[],
  group: [...days.map(() => 'a'), ...days.map(() => 'b')],
};

describe('log-rank against R survival', () => {
  const oracle = readOracle<Case>('log-rank', 'survdiff');
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const result = logRank(input ?? smallP, options);
      result.groups.forEach((row, index) => {
        const reference = expected.groups[index]!;
        expect(row.group).toBe(reference.group);
        expectClose(row.observed, reference.observed, oracle.tolerance, 'observed');
        expectClose(row.expected, reference.expected, oracle.tolerance, 'expected');
        expected.variance[index]!.forEach((value, column) => {
          expectClose(result.variance[index]![column], value, oracle.tolerance, 'variance');
        });
      });
      expectClose(result.chiSquare, expected.chiSquare, oracle.tolerance, 'chi-square');
      expect(result.df).toBe(expected.df);
      expectClose(Math.log(result.p as number), expected.logP, oracle.tolerance, 'log p');
    });
  }

  it('gives the one-step rate ratio from O - E and V', () => {
    const { input, expected } = oracle.cases[0]!;
    const ratio = logRank(input!, { reference: 'placebo' }).rateRatio!;
    const difference = expected.groups[0]!.observed - expected.groups[0]!.expected;
    const variance = expected.variance[0]![0]!;
    expect(ratio).toMatchObject({ of: '6-MP', versus: 'placebo' });
    expectClose(ratio.rateRatio, Math.exp(difference / variance), 1e-12);
    expectClose(ratio.standardError, 1 / Math.sqrt(variance), 1e-12);
    expectClose(
      ratio.lower,
      Math.exp(difference / variance - 1.959963984540054 / Math.sqrt(variance)),
      1e-12,
    );
  });
});

describe('log-rank edges', () => {
  const base = { time: [1, 2, 3, 4], group: ['a', 'b', 'a', 'b'] };

  it('says why there is no number', () => {
    expect(logRank({ ...base, event: [0, 0, 0, 0] }).p).toEqual({ notEstimable: 'no-events' });
    const group = { levels: ['a', 'b'], codes: new Int32Array(4) };
    const empty = logRank({ time: base.time, event: [1, 1, 1, 1], group });
    expect(empty.chiSquare).toEqual({ notEstimable: 'empty-group' });
    expect(empty.rateRatio?.logRateRatio).toEqual({ notEstimable: 'empty-group' });
    // The only event comes when one group is left.
    const alone = logRank({ time: [1, 2, 3], event: [0, 1, 1], group: ['a', 'b', 'b'] });
    expect(alone.p).toEqual({ notEstimable: 'no-variation' });
  });

  it('leaves groups without variance out of the degrees of freedom', () => {
    const group = { levels: ['a', 'b', 'none'], codes: Int32Array.from([0, 1, 0, 1]) };
    expect(logRank({ time: base.time, event: [1, 1, 1, 1], group }).df).toBe(1);
  });

  it('refuses fractional weights and unknown references', () => {
    expect(() => logRank({ ...base, event: [1, 1, 1, 1], weight: [1, 1.5, 1, 1] })).toThrow(
      /"weight".*row 2/,
    );
    expect(() => logRank({ ...base, event: [1, 1, 1, 1] }, { reference: 'c' })).toThrow(/"reference"/);
    expect(() => logRank({ ...base, event: [1, 1, 1, 1] }, { rho: Number.NaN })).toThrow(/"rho"/);
  });

  it('counts late entries only once at risk', () => {
    // At time 2 only b1 and a2 are at risk: a3 enters later.
    const result = logRank({ time: [2, 3, 4], event: [1, 1, 0], entry: [0, 0, 2], group: ['b', 'a', 'a'] });
    expectClose(result.groups[0]!.expected, 0.5 + 1, 1e-15);
  });
});

const rows = fc.array(
  fc.record({
    time: fc.integer({ min: 0, max: 12 }),
    event: fc.boolean(),
    group: fc.constantFrom('a', 'b', 'c'),
    strata: fc.constantFrom('x', 'y'),
  }),
  { minLength: 3, maxLength: 40 },
);
type Row = { time: number; event: boolean; group: string; strata: string };
const asColumns = (list: readonly Row[]): LogRankInput => ({
  time: list.map((row) => row.time),
  event: list.map((row) => row.event),
  group: list.map((row) => row.group),
  strata: list.map((row) => row.strata),
});

describe('log-rank laws', () => {
  it('observed less expected adds to zero, and row order does not matter', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 1, 0.5), (list, rho) => {
        const result = logRank(asColumns(list), { rho });
        const total = result.groups.reduce((sum, row) => sum + row.observed - row.expected, 0);
        expect(Math.abs(total)).toBeLessThan(1e-12);
        expect(logRank(asColumns([...list].reverse()), { rho })).toEqual(result);
      }),
    );
  });

  it('swapping two arms turns the log rate ratio and keeps the test; scaling time keeps both', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const two = list.map((row) => ({ ...row, group: row.group === 'c' ? 'a' : row.group }));
        const input = asColumns(two);
        const result = logRank(input);
        fc.pre(result.groups.length === 2 && typeof result.p === 'number');
        const swapped = logRank(input, { reference: result.rateRatio!.of });
        expectClose(swapped.rateRatio!.logRateRatio, -(result.rateRatio!.logRateRatio as number), 1e-12);
        const scaled = logRank({ ...input, time: two.map((row) => row.time * 7) });
        expect(scaled.chiSquare).toBe(result.chiSquare);
      }),
    );
  });

  it('reads a whole weight as so many subjects', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const weighted = logRank({ ...asColumns(list), weight: list.map(() => 2) });
        const repeated = logRank(asColumns([...list, ...list]));
        expect(weighted).toEqual(repeated);
      }),
    );
  });
});

describe('log-rank as a method', () => {
  const data = {
    kind: 'survival',
    time: Float64Array.from([2, 3, 4, 5, 5, 6]),
    event: Uint8Array.from([1, 0, 1, 1, 1, 0]),
    group: { levels: ['a', 'b'], codes: Int32Array.from([0, 0, 1, 1, 0, 1]) },
    reference: 'a',
    covariates: [],
    timeUnit: 'days',
    eventLabel: 'death',
  } as const;

  it('gives test, summary and the rate ratio of two arms', () => {
    const output = logRankMethod.run(data, logRankMethod.options.parse({}));
    expect(output.parts.map((part) => part.kind)).toEqual(['test', 'summary', 'estimates']);
    const estimates = output.parts[2]!;
    if (estimates.kind !== 'estimates') throw new Error('unexpected part');
    expect(estimates.rows[0]).toMatchObject({
      statistic: 'rate-ratio',
      of: 'b',
      versus: 'a',
      scale: 'log',
      counts: { of: { events: 2, n: 3 }, versus: { events: 2, n: 3 } },
    });
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });

  it('asks for arms', () => {
    const { group, ...without } = data;
    expect(group.levels).toHaveLength(2);
    expect(() => logRankMethod.run(without, logRankMethod.options.parse({}))).toThrow(/needs-groups/);
  });
});

describe('log-rank refusals', () => {
  it('refuses weights that are infinite, and missing columns, in words', () => {
    const late = {
      time: [1, 2, 5, 6],
      event: [1, 1, 1, 1],
      entry: [0, 1, 3, 3],
      group: ['a', 'b', 'a', 'b'],
    };
    expect(() => logRank(late, { rho: -1 })).toThrow(/log-rank\(rho\).*infinite weights/s);
    expect(() => logRank({ time: [1, 2], event: [1, 0] } as never)).toThrow(/log-rank\(group\).*is missing/s);
    expect(() => logRank({ time: [1, 2], group: ['a', 'b'] } as never)).toThrow(
      /log-rank\(event\).*is missing/s,
    );
  });
});
