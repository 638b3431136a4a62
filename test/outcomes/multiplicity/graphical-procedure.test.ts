import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { graphicalProcedureMethod } from '../../../src/outcomes/multiplicity/graphical-procedure/definition.js';
import { graphicalProcedure } from '../../../src/outcomes/multiplicity/graphical-procedure/graphical-procedure.js';
import { multiplicityAdjustment } from '../../../src/outcomes/multiplicity/multiplicity-adjustment/multiplicity-adjustment.js';
import { presetGraph } from '../../../src/outcomes/multiplicity/preset-graph.js';
import oracle from '../../oracles/graphical-procedure/closed-test.json' with { type: 'json' };
import { expectClose } from '../oracle-cases.js';
import { summaryRows } from '../part-rows.js';

const named = (p: readonly number[]) => p.map((value, index) => ({ name: `H${index + 1}`, p: value }));

describe('graphical procedure against the closed test', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, { input, expected }) => {
    const { hypotheses } = graphicalProcedure(named(input.p), input);
    expected.adjustedP.forEach((value, index) => {
      expectClose(hypotheses[index]!.adjustedP, value, oracle.tolerance, `H${index + 1}`);
    });
  });
});

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 6 });

describe('graphical procedure, laws', () => {
  it('the preset of Holm is Holm', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const { hypotheses } = graphicalProcedure(named(p), presetGraph('holm', p.length));
        multiplicityAdjustment(named(p), { procedure: 'holm' }).forEach(({ adjustedP }, index) => {
          expect(hypotheses[index]!.adjustedP).toBeCloseTo(adjustedP, 10);
        });
      }),
    );
  });

  it('a fixed sequence takes the largest p so far', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const { hypotheses } = graphicalProcedure(named(p), presetGraph('fixed-sequence', p.length));
        let most = 0;
        hypotheses.forEach(({ adjustedP }, index) => {
          most = Math.max(most, p[index]!);
          expect(adjustedP).toBe(most);
        });
      }),
    );
  });

  it('of Holm with weights is the weighted procedure', () => {
    const weights = [0.5, 0.2, 0.3];
    fc.assert(
      fc.property(fc.tuple(fc.double({ min: 0, max: 0.2, noNaN: true }), pValues), ([p, others]) => {
        const three = [p, others[0]!, others[1]! / 4];
        const { hypotheses } = graphicalProcedure(named(three), presetGraph('holm', 3, { weights }));
        const weighted = named(three).map((row, index) => ({ ...row, weight: weights[index]! }));
        multiplicityAdjustment(weighted).forEach(({ adjustedP }, index) => {
          expect(hypotheses[index]!.adjustedP).toBeCloseTo(adjustedP, 12);
        });
      }),
    );
  });

  it('shares never sum to more than the level, and rejections at alpha are those of the adjusted p-values', () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.01, max: 0.9, noNaN: true }), (p, alpha) => {
        const graph = presetGraph('parallel-gatekeeping', p.length, { primary: 1 });
        const result = graphicalProcedure(named(p), graph, { alpha });
        expect(result.steps.map(({ rejected }) => rejected).sort()).toEqual(
          result.hypotheses.flatMap(({ name, rejected }) => (rejected ? [name] : [])).sort(),
        );
        for (const weights of [...result.steps.map((step) => step.weights), result.finalWeights]) {
          expect(weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0)).toBeLessThan(1 + 1e-9);
        }
      }),
    );
  });
});

describe('graphical procedure as a method', () => {
  const run = (p: readonly number[], given: object) =>
    graphicalProcedureMethod.run(
      { kind: 'hypotheses', rows: named(p).map((row) => ({ ...row, weight: null })) },
      graphicalProcedureMethod.options.parse(given),
    );

  it('shows the local levels at each step', () => {
    const rows = summaryRows(run([0.02, 0.04, 0.011, 0.03], { graph: 'parallel-gatekeeping', primary: 2 }));
    const level = (group: string, term: string) =>
      rows.find((row) => row.group === group && row.term === term)?.value;
    expect(level('step 1: reject H1', 'H1')).toBe(0.025);
    expect(level('step 2: reject H3', 'H3')).toBe(0.0125);
    expect(level('in the end', 'H2')).toBe(0.025);
    expect(level('in the end', 'H4')).toBe(0.025);
    expect(level('in the end', 'H1')).toBeUndefined();
  });

  it('keeps all shares when nothing is rejected', () => {
    const rows = summaryRows(run([0.2, 0.4], {}));
    expect(rows.filter(({ group }) => group === 'nothing rejected').map(({ value }) => value)).toEqual([
      0.025, 0.025,
    ]);
  });

  it('refuses graphs that create significance level, lead to themselves or lack what they need', () => {
    const p = [0.01, 0.02];
    const bad: (() => unknown)[] = [
      () =>
        graphicalProcedure(named(p), {
          weights: [0.5, 0.6],
          transitions: [
            [0, 1],
            [1, 0],
          ],
        }),
      () =>
        graphicalProcedure(named(p), {
          weights: [0.5, 0.5],
          transitions: [
            [0, 1.5],
            [1, 0],
          ],
        }),
      () =>
        graphicalProcedure(named(p), {
          weights: [0.5, 0.5],
          transitions: [
            [0.5, 0.5],
            [1, 0],
          ],
        }),
      () => graphicalProcedure(named(p), { weights: [0.5, 0.5], transitions: [[0, 1]] }),
      () => graphicalProcedure(named(p), presetGraph('holm', 2), { alpha: 0 }),
      () => run(p, { graph: 'parallel-gatekeeping' }),
      () => run(p, { graph: 'parallel-gatekeeping', primary: 2 }),
      () => run(p, { graph: 'custom' }),
      () => run(p, { graph: 'fixed-sequence', weights: [0.5, 0.5] }),
      () => run(p, { graph: 'holm', primary: 1 }),
      () => presetGraph('fixed' as 'holm', 2),
      () => presetGraph('holm', 1.5),
      () =>
        run(p, {
          graph: 'holm',
          transitions: [
            [0, 1],
            [1, 0],
          ],
        }),
    ];
    for (const call of bad) expect(call).toThrow(MethodError);
  });
});
