import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { multiplicityAdjustmentMethod } from '../../../src/outcomes/multiplicity/multiplicity-adjustment/definition.js';
import {
  adjustmentProcedures,
  multiplicityAdjustment,
} from '../../../src/outcomes/multiplicity/multiplicity-adjustment/multiplicity-adjustment.js';
import oracle from '../../oracles/multiplicity-adjustment/p-adjust.json' with { type: 'json' };
import { expectClose } from '../oracle-cases.js';
import { testRows } from '../part-rows.js';

const named = (p: readonly number[], weights?: readonly number[]) =>
  p.map((value, index) => ({ name: `H${index}`, p: value, weight: weights?.[index] ?? null }));
const adjusted = (p: readonly number[], procedure: (typeof adjustmentProcedures)[number]) =>
  multiplicityAdjustment(named(p), { procedure }).map(({ adjustedP }) => adjustedP);

describe('adjusted p-values against p.adjust and the closed test', () => {
  for (const { name, input, expected } of oracle.cases) {
    it.each(adjustmentProcedures)(`${name}: %s`, (procedure) => {
      const result = adjusted(input.p, procedure);
      expected[procedure].forEach((value, index) => {
        expectClose(result[index], value, oracle.tolerance, `${index}`);
      });
    });
    it(`${name}: weighted Holm`, () => {
      const result = multiplicityAdjustment(named(input.p, input.weights));
      expected.weightedHolm.forEach((value, index) => {
        expectClose(result[index]!.adjustedP, value, oracle.tolerance);
      });
    });
  }
});

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });

describe('weighted Holm', () => {
  it('keeps the digits of small weights, the last of which has nobody to share with', () => {
    const [first, last] = multiplicityAdjustment(named([1e-20, 1e-12], [1 - 1e-11, 1e-11]));
    expectClose(first!.adjustedP, 1e-20 / (1 - 1e-11), 1e-14);
    expectClose(last!.adjustedP, 1e-12, 1e-14);
  });

  it('never rejects without a weight', () => {
    const result = multiplicityAdjustment(named([0, 0.01, 0.02], [0, 0.5, 0.5]));
    expect(result.map(({ adjustedP }) => adjustedP)).toEqual([1, 0.02, 0.02]);
  });
});

describe('adjusted p-values, laws', () => {
  it('are in [p, 1], rise with p and do not depend on the order', () => {
    fc.assert(
      fc.property(pValues, fc.constantFrom(...adjustmentProcedures), (p, procedure) => {
        const result = adjusted(p, procedure);
        const turned = adjusted([...p].reverse(), procedure).reverse();
        result.forEach((value, index) => {
          expect(value).toBeGreaterThanOrEqual(p[index]! * (1 - 1e-12));
          expect(value).toBeLessThanOrEqual(1);
          expect(turned[index]).toBeCloseTo(value, 12);
          p.forEach((other, place) => {
            if (other > p[index]!) expect(result[place]).toBeGreaterThanOrEqual(value);
          });
        });
      }),
    );
  });

  it('go from the least to the most powerful: Bonferroni, Holm, Hochberg, Hommel', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const results = (['bonferroni', 'holm', 'hochberg', 'hommel'] as const).map((one) =>
          adjusted(p, one),
        );
        for (let place = 1; place < results.length; place += 1) {
          results[place]!.forEach((value, index) => {
            expect(value).toBeLessThanOrEqual(results[place - 1]![index]! * (1 + 1e-12));
          });
        }
      }),
    );
  });
});

describe('multiplicity adjustment as a method', () => {
  it('says what is rejected', () => {
    const output = multiplicityAdjustmentMethod.run(
      { kind: 'hypotheses', rows: named([0.01, 0.04, 0.03]) },
      multiplicityAdjustmentMethod.options.parse({}),
    );
    expect(testRows(output).map(({ term, method }) => [term, method])).toEqual([
      ['H0', 'Holm; rejected at 0.05'],
      ['H1', 'Holm; not rejected at 0.05'],
      ['H2', 'Holm; not rejected at 0.05'],
    ]);
  });

  it('refuses what is no list of hypotheses, and weights that do not fit', () => {
    const bad: (() => unknown)[] = [
      () => multiplicityAdjustment([]),
      () => multiplicityAdjustment(named([0.1, 1.2])),
      () => multiplicityAdjustment([...named([0.1]), ...named([0.2])]),
      () => multiplicityAdjustment(named([0.1]), { alpha: 1 }),
      () => multiplicityAdjustment(named([0.1]), { procedure: 'tukey' as never }),
      () => multiplicityAdjustment(named([0.1, 0.2], [0.5, 0.6])),
      () =>
        multiplicityAdjustment([
          { name: 'a', p: 0.1, weight: 0.5 },
          { name: 'b', p: 0.1 },
        ]),
      () => multiplicityAdjustment(named([0.1, 0.2], [0.5, 0.5]), { procedure: 'hommel' }),
    ];
    for (const call of bad) expect(call).toThrow(MethodError);
  });

  it('never rejects a hypothesis of weight 0', () => {
    const result = multiplicityAdjustment(named([0.01, 0], [1, 0]));
    expect(result.map(({ adjustedP }) => adjustedP)).toEqual([0.01, 1]);
  });
});
