import { describe, expect, it } from 'vitest';
import type { EstimateRow } from '../../src/core/result.js';
import { methods } from '../../src/methods.js';
import { parametricIntervalSurvival } from '../../src/survival/parametric-interval-survival/parametric-interval-survival.js';
import { parametricSurvival } from '../../src/survival/parametric-survival/parametric-survival.js';
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
    const time = [98, 99, 100, 101, 102];
    const times = [1e-9, 1, 50, 99, 100, 103, 110, 200, 1e6];
    const fit = parametricSurvival({ time, event: time.map(() => 1) }, { times });
    for (const { survival, standardError, lower, upper } of fit.arms[0]!.at) {
      for (const value of [survival, standardError, lower, upper]) {
        expect(typeof value === 'number' ? value : 0).toBeGreaterThanOrEqual(0);
      }
    }
    expect(fit.arms[0]!.at.at(-1)).toMatchObject({ survival: 0, upper: { notEstimable: 'overflow' } });
  });

  it('is no estimate where it can fall within every interval at once', () => {
    const upper = [Number.POSITIVE_INFINITY, 3, 4];
    const certain = { lower: [0, 2, 3], upper, group: ['b', 'a', 'b'], reference: 'b' };
    expect(parametricIntervalSurvival(certain).status).toBe('not-converged');
    expect(parametricIntervalSurvival({ ...certain, upper: [1, 3, 4] }).status).toBe('converged');
  });
});
