import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalSurvival } from '../../src/survival/conditional-survival/conditional-survival.js';
import { conditionalSurvivalMethod } from '../../src/survival/conditional-survival/definition.js';
import { cox } from '../../src/survival/cox/cox.js';
import { landmarkRows } from '../../src/survival/landmark/landmark.js';
import { milestoneSurvivalMethod } from '../../src/survival/milestone-survival/definition.js';
import { milestoneSurvival } from '../../src/survival/milestone-survival/milestone-survival.js';
import { expectClose, readOracle } from './oracle.js';

interface Row {
  readonly group: string;
  readonly time: number;
  readonly survival: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}
interface Case {
  readonly input: { readonly time: number[]; readonly event: number[]; readonly group: string[] };
  readonly milestones: readonly Row[];
  readonly conditional: readonly Row[];
  readonly landmark: { readonly n: number; readonly events: number; readonly logHazardRatio: number };
}
const oracle = readOracle<Case>('milestone-survival', 'survfit');
const [{ input, milestones, conditional, landmark }] = oracle.cases as readonly [Case];
const figures = ['survival', 'standardError', 'lower', 'upper'] as const;

describe('milestone, conditional and landmark survival against R survival', () => {
  it('milestones', () => {
    const result = milestoneSurvival(input, { times: [4, 9] });
    for (const expected of milestones) {
      const own = result.arms.find((arm) => arm.group === expected.group && arm.time === expected.time)!;
      for (const figure of figures) expectClose(own[figure], expected[figure], oracle.tolerance, figure);
    }
    result.differences.forEach((difference) => {
      const [left, right] = ['b', 'a'].map(
        (group) => milestones.find((row) => row.group === group && row.time === difference.time)!,
      ) as [Row, Row];
      expectClose(difference.difference, left.survival - right.survival, 1e-12);
      expectClose(difference.standardError, Math.hypot(left.standardError, right.standardError), 1e-12);
      const side = ({ survival, standardError }: Row) => standardError / (survival * Math.log(survival));
      const gap = Math.log(-Math.log(right.survival)) - Math.log(-Math.log(left.survival));
      expectClose(difference.z, gap / Math.hypot(side(left), side(right)), 1e-11);
    });
    const plain = milestoneSurvival(input, { times: [4], test: 'plain' }).differences[0]!;
    expectClose(plain.z, (plain.difference as number) / (plain.standardError as number), 1e-14);
  });

  it('conditional on being free of the event at 4', () => {
    const { rows } = conditionalSurvival(input, { given: 4, times: [7, 12] });
    for (const expected of conditional) {
      const own = rows.find((row) => row.group === expected.group && row.time === expected.time)!;
      for (const figure of figures) expectClose(own[figure], expected[figure], oracle.tolerance, figure);
    }
  });

  it('landmark at 4', () => {
    const rows = landmarkRows(input, 4);
    expect(rows.row).toHaveLength(landmark.n);
    expect(rows.event.reduce((sum, event) => sum + event, 0)).toBe(landmark.events);
    expect(rows.eventsBefore + rows.censoredBefore).toBe(input.time.length - landmark.n);
    const group = Array.from(rows.row, (row) => input.group[row]!);
    const { coefficients } = cox({ time: rows.time, event: rows.event, group });
    expectClose(coefficients[0]!.logHazardRatio, landmark.logHazardRatio, 1e-9);
  });
});

describe('milestone and conditional survival edges', () => {
  it('has reasons in place of numbers', () => {
    const few = { time: [1, 5, 2, 8], event: [1, 1, 1, 0], group: ['a', 'a', 'b', 'b'] };
    const { arms, differences } = milestoneSurvival(few, { times: [0, 6, 9] });
    expect(differences[0]).toMatchObject({
      difference: 0,
      standardError: 0,
      p: { notEstimable: 'no-variation' },
    });
    expect(arms[2]).toMatchObject({ survival: 0, standardError: { notEstimable: 'no-variation' } });
    expect(differences[1]).toMatchObject({ difference: 0.5, lower: { notEstimable: 'no-variation' } });
    expect(differences[2]!.difference).toEqual({ notEstimable: 'beyond-last-observation' });
    const { rows } = conditionalSurvival(few, { given: 6, times: [7, 9] });
    expect(rows.map((row) => row.survival)).toEqual([
      { notEstimable: 'not-applicable' },
      { notEstimable: 'not-applicable' },
      1,
      { notEstimable: 'beyond-last-observation' },
    ]);
    const group = { levels: ['a', 'b'], codes: new Int32Array(1) };
    const empty = milestoneSurvival({ time: [2], event: [1], group }, { times: [1] });
    expect(empty.differences[0]!.difference).toEqual({ notEstimable: 'empty-group' });
    expect(() => milestoneSurvival(few, { times: [] })).toThrow(/"times"/);
    expect(() => milestoneSurvival(few, { times: [1], reference: 'c' })).toThrow(/"reference"/);
    expect(() => conditionalSurvival(few, { given: 4, times: [3] })).toThrow(/before "given"/);
    expect(() => landmarkRows(few, -1)).toThrow(/"landmark"/);
  });

  it('conditional on time 0 is the curve itself; shares multiply', () => {
    const rows = fc.array(
      fc.record({ time: fc.integer({ min: 1, max: 20 }), event: fc.integer({ min: 0, max: 1 }) }),
      { minLength: 3, maxLength: 30 },
    );
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        (list, given, more) => {
          const own = { time: list.map((row) => row.time), event: list.map((row) => row.event) };
          const copy = structuredClone(own);
          const whole = milestoneSurvival(own, { times: [given, given + more] }).arms.map(
            (arm) => arm.survival,
          );
          const part = conditionalSurvival(own, { given, times: [given + more] }).rows[0]!.survival;
          const start = conditionalSurvival(own, { given: 0, times: [given] }).rows[0]!.survival;
          expect(start).toEqual(whole[0]);
          if (typeof part === 'number') expectClose(whole[1], (whole[0] as number) * part, 1e-12);
          expect(own).toEqual(copy);
        },
      ),
    );
  });
});

describe('milestone and conditional survival as methods', () => {
  it('give shares and differences', () => {
    const data = {
      kind: 'survival',
      time: Float64Array.from(input.time),
      event: Uint8Array.from(input.event),
      group: { levels: ['a', 'b'], codes: Int32Array.from(input.group, (arm) => (arm === 'a' ? 0 : 1)) },
      reference: 'a',
      covariates: [],
      timeUnit: 'months',
      eventLabel: 'relapse',
    } as const;
    const one = milestoneSurvivalMethod.run(data, milestoneSurvivalMethod.options.parse({ times: [4, 9] }));
    expect(one.parts.map((part) => [part.kind, 'rows' in part ? part.rows.length : 0])).toEqual([
      ['summary', 4],
      ['estimates', 2],
    ]);
    const two = conditionalSurvivalMethod.run(
      data,
      conditionalSurvivalMethod.options.parse({ given: 4, times: [7] }),
    );
    const [summary] = two.parts;
    expect(summary?.kind === 'summary' ? summary.rows[0]!.term : null).toBe('7 given 4');
    expect(JSON.parse(JSON.stringify([one, two]))).toEqual([one, two]);
  });
});
