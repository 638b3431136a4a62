import { describe, expect, it } from 'vitest';
import type { SurvivalData } from '../../src/core/analysis-data.js';
import { restrictedMeanSurvivalTimeMethod } from '../../src/survival/restricted-mean-survival-time/definition.js';
import {
  type RestrictedMeanContrast,
  type RestrictedMeanInput,
  restrictedMeanSurvivalTime,
} from '../../src/survival/restricted-mean-survival-time/restricted-mean-survival-time.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';

interface Rows {
  readonly time: readonly number[];
  readonly event: readonly number[];
  readonly arm: readonly string[];
  readonly age: readonly number[];
  readonly marker: readonly number[];
  readonly stratum: readonly string[];
  readonly weight: readonly number[];
}
interface References {
  readonly adjusted: readonly {
    readonly name: string;
    readonly arms: string | readonly string[];
    readonly tau: number;
    readonly ties: 'after-events' | 'before-events';
    readonly weighted: boolean;
    readonly expected: readonly {
      readonly measure: string;
      readonly estimate: readonly number[];
      readonly standardError: readonly number[];
    }[];
  }[];
  readonly stratified: readonly {
    readonly weights: 'size' | 'mantel-haenszel' | 'inverse-variance';
    readonly tau: number;
    readonly expected: readonly {
      readonly measure: string;
      readonly estimate: number;
      readonly standardError: number;
      readonly shares: readonly number[];
    }[];
  }[];
}

const oracle = readOracle<never>('restricted-mean-survival-time', 'adjusted') as Oracle<never> & {
  readonly data: Rows;
};
const references = oracle.cases as unknown as References;
const { data } = oracle;

function inputOf(
  arms: readonly string[],
): RestrictedMeanInput & { readonly group: string[]; readonly strata: string[] } {
  const keep = <T>(values: readonly T[]) => values.filter((_, row) => arms.includes(data.arm[row]!));
  return {
    time: keep(data.time),
    event: keep(data.event),
    group: keep(data.arm),
    covariates: { age: keep(data.age), marker: keep(data.marker) },
    strata: keep(data.stratum),
    weight: keep(data.weight),
  };
}

const measuresOf = <T extends { measure: string }>(rows: readonly T[], measure: string) =>
  rows.filter((row) => row.measure === measure);

describe('adjusted restricted means against their definition by brute force in R', () => {
  for (const { name, arms, tau, ties, weighted, expected } of references.adjusted) {
    it(name, () => {
      const { weight, ...rest } = inputOf([arms].flat() as string[]);
      const input = { ...rest, ...(weighted ? { weight } : {}) };
      const { adjusted } = restrictedMeanSurvivalTime(input, { tau, tiedCensoring: ties, reference: 'a' });
      for (const { measure, estimate, standardError } of expected) {
        const own = [
          ...measuresOf(adjusted!.contrasts, measure),
          ...measuresOf(adjusted!.covariates, measure),
        ];
        expect(own).toHaveLength(estimate.length);
        own.forEach((row, index) => {
          expectClose(row.estimate, estimate[index]!, oracle.tolerance, `${measure} ${index}`);
          expectClose(
            row.standardError,
            standardError[index]!,
            oracle.tolerance,
            `error of ${measure} ${index}`,
          );
        });
      }
    });
  }
});

describe('stratified restricted means against R', () => {
  for (const { weights, tau, expected } of references.stratified) {
    it(weights, () => {
      const { weight, ...input } = inputOf(['a', 'b']);
      const { stratified } = restrictedMeanSurvivalTime(input, { tau, stratumWeights: weights });
      expect(stratified!.strata).toEqual(['high', 'low']);
      expected.forEach((row, index) => {
        const own = stratified!.contrasts[index]!;
        expect(own.measure).toBe(row.measure);
        expectClose(own.estimate, row.estimate, oracle.tolerance, row.measure);
        expectClose(own.standardError, row.standardError, oracle.tolerance, `error of ${row.measure}`);
        row.shares.forEach((share, stratum) => {
          expectClose(own.shares[stratum], share, oracle.tolerance);
        });
      });
    });
  }
});

