import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { nonInferiorityMethod } from '../../../src/outcomes/binary/non-inferiority/definition.js';
import {
  marginMeasures,
  marginTests,
  type NonInferiorityOptions,
  nonInferiority,
} from '../../../src/outcomes/binary/non-inferiority/non-inferiority.js';
import { sampleData } from '../../sample-data.js';
import { expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { estimateRows, testRows } from '../part-rows.js';
import { none, twoArms } from './two-arms.js';

type Count = { events: number; n: number };
type Figures = OracleCase<unknown, unknown>['expected'];
const oracle = readOracle<{ of: Count; versus: Count }, NonInferiorityOptions>(
  'non-inferiority/by-definition.json',
);

describe('non-inferiority against its definition', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const test = nonInferiority(one.input.of, one.input.versus, one.options);
    const { above, below } = one as unknown as { above: Figures; below: Figures };
    expect(expectFigures(test.above!, above, oracle.tolerance)).toBe(3);
    expect(expectFigures(test.below!, below, oracle.tolerance)).toBe(3);
    expect(test.p).toBe(Math.max(test.above!.p as number, test.below!.p as number));
  });
});

describe('non-inferiority laws', () => {
  const marginOf = { 'risk-difference': 0.12, 'risk-ratio': 1.3, 'odds-ratio': 1.6 };
  it.each(marginMeasures.flatMap((measure) => marginTests.map((test) => [measure, test] as const)))(
    '%s by %s: shown exactly where the interval stays within the margin',
    (measure, test) => {
      fc.assert(
        fc.property(twoArms, fc.constantFrom('lower', 'higher' as const), ([of, versus], better) => {
          const result = nonInferiority(of, versus, {
            measure,
            test,
            better: better as 'lower' | 'higher',
            margin: marginOf[measure],
          });
          const { lower, upper, p } = result;
          if (typeof p !== 'number' || Math.abs(p - 0.025) < 1e-9) return;
          const { margin } = (result.above ?? result.below)!;
          if (better === 'lower' && typeof upper === 'number') expect(upper < margin).toBe(result.shown);
          if (better === 'higher' && typeof lower === 'number') expect(lower > margin).toBe(result.shown);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('counts events from the other side: more is better is fewer non-events are better', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const others = ({ events, n }: Count) => ({ events: n - events, n });
        const one = nonInferiority(of, versus, { margin: 0.1, better: 'higher' });
        const other = nonInferiority(others(of), others(versus), { margin: 0.1, better: 'lower' });
        expect(one.p as number).toBeCloseTo(other.p as number, 10);
      }),
      { numRuns: 60 },
    );
  });
});

describe('non-inferiority edges', () => {
  const of = { events: 0, n: 12 };
  const versus = { events: 0, n: 14 };
  it('has a score test without events, and types what Wald cannot do', () => {
    const score = nonInferiority(of, versus, { margin: 0.3 });
    expect(score.p as number).toBeGreaterThan(0);
    expect(score.shown).toBe(true);
    expect(nonInferiority(of, versus, { margin: 0.3, test: 'wald' })).toMatchObject({
      estimate: 0,
      p: none('no-variation'),
      shown: null,
    });
    const ratio = { margin: 1.5, measure: 'risk-ratio', test: 'wald' } as const;
    expect(nonInferiority(of, versus, ratio).p).toEqual(none('zero-cells'));
    expect(nonInferiority({ events: 0, n: 0 }, versus, { margin: 0.1 }).p).toEqual(none('empty-group'));
  });

  it('refuses margins that are none', () => {
    for (const margin of [0, -0.1, 1, 1.2, Number.NaN]) {
      expect(() => nonInferiority(of, versus, { margin })).toThrow(MethodError);
    }
    expect(() => nonInferiority(of, versus, { margin: 0.8, measure: 'risk-ratio' })).toThrow(/above 1/);
    expect(() => nonInferiority(of, versus, undefined as never)).toThrow(MethodError);
  });

  it('as a method says what was concluded', () => {
    const options = nonInferiorityMethod.options.parse({ margin: 0.1, design: 'equivalence' });
    const output = nonInferiorityMethod.run(sampleData.binary, options);
    expect(testRows(output).map(({ term }) => term)).toEqual([
      'equivalence',
      'risk difference above -0.1',
      'risk difference below 0.1',
    ]);
    expect(output.notices[0]!.message).toContain('is not shown at a one-sided level of 0.025');
  });
});

it('cuts Wald limits of a difference to [-1, 1]', () => {
  const options = { margin: 0.1, test: 'wald' } as const;
  const [few, many] = [
    { events: 1, n: 3 },
    { events: 3, n: 3 },
  ];
  expect(nonInferiority(few!, many!, options).lower).toBe(-1);
  expect(nonInferiority(many!, few!, options).upper).toBe(1);
});

it('as a method has ratios with their limits as logarithms', () => {
  const options = nonInferiorityMethod.options.parse({ measure: 'odds-ratio', margin: 1.5 });
  const [of, versus] = sampleData.binary.arms;
  const plain = nonInferiority(of!, versus!, { measure: 'odds-ratio', margin: 1.5 });
  const [row] = estimateRows(nonInferiorityMethod.run(sampleData.binary, options));
  expect([row!.estimate, row!.lower, row!.upper]).toEqual(
    [plain.estimate, plain.lower, plain.upper].map((ratio) => Math.log(ratio as number)),
  );
});
