import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalPower } from '../../src/survival/conditional-power/conditional-power.js';
import { conditionalPowerMethod } from '../../src/survival/conditional-power/definition.js';
import { interimLogRank } from '../../src/survival/conditional-power/interim-log-rank.js';
import { logRank } from '../../src/survival/log-rank/log-rank.js';
import { sampleData } from '../sample-data.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly input: {
    readonly time: readonly number[];
    readonly event: readonly number[];
    readonly group: readonly string[];
    readonly reference: string;
    readonly strata?: readonly string[];
  };
  readonly options: Readonly<Record<string, number>>;
  readonly z: number;
  readonly events: number;
  readonly design: number;
  readonly trend: number;
  readonly none: number;
}

describe('conditional-power against R survival and numerical integration', () => {
  const oracle = readOracle<Case>('conditional-power', 'conditional');
  for (const { name, input, options, z, events, design, trend, none } of oracle.cases) {
    it(name, () => {
      const look = interimLogRank(input);
      expect(look).toMatchObject({ of: 'active', versus: 'placebo', events });
      expectClose(look.z, z, 1e-12, 'z');
      const { plannedEvents, designHazardRatio, alpha, sides, allocation } = options;
      const power = (assume: 'trend' | 'null' | number) =>
        conditionalPower({
          z,
          events,
          plannedEvents: plannedEvents!,
          alpha: alpha!,
          sides: sides === 1 ? 1 : 2,
          allocationRatio: allocation!,
          benefit: designHazardRatio! < 1 ? 'lower' : 'higher',
          assume,
        }).conditionalPower;
      expectClose(power(designHazardRatio!), design, oracle.tolerance, 'design');
      expectClose(power('trend'), trend, oracle.tolerance, 'trend');
      expectClose(power('null'), none, oracle.tolerance, 'none');
    });
  }
});

describe('conditional-power laws', () => {
  it('rises with the statistic and with a stronger assumption; a ratio and its statistic agree', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.integer({ min: 10, max: 90 }),
        fc.double({ min: 0.4, max: 0.9, noNaN: true }),
        (z, events, assume) => {
          const look = { events, plannedEvents: 100, assume };
          const own = conditionalPower({ ...look, z }).conditionalPower;
          expect(own).toBeGreaterThanOrEqual(0);
          expect(own).toBeLessThanOrEqual(1);
          expect(conditionalPower({ ...look, z: z - 0.1 }).conditionalPower).toBeGreaterThanOrEqual(own);
          expect(
            conditionalPower({ ...look, z, assume: assume - 0.05 }).conditionalPower,
          ).toBeGreaterThanOrEqual(own);
          const logHazardRatio = z / Math.sqrt(events / 4);
          expectClose(conditionalPower({ ...look, logHazardRatio }).conditionalPower, own, 1e-12);
        },
      ),
    );
  });

  it('is the unsigned log-rank test with its sign', () => {
    const { time, event, group } = sampleData.survival;
    const look = interimLogRank({ time, event, group: group!, reference: 'placebo' });
    const test = logRank({ time, event, group: group! }, { reference: 'placebo' });
    expectClose((look.z as number) ** 2, test.chiSquare as number, 1e-12);
    const turned = interimLogRank({ time, event, group: group!, reference: 'tocilizumab' });
    expectClose(turned.z, -(look.z as number), 1e-12);
  });

  it('refuses a statistic that is none, and other than two arms', () => {
    expect(() => conditionalPower({ z: Number.NaN, events: 5, plannedEvents: 9 })).toThrow(/"z"/);
    const input = { time: [1, 2, 3], event: [1, 1, 1], reference: 'a' };
    expect(() => interimLogRank({ ...input, group: ['a', 'b', 'c'] })).toThrow(/two arms/);
    expect(() => interimLogRank({ ...input, group: ['c', 'b', 'c'] })).toThrow(/"reference"/);
    expect(interimLogRank({ ...input, event: [0, 0, 0], group: ['a', 'b', 'a'] }).z).toEqual({
      notEstimable: 'no-events',
    });
    expect(interimLogRank({ ...input, event: [0, 0, 1], group: ['a', 'b', 'a'] }).z).toEqual({
      notEstimable: 'no-variation',
    });
  });
});

describe('conditional-power as a method', () => {
  const data = sampleData.survival;
  const given = { plannedEvents: 120, designHazardRatio: 0.7 };
  const run = (options: object, own = data) =>
    conditionalPowerMethod.run(own, conditionalPowerMethod.options.parse(options));
  const values = (options: object, own = data) => {
    const [part] = run(options, own).parts;
    return part?.kind === 'summary' ? part.rows.map(({ value }) => value) : [];
  };

  it('gives the events, their share of the plan and three conditional powers', () => {
    const { parts, notices } = run(given);
    const [summary, test] = parts;
    if (summary?.kind !== 'summary' || test?.kind !== 'test') throw new Error('unexpected parts');
    const events = data.event.reduce((sum, event) => sum + event, 0);
    expect(summary.rows.map(({ term, statistic }) => [statistic, term])).toEqual([
      ['events', 'so far'],
      ['events', 'planned'],
      ['information-fraction', null],
      ['conditional-power', 'design hazard ratio'],
      ['conditional-power', 'current trend'],
      ['conditional-power', 'no effect'],
    ]);
    expect(summary.rows.slice(0, 3).map(({ value }) => value)).toEqual([events, 120, events / 120]);
    const z = test.rows[0]!.value as number;
    const wanted = conditionalPower({ z, events, plannedEvents: 120, assume: 0.7 }).conditionalPower;
    expectClose(summary.rows[3]!.value, wanted, 1e-14);
    expect(notices).toHaveLength(2);
  });

  it('takes the side of benefit from the design, and strata from the endpoint', () => {
    const [, , , down] = values(given);
    const [, , , up] = values({ ...given, designHazardRatio: 1 / 0.7 });
    expect(up).not.toBe(down);
    const codes = Int32Array.from(data.time, (_, row) => row % 3);
    const strata = { levels: ['a', 'b', 'c'], codes };
    expect(values(given, { ...data, strata })[4]).not.toBe(values(given)[4]);
    expect(values({ ...given, stratified: false }, { ...data, strata })).toEqual(values(given));
  });

  it('says what cannot be', () => {
    expect(() => run({ ...given, plannedEvents: 10 })).toThrow(/plannedEvents/);
    expect(() => run({ ...given, designHazardRatio: 1 })).toThrow(/no difference/);
    const { group, ...alone } = data;
    expect(group).toBeDefined();
    expect(() => run(given, alone)).toThrow(/two arms/);
    const none = { ...data, event: new Uint8Array(80) };
    expect(values(given, none).slice(3)).toEqual(Array(3).fill({ notEstimable: 'no-events' }));
  });
});