describe('laws of adjustment', () => {
  const { weight, strata, ...plain } = inputOf(['a', 'b', 'c']);

  it('is the areas under the curves when a covariate says nothing', () => {
    // Each row twice, once with the covariate at 1 and once at -1.
    const twice = <T>(values: readonly T[]) => [...values, ...values];
    const input = {
      time: twice(plain.time as number[]),
      event: twice(plain.event as number[]),
      group: twice(plain.group),
    };
    const sign = input.time.map((_, row) => (row < plain.time.length ? 1 : -1));
    const result = restrictedMeanSurvivalTime({ ...input, covariates: { sign } }, { tau: 14 });
    result.adjusted!.contrasts.forEach((row, index) => {
      expectClose(row.estimate, result.contrasts[index]!.estimate as number, 1e-11);
    });
    for (const row of result.adjusted!.covariates) expectClose(row.estimate, 0, 1e-11);
  });

  it('has the standard errors of the infinitesimal jackknife, but for censored times squared in the risk sets', () => {
    const step = 1e-4;
    const fitted = (more: number) =>
      restrictedMeanSurvivalTime(
        { ...plain, weight: plain.group.map((_, row) => (row === more ? 1 + step : 1)) },
        { tau: 14 },
      ).adjusted!;
    const whole = fitted(-1);
    const moved = plain.group.map((_, row) => fitted(row));
    const compare = (pick: (fit: typeof whole) => readonly { estimate: unknown; standardError: unknown }[]) =>
      pick(whole).forEach((row, index) => {
        const squares = moved.reduce(
          (sum, fit) =>
            sum + (((pick(fit)[index]!.estimate as number) - (row.estimate as number)) / step) ** 2,
          0,
        );
        expectClose((row.standardError as number) / Math.sqrt(squares), 1, 0.02);
      });
    compare(({ contrasts }) => contrasts);
    compare(({ covariates }) => covariates);
  });

  it('swapping arms turns contrasts; row order and a unit of time do what they should; inputs stay', () => {
    const two = inputOf(['a', 'b']);
    const copy = structuredClone(two);
    const one = restrictedMeanSurvivalTime(two, { reference: 'a', tau: 12 });
    const other = restrictedMeanSurvivalTime(two, { reference: 'b', tau: 12 });
    const scaled = restrictedMeanSurvivalTime(
      { ...two, time: Array.from(two.time, (time) => time / 7) },
      { reference: 'a', tau: 12 / 7 },
    );
    const check = (pick: (result: typeof one) => readonly RestrictedMeanContrast[]) =>
      pick(one).forEach((row, index) => {
        expectClose(pick(other)[index]!.estimate, -(row.estimate as number), 1e-9);
        expectClose(pick(other)[index]!.standardError, row.standardError as number, 1e-9);
        const factor = row.measure === 'difference' ? 7 : 1;
        expectClose(factor * (pick(scaled)[index]!.estimate as number), row.estimate as number, 1e-9);
        expect(row.lower as number).toBeLessThan(row.estimate as number);
        expect(row.upper as number).toBeGreaterThan(row.estimate as number);
      });
    check(({ adjusted }) => adjusted!.contrasts);
    check(({ stratified }) => stratified!.contrasts);
    expect(two).toEqual(copy);
  });

  it('over one stratum is the plain contrast, whatever the weights', () => {
    for (const stratumWeights of ['size', 'mantel-haenszel', 'inverse-variance'] as const) {
      const result = restrictedMeanSurvivalTime(
        { ...plain, strata: plain.group.map(() => 'all') },
        { tau: 12, stratumWeights },
      );
      result.stratified!.contrasts.forEach((row, index) => {
        expectClose(row.estimate, result.contrasts[index]!.estimate as number, 1e-12);
        expectClose(row.standardError, result.contrasts[index]!.standardError as number, 1e-12);
        expect(row.shares).toEqual([1]);
      });
    }
  });
});

