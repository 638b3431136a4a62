import { describe, expect, it } from 'vitest';
import { cumulative } from '../../src/synthesis/cumulative/cumulative.js';
import { cumulativeMethod } from '../../src/synthesis/cumulative/definition.js';
import { inverseVariance } from '../../src/synthesis/inverse-variance/inverse-variance.js';
import { leaveOneOutMethod } from '../../src/synthesis/leave-one-out/definition.js';
import { leaveOneOut } from '../../src/synthesis/leave-one-out/leave-one-out.js';
import type { PoolingChoices } from '../../src/synthesis/pooling-options.js';
import cumulativeOracle from '../oracles/cumulative/pools.json' with { type: 'json' };
import leaveOneOutOracle from '../oracles/leave-one-out/pools.json' with { type: 'json' };
import { expectNear, studiesFrom } from './oracle-rows.js';

const figures = ['estimate', 'standardError', 'lower', 'upper', 'p'] as const;

describe('leave one out against metafor::leave1out', () => {
  const data = studiesFrom(leaveOneOutOracle.input);
  for (const { name, options, expected } of leaveOneOutOracle.cases) {
    it(name, () => {
      const result = leaveOneOut(data, options as PoolingChoices);
      expect(result.without).toHaveLength(expected.estimate.length);
      result.without.forEach((pool, index) => {
        for (const key of figures)
          expectNear(pool[key], expected[key][index]!, leaveOneOutOracle.tolerance, key);
        expectNear(pool.heterogeneity.q, expected.q[index]!, leaveOneOutOracle.tolerance, 'q');
      });
    });
  }

  it('of one study leaves nothing; a study without events is not left out', () => {
    const row = { name: 'a', type: 'counts' as const, of: { events: 3, n: 9 }, versus: { events: 5, n: 9 } };
    const none = { ...row, name: 'b', of: { events: 0, n: 9 }, versus: { events: 0, n: 9 } };
    const result = leaveOneOut({ rows: [row, none] });
    expect(result.without).toHaveLength(1);
    expect(result.without[0]!.estimate).toEqual({ notEstimable: 'too-few-observations' });
    expect(result.notices[0]!.message).toContain('b');
  });

  it('fits the registry', () => {
    const output = leaveOneOutMethod.run(data, leaveOneOutMethod.options.parse({}));
    const [estimates] = output.parts;
    expect(estimates?.kind === 'estimates' && estimates.rows.map((row) => row.term)).toEqual([
      ...data.rows.map(({ name }) => `without ${name}`),
      null,
    ]);
  });
});

describe('cumulative pooling against metafor::cumul', () => {
  const data = studiesFrom(cumulativeOracle.input);
  for (const { name, options, expected } of cumulativeOracle.cases) {
    it(name, () => {
      const result = cumulative(data, options as PoolingChoices);
      result.upTo.forEach((pool, index) => {
        for (const key of figures)
          expectNear(pool[key], expected[key][index]!, cumulativeOracle.tolerance, key);
      });
    });
  }

  it('ends with the pool of all, whatever the order', () => {
    const all = inverseVariance(data).pooled;
    for (const order of ['as-given', 'precision'] as const) {
      expectNear(cumulative(data, { order }).upTo.at(-1)!.estimate, all.estimate as number, 1e-13);
    }
    const first = cumulative(data, { order: 'precision' }).upTo[0]!;
    expect(first.name).toBe('study 4');
    expect(cumulative({ rows: [] }).upTo).toEqual([]);
  });

  it('fits the registry', () => {
    const output = cumulativeMethod.run(data, cumulativeMethod.options.parse({}));
    const [estimates] = output.parts;
    expect(estimates?.kind === 'estimates' && estimates.rows.map((row) => row.term)).toEqual([
      'up to study 1',
      'up to study 2',
      'up to study 3',
      'up to study 4',
      'up to study 5',
      null,
    ]);
  });
});
