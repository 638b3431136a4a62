import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { riskRatioMethod } from '../../../src/outcomes/binary/risk-ratio/definition.js';
import { type RiskRatioOptions, riskRatio } from '../../../src/outcomes/binary/risk-ratio/risk-ratio.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { none, twoArms } from './two-arms.js';

type Count = { events: number; n: number };
const oracle = readOracle<{ of: Count; versus: Count }, RiskRatioOptions>('risk-ratio/metafor.json');

describe('risk ratio against metafor', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = riskRatio(one.input.of, one.input.versus, one.options);
    const { logRiskRatio, z, ...figures } = one.expected;
    expect((actual.logRiskRatio as number) - (logRiskRatio as number)).toBeCloseTo(0, 12);
    expect((actual.z as number) - (z as number)).toBeCloseTo(0, 10);
    expect(expectFigures(actual, figures, oracle.tolerance)).toBe(5);
  });
});

describe('risk ratio of RECOVERY', () => {
  // RECOVERY Collaborative Group. Lancet 2021;397:1637-45, table 2: invasive ventilation or death, 0.84 (0.77-0.92).
  it('prints as published', () => {
    const {
      riskRatio: ratio,
      lower,
      upper,
      p,
    } = riskRatio({ events: 619, n: 1754 }, { events: 754, n: 1800 });
    expect([ratio, lower, upper].map((value) => (value as number).toFixed(2))).toEqual([
      '0.84',
      '0.77',
      '0.92',
    ]);
    expect(p as number).toBeLessThan(0.0001);
  });
});

describe('risk ratio laws', () => {
  it('swapping arms flips the sign of the log ratio and turns the interval around', () => {
    fc.assert(
      fc.property(twoArms, fc.constantFrom('none', 'add-half' as const), ([of, versus], zeroCells) => {
        const forward = riskRatio(of, versus, { zeroCells: zeroCells as 'none' | 'add-half' });
        const back = riskRatio(versus, of, { zeroCells: zeroCells as 'none' | 'add-half' });
        if (typeof forward.logLower !== 'number' || typeof forward.logUpper !== 'number') {
          expect(back.logLower).toEqual(forward.logLower);
          return;
        }
        expect(back.logRiskRatio as number).toBeCloseTo(-(forward.logRiskRatio as number), 12);
        expect(back.logLower as number).toBeCloseTo(-forward.logUpper, 12);
        expect(back.p as number).toBeCloseTo(forward.p as number, 12);
      }),
    );
  });

  it('holds the estimate; the interval leaves out 1 exactly where p < 0.05; inputs stay as they were', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const before = JSON.stringify([of, versus]);
        const { riskRatio: ratio, lower, upper, p } = riskRatio(Object.freeze(of), Object.freeze(versus));
        expect(JSON.stringify([of, versus])).toBe(before);
        if (typeof lower !== 'number' || typeof upper !== 'number' || typeof p !== 'number') return;
        expect(lower).toBeLessThanOrEqual(ratio as number);
        expect(upper).toBeGreaterThanOrEqual(ratio as number);
        if (Math.abs(p - 0.05) > 1e-9) expect(p < 0.05).toBe(lower > 1 || upper < 1);
      }),
    );
  });
});

describe('risk ratio edges', () => {
  it('is not estimable with an arm without events, unless a half is added', () => {
    const of = { events: 0, n: 15 };
    const versus = { events: 4, n: 14 };
    const plain = riskRatio(of, versus);
    expect([plain.riskRatio, plain.standardError, plain.lower, plain.p]).toEqual(
      Array(4).fill(none('zero-cells')),
    );
    expect(plain.halfAdded).toBe(false);
    expect(riskRatio(of, versus, { zeroCells: 'add-half' }).halfAdded).toBe(true);
  });

  it('is 1 without an interval when everyone had the event', () => {
    const all = riskRatio({ events: 5, n: 5 }, { events: 7, n: 7 });
    expect(all.riskRatio).toBe(1);
    expect([all.standardError, all.lower, all.p]).toEqual(Array(3).fill(none('no-variation')));
  });

  it('is not estimable for an empty arm, whatever is added', () => {
    const empty = riskRatio({ events: 0, n: 0 }, { events: 1, n: 3 }, { zeroCells: 'add-half' });
    expect(empty.riskRatio).toEqual(none('empty-group'));
    expect(empty.halfAdded).toBe(false);
  });

  it('refuses counts that are none', () => {
    expect(() => riskRatio({ events: -1, n: 3 }, { events: 1, n: 3 })).toThrow(MethodError);
    expect(() => riskRatio({ events: 1, n: 3.5 }, { events: 1, n: 3 })).toThrow(MethodError);
  });
});

describe('risk ratio as a method', () => {
  const data = {
    kind: 'binary',
    arms: [
      { name: 'usual care', n: 14, events: 4 },
      { name: 'tocilizumab', n: 15, events: 0 },
    ],
    reference: 'usual care',
    eventLabel: 'death',
  } as const;

  it('stores logarithms and counts, and tells when it added a half', () => {
    const { parts, notices } = riskRatioMethod.run(
      data,
      riskRatioMethod.options.parse({ zeroCells: 'add-half' }),
    );
    const part = parts[0]!;
    if (part.kind !== 'estimates') throw new Error('expected estimates');
    const row = part.rows[0]!;
    const plain = riskRatio({ events: 0, n: 15 }, { events: 4, n: 14 }, { zeroCells: 'add-half' });
    expect(row).toMatchObject({
      scale: 'log',
      of: 'tocilizumab',
      versus: 'usual care',
      term: null,
      p: plain.p,
    });
    expect(row.estimate).toBe(plain.logRiskRatio);
    expect(row.lower).toBe(plain.logLower);
    expect(row.counts).toEqual({ of: { events: 0, n: 15 }, versus: { events: 4, n: 14 } });
    expect(notices.map((notice) => notice.code)).toEqual(['risk-ratio/half-added']);
  });

  it('says why there is no number', () => {
    const { parts, notices } = riskRatioMethod.run(data, riskRatioMethod.options.parse({}));
    const part = parts[0]!;
    if (part.kind !== 'estimates') throw new Error('expected estimates');
    expect(part.rows[0]!.estimate).toEqual(none('zero-cells'));
    expect(notices).toEqual([]);
  });
});

it('a risk ratio close to 1 keeps the digits of its logarithm', () => {
  const { logRiskRatio } = riskRatio({ events: 99_999, n: 100_000 }, { events: 99_998, n: 100_000 });
  // 50 digits: 1.0000150002333370833953833343833514765e-5.
  expect(Math.abs((logRiskRatio as number) / 1.000015000233337e-5 - 1)).toBeLessThan(1e-15);
});