describe('the window', () => {
  const input = {
    time: [1, 4, 6, 9, 2, 3, 7, 8],
    event: [1, 1, 1, 0, 1, 1, 0, 0],
    group: ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'],
  };
  it('is named by its rule', () => {
    expect(restrictedMeanSurvivalTime(input)).toMatchObject({
      tau: 8,
      window: { rule: 'smallest-of-largest-times', numberAtRisk: null },
    });
    expect(restrictedMeanSurvivalTime(input, { window: 'smallest-of-largest-event-times' }).tau).toBe(3);
    const counted = { window: 'largest-time-with-n-at-risk', numberAtRisk: 3 } as const;
    expect(restrictedMeanSurvivalTime(input, counted)).toMatchObject({
      tau: 3,
      window: { rule: 'largest-time-with-n-at-risk', numberAtRisk: 3 },
    });
    expect(
      restrictedMeanSurvivalTime(input, { tau: 5, window: 'smallest-of-largest-times' }).window.rule,
    ).toBe('given');
  });

  it('says when no time meets the rule', () => {
    const none = { ...input, event: input.event.map(() => 0) };
    expect(() => restrictedMeanSurvivalTime(none, { window: 'smallest-of-largest-event-times' })).toThrow(
      /"window" finds no time above 0.*Give the time as "tau"/s,
    );
    expect(() => restrictedMeanSurvivalTime(input, { window: 'longest' as never })).toThrow(
      /"window" is not a choice/,
    );
    expect(() =>
      restrictedMeanSurvivalTime(input, { window: 'largest-time-with-n-at-risk', numberAtRisk: 0 }),
    ).toThrow(/"numberAtRisk"/);
  });
});

describe('edges of adjustment', () => {
  const { weight, strata, ...plain } = inputOf(['a', 'b']);

  it('says why there is no number', () => {
    const late = restrictedMeanSurvivalTime(plain, { tau: 1000 }).adjusted!;
    expect(late.contrasts[0]!.estimate).toEqual({ notEstimable: 'beyond-last-observation' });
    const { age } = plain.covariates as Record<string, number[]>;
    const repeated = restrictedMeanSurvivalTime(
      {
        ...plain,
        covariates: { age: age!, again: age!.map((value) => 2 * value + 1), same: age!.map(() => 3) },
      },
      { tau: 12 },
    ).adjusted!;
    expect(
      repeated.covariates.map(({ estimate }) => (typeof estimate === 'number' ? 'number' : estimate)),
    ).toEqual([
      ...['number', 'number', 'number'],
      ...[0, 1, 2].map(() => ({ notEstimable: 'collinear' })),
      ...[0, 1, 2].map(() => ({ notEstimable: 'no-variation' })),
    ]);
    const none = restrictedMeanSurvivalTime(
      {
        time: [5, 5, 5, 5],
        event: [0, 0, 0, 0],
        group: ['a', 'a', 'b', 'b'],
        covariates: { x: [1, 2, 3, 5] },
      },
      { tau: 5 },
    ).adjusted!;
    expect(none.contrasts[2]!.estimate).toEqual({ notEstimable: 'no-events' });
    expectClose(none.contrasts[0]!.estimate, 0, 1e-12);
    const empty = { levels: ['a', 'b'], codes: new Int32Array(4) };
    const one = { time: [1, 2, 3, 4], event: [1, 1, 0, 0], group: empty, covariates: { x: [1, 2, 3, 5] } };
    expect(restrictedMeanSurvivalTime(one, { tau: 3 }).adjusted!.contrasts[0]!.estimate).toEqual({
      notEstimable: 'empty-group',
    });
  });

  it('leaves strata without one arm out, and refuses what has no definition', () => {
    const input = {
      time: [1, 4, 6, 9, 2, 3, 7, 8, 5],
      event: [1, 1, 1, 0, 1, 1, 0, 0, 1],
      group: ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'a'],
      strata: ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'y'],
    };
    const result = restrictedMeanSurvivalTime(input, { tau: 7 });
    expect(result.stratified!.contrasts[0]!.shares).toEqual([1, 0]);
    const alone = { ...input, strata: input.group };
    expect(restrictedMeanSurvivalTime(alone, { tau: 7 }).stratified!.contrasts[0]!.estimate).toEqual({
      notEstimable: 'empty-group',
    });
    expect(() =>
      restrictedMeanSurvivalTime({ ...input, entry: input.time.map(() => 0), covariates: { x: input.time } }),
    ).toThrow(/"entry" has no place in an adjusted analysis/);
    expect(() => restrictedMeanSurvivalTime(input, { stratumWeights: 'equal' as never })).toThrow(
      /"stratumWeights"/,
    );
    expect(() => restrictedMeanSurvivalTime(plain, { tiedCensoring: 'never' as never })).toThrow(
      /"tiedCensoring"/,
    );
  });
});

