import { describe, expect, it } from 'vitest';
import type { EstimateRow } from '../../src/core/result.js';
import { methods } from '../../src/methods.js';
import { parametricIntervalSurvival } from '../../src/survival/parametric-interval-survival/parametric-interval-survival.js';
import { sampleData } from '../sample-data.js';

/** The sample's two arms, and a third that is the reference and has nobody. */
const withAbsent = (kind: 'survival' | 'competing-events' | 'interval-censored') => {
  const data = sampleData[kind];
  const group = {
    levels: ['nobody', ...data.group!.levels],
    codes: data.group!.codes.map((code) => code + 1),
  };
  return { ...data, group, reference: 'nobody' };
};

describe('a reference that nobody is in', () => {
  it.each([
    ['cox', 'survival', 'hazard-ratio'],
    ['fine-gray', 'competing-events', 'subdistribution-hazard-ratio'],
    ['parametric-survival', 'survival', 'hazard-ratio'],
    ['piecewise-exponential', 'survival', 'hazard-ratio'],
    ['royston-parmar', 'survival', 'hazard-ratio'],
    ['parametric-interval-survival', 'interval-censored', 'hazard-ratio'],
    ['restricted-mean-survival-time', 'survival', 'restricted-mean-difference'],
  ] as const)('%s compares no arm with it', (id, kind, statistic) => {
    const method = methods.find((one) => one.id === id)!;
    const { parts } = method.run(withAbsent(kind) as never, method.options.parse({}) as never);
    const rows = parts
      .flatMap((part): readonly EstimateRow[] => (part.kind === 'estimates' ? part.rows : []))
      .filter((row) => row.statistic === statistic && row.versus === 'nobody');
    expect(rows.map(({ of, estimate, p }) => [of, estimate, p])).toEqual(
      ['tocilizumab', 'placebo'].map((of) => [
        of,
        { notEstimable: 'empty-group' },
        { notEstimable: 'empty-group' },
      ]),
    );
  });
});

describe('a curve that falls from 1 to 0 within a step of the grid', () => {
  it('has limits that are numbers or reasons', () => {
    const times = [...Array.from({ length: 41 }, (_, step) => step / 10), 6, 100];
    const fit = parametricIntervalSurvival(
      { lower: [0, 2, 3], upper: [Number.POSITIVE_INFINITY, 3, 4], group: ['b', 'a', 'b'], reference: 'b' },
      { times },
    );
    for (const { survival, standardError, lower, upper } of fit.arms.flatMap(({ at }) => at)) {
      for (const value of [survival, standardError, lower, upper]) {
        expect(typeof value === 'number' ? value : 0).toBeGreaterThanOrEqual(0);
      }
    }
    expect(fit.arms[0]!.at.at(-1)).toMatchObject({ survival: 0, upper: { notEstimable: 'overflow' } });
  });
});
