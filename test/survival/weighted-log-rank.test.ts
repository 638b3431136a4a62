import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRank } from '../../src/survival/log-rank/log-rank.js';
import type { LogRankWeightName } from '../../src/survival/log-rank-weights.js';
import { weightedLogRankMethod } from '../../src/survival/weighted-log-rank/definition.js';
import {
  type WeightedLogRankInput,
  weightedLogRank,
} from '../../src/survival/weighted-log-rank/weighted-log-rank.js';
import { expectClose, readOracle } from './oracle.js';

interface ExpectedTest {
  readonly weights: string;
  readonly chiSquare: number;
  readonly df: number;
  readonly logP: number;
  readonly scores: readonly number[];
}
interface References {
  readonly two: { readonly input: WeightedLogRankInput; readonly tests: readonly ExpectedTest[] };
  readonly four: {
    readonly input: WeightedLogRankInput;
    readonly tests: readonly ExpectedTest[];
    readonly trends: readonly { weights: string; scores: number[]; z: number }[];
  };
  readonly modest: Readonly<Record<'two' | 'four', readonly ExpectedModest[]>>;
}
interface ExpectedModest {
  readonly chiSquare: number;
  readonly scores: readonly number[];
  readonly milestone?: number;
  readonly leastSurvival?: number;
}
const file = readOracle<never>('weighted-log-rank', 'tables');
const references = file.cases as unknown as References;

function optionsOf(words: string) {
  const [weights, rho, gamma] = words.split(' ');
  return { weights: weights as LogRankWeightName, rho: Number(rho ?? 0), gamma: Number(gamma ?? 0) };
}

describe('weighted-log-rank against tables written out', () => {
  for (const [name, { input, tests }] of [
    ['two groups', references.two],
    ['four groups in strata', references.four],
  ] as const) {
    for (const expected of tests) {
      it(`${name}, ${expected.weights}`, () => {
        const result = weightedLogRank(input, optionsOf(expected.weights));
        expectClose(result.chiSquare, expected.chiSquare, file.tolerance, 'chi-square');
        expect(result.df).toBe(expected.df);
        expectClose(Math.log(result.p as number), expected.logP, file.tolerance, 'log p');
        expected.scores.forEach((value, index) => {
          expectClose(result.groups[index]!.difference, value, file.tolerance, 'difference');
        });
      });
    }
  }
  for (const name of ['two', 'four'] as const) {
    for (const { chiSquare, scores, ...until } of references.modest[name]) {
      it(`${name} groups, modest weights until ${JSON.stringify(until)}`, () => {
        const result = weightedLogRank(references[name].input, { weights: 'modestly-weighted', ...until });
        expectClose(result.chiSquare, chiSquare, file.tolerance, 'chi-square');
        scores.forEach((value, index) => {
          expectClose(result.groups[index]!.difference, value, file.tolerance, 'difference');
        });
      });
    }
  }

  it('modest weights until time 0 are the log-rank test, also by permutation', () => {
    const { input } = references.two;
    const chosen = { permutations: 200, seed: 3 };
    const modest = weightedLogRank(input, { weights: 'modestly-weighted', milestone: 0, ...chosen });
    const plain = weightedLogRank(input, { weights: 'log-rank', ...chosen });
    expect(modest.chiSquare).toBe(plain.chiSquare);
    expect(modest.permutation).toEqual(plain.permutation);
  });

  it('refuses modest weights without an end of their rise, with two, and ends for other weights', () => {
    const { input } = references.two;
    const weights = 'modestly-weighted' as const;
    expect(() => weightedLogRank(input, { weights })).toThrow(/"milestone" is missing/);
    expect(() => weightedLogRank(input, { weights, milestone: 5, leastSurvival: 0.5 })).toThrow(/both/);
    expect(() => weightedLogRank(input, { weights, milestone: -1 })).toThrow(/no time/);
    expect(() => weightedLogRank(input, { weights, leastSurvival: 2 })).toThrow(/no share/);
    expect(() => weightedLogRank(input, { weights: 'gehan', milestone: 5 })).toThrow(/no meaning/);
  });

  for (const { weights, scores, z } of references.four.trends) {
    it(`trend, ${weights}`, () => {
      const { trend } = weightedLogRank(references.four.input, { ...optionsOf(weights), scores });
      expectClose(trend!.z, z, file.tolerance);
      // A line through the scores changes nothing, its slope's sign turns the statistic.
      const turned = weightedLogRank(references.four.input, {
        ...optionsOf(weights),
        scores: scores.map((score) => 5 - 3 * score),
      });
      expectClose(turned.trend!.z, -z, 1e-11);
    });
  }
});