describe('adjustment as a method of a plan', () => {
  const levels = ['a', 'b'];
  const own = inputOf(levels);
  const survival: SurvivalData = {
    kind: 'survival',
    time: Float64Array.from(own.time),
    event: Uint8Array.from(own.event as number[]),
    group: { levels, codes: Int32Array.from(own.group, (name) => levels.indexOf(name)) },
    strata: {
      levels: ['low', 'high'],
      codes: Int32Array.from(own.strata, (name) => (name === 'low' ? 0 : 1)),
    },
    reference: 'a',
    covariates: [
      { name: 'AGE', values: Float64Array.from((own.covariates as Record<string, number[]>)['age']!) },
    ],
    timeUnit: 'days',
    eventLabel: 'death',
  };
  const run = (given: object) => {
    const output = restrictedMeanSurvivalTimeMethod.run(
      survival,
      restrictedMeanSurvivalTimeMethod.options.parse({ tau: 12, ...given }),
    );
    const estimates = output.parts.find((part) => part.kind === 'estimates');
    if (estimates?.kind !== 'estimates') throw new Error('no estimates');
    return { rows: estimates.rows, codes: output.notices.map(({ code }) => code), notices: output.notices };
  };

  it('adjusts for what the data have, unless told otherwise, and says so', () => {
    const adjusted = run({});
    expect(adjusted.rows.map(({ role, term }) => [role, term])).toEqual([
      ...[0, 1, 2].map(() => ['comparison', null]),
      ...[0, 1, 2].map(() => ['covariate', 'AGE']),
    ]);
    expect(adjusted.rows[0]!.intervalMethod).toBe(
      'normal, up to 12 days, adjusted for AGE by regression with censoring weights',
    );
    expect(adjusted.codes).toEqual(['restricted-mean-survival-time/strata-unused']);
    const stratified = run({ adjustFor: 'strata', stratumWeights: 'mantel-haenszel' });
    expect(stratified.rows[1]!.intervalMethod).toBe(
      'normal on the log scale, up to 12 days, strata with Mantel-Haenszel weights',
    );
    expect(stratified.codes).toEqual(['restricted-mean-survival-time/covariates-unused']);
    const plain = run({ adjustFor: 'nothing' });
    expect(plain.rows).toHaveLength(3);
    expect(plain.codes).toHaveLength(2);
    expect(plain.rows[0]!.estimate).not.toBe(stratified.rows[0]!.estimate);
  });

  it('says that clusters do not enter', () => {
    const { notices } = restrictedMeanSurvivalTimeMethod.run(
      { ...survival, cluster: { levels: ['a'], codes: new Int32Array(survival.time.length) } },
      restrictedMeanSurvivalTimeMethod.options.parse({ tau: 12 }),
    );
    expect(notices.map(({ code }) => code)).toContain('restricted-mean-survival-time/cluster-unused');
  });

  it('names the rule of the window in a notice', () => {
    const { notices } = run({
      tau: undefined,
      adjustFor: 'covariates',
      window: 'largest-time-with-n-at-risk',
      numberAtRisk: 5,
    });
    expect(notices[0]!.message).toMatch(
      /^τ = \d+ days was not given: it is the last time at which every arm had enough subjects at risk \(5\)/,
    );
  });
});