describe('weighted-log-rank permutation', () => {
  // Two of six subjects in arm a: 15 arrangements in all, so p can be counted.
  const small = {
    time: [1, 2, 3, 4, 5, 6],
    event: [1, 1, 0, 1, 1, 1],
    group: ['a', 'a', 'b', 'b', 'b', 'b'],
  };

  it('nears the share counted over all arrangements', () => {
    const statistic = (group: string[]) => {
      const result = weightedLogRank({ ...small, group }, { weights: 'log-rank' });
      return Math.abs(result.groups[0]!.difference);
    };
    const observed = statistic(small.group);
    let extreme = 0;
    for (let first = 0; first < 6; first += 1) {
      for (let second = first + 1; second < 6; second += 1) {
        const group = small.time.map((_, row) => (row === first || row === second ? 'a' : 'b'));
        if (statistic(group) >= observed - 1e-12) extreme += 1;
      }
    }
    const test = weightedLogRank(small, { weights: 'log-rank', permutations: 20_000, seed: 5 }).permutation!;
    expect(Math.abs(test.p - extreme / 15)).toBeLessThan(4 * test.standardError);
  });

  it('gives the same p for the same seed and is never 0', () => {
    const options = { weights: 'gehan', permutations: 99, seed: 3 } as const;
    const one = weightedLogRank(references.two.input, options).permutation!;
    expect(weightedLogRank(references.two.input, options).permutation).toEqual(one);
    expect(one.p).toBeGreaterThanOrEqual(1 / 100);
    expect(weightedLogRank(references.four.input, { permutations: 99 }).permutation!.p).toBeGreaterThan(0.01);
  });

  it('refuses what breaks exchangeability', () => {
    expect(() => weightedLogRank({ ...small, entry: [0, 0, 0, 1, 0, 0] }, { permutations: 9 })).toThrow(
      /late entry/,
    );
    expect(() => weightedLogRank(small, { permutations: 1.5 })).toThrow(/"permutations"/);
    expect(() => weightedLogRank(small, { rho: -1 })).toThrow(/"rho"/);
    expect(() => weightedLogRank(small, { scores: [1] })).toThrow(/"scores"/);
  });
});

const rows = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 12 }),
    event: fc.boolean(),
    group: fc.constantFrom('a', 'b', 'c'),
  }),
  { minLength: 3, maxLength: 40 },
);

describe('weighted-log-rank laws', () => {
  it('is the log-rank test with weights 1, and G-rho with gamma 0', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 1, 0.5), (list, rho) => {
        const input = {
          time: list.map((row) => row.time),
          event: list.map((row) => row.event),
          group: list.map((row) => row.group),
        };
        const reference = logRank(input, { rho });
        const result = weightedLogRank(input, { rho, gamma: 0 });
        expect(result.p).toEqual(reference.p);
        const total = result.groups.reduce((sum, row) => sum + row.difference, 0);
        expect(Math.abs(total)).toBeLessThan(1e-12);
      }),
    );
  });

  it('says why there is no number', () => {
    const single = { time: [1, 1, 2, 2], event: [1, 0, 0, 0], group: ['a', 'b', 'a', 'b'] };
    // Late weights are 0 at the first event time.
    expect(weightedLogRank(single).p).toEqual({ notEstimable: 'no-variation' });
    expect(weightedLogRank({ ...single, event: [0, 0, 0, 0] }).p).toEqual({ notEstimable: 'no-events' });
    const equal = weightedLogRank(single, { weights: 'gehan', scores: [2, 2] });
    expect(equal.trend!.p).toEqual({ notEstimable: 'no-variation' });
  });
});

describe('weighted-log-rank as a method', () => {
  it('gives the test, the trend and the permutation', () => {
    const { time, event, group } = references.two.input as {
      time: number[];
      event: number[];
      group: string[];
    };
    const output = weightedLogRankMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from(time),
        event: Uint8Array.from(event),
        group: {
          levels: ['6-MP', 'placebo'],
          codes: Int32Array.from(group, (name) => (name === '6-MP' ? 0 : 1)),
        },
        reference: 'placebo',
        covariates: [],
        timeUnit: 'weeks',
        eventLabel: 'relapse',
      },
      weightedLogRankMethod.options.parse({ scores: [0, 1], permutations: 19 }),
    );
    const [test] = output.parts;
    if (test?.kind !== 'test') throw new Error('unexpected part');
    expect(test.rows.map((row) => row.term)).toEqual([null, 'trend', 'permutation']);
    expect(output.notices.map((notice) => notice.code)).toEqual(['weighted-log-rank/monte-carlo']);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
