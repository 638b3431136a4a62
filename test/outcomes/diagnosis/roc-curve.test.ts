import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEstimable } from '../../../src/core/estimable.js';
import { rocCurveMethod } from '../../../src/outcomes/diagnosis/roc-curve/definition.js';
import { compareRocCurves, rocCurve } from '../../../src/outcomes/diagnosis/roc-curve/roc-curve.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

interface Expected {
  readonly curves: readonly { auc: number; standardError: number; lower: number; upper: number }[];
  readonly difference?: { z: number; p: number; estimate: number };
  readonly threshold: number[];
  readonly sensitivity: number[];
  readonly specificity: number[];
}
const oracle = readOracle<{ condition: number[]; markers: number[][] }, { level: number }>(
  'roc-curve/proc.json',
);
const number = fc.double({ min: -10, max: 10, noNaN: true });
const subjects = fc.array(fc.record({ has: fc.boolean(), value: number }), { minLength: 6, maxLength: 40 });

describe('ROC curve', () => {
  it.each(oracle.cases)('agrees with pROC: $name', ({ input, options, expected }) => {
    const figures = expected as unknown as Expected;
    const results = input.markers.map((marker) => rocCurve({ condition: input.condition, marker }, options));
    results.forEach((result, index) => {
      const reference = figures.curves[index]!;
      for (const name of ['auc', 'standardError', 'lower', 'upper'] as const) {
        expectClose(result[name], reference[name], 1e-12, name);
      }
    });
    const [{ points }] = results as [(typeof results)[number]];
    expect(points.length).toBe(figures.threshold.length);
    points.forEach((point, index) => {
      expectClose(point.cut, figures.threshold[index]!, 1e-12, 'cut');
      expectClose(point.sensitivity, figures.sensitivity[index]!, 1e-12, 'sensitivity');
      expectClose(point.specificity, figures.specificity[index]!, 1e-12, 'specificity');
    });
    if (figures.difference === undefined) return;
    const [first, second] = input.markers as [number[], number[]];
    const both = compareRocCurves({ condition: input.condition, markers: { first, second } }, options);
    const [row] = both.differences;
    expectClose(row?.difference, figures.difference.estimate, 1e-12);
    expectClose(row?.z, figures.difference.z, 1e-11);
    expectClose(row?.p, figures.difference.p, 1e-11);
    // With two markers the joint test is the paired one.
    expectClose(both.equality.chiSquare, figures.difference.z ** 2, 1e-10);
    expect(both.equality.df).toBe(1);
  });

  it('is the share of pairs in the right order, and turns round with the marker', () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const condition = rows.map(({ has }) => has);
        const marker = rows.map(({ value }) => Math.round(value));
        const result = rocCurve({ condition, marker });
        let pairs = 0;
        let right = 0;
        rows.forEach((a, i) => {
          rows.forEach((b, j) => {
            if (!a.has || b.has) return;
            pairs += 1;
            right += marker[i]! > marker[j]! ? 1 : marker[i] === marker[j] ? 0.5 : 0;
          });
        });
        if (pairs === 0) {
          expect(result.auc).toEqual({ notEstimable: 'empty-group' });
          return;
        }
        expect(result.auc).toBeCloseTo(right / pairs, 12);
        const turned = rocCurve({ condition, marker: marker.map((value) => -value) }, { direction: 'lower' });
        expect(turned.auc).toBeCloseTo(right / pairs, 12);
        expect(turned.points.map(({ cut }) => cut)).toEqual(result.points.map(({ cut }) => -cut));
        expect(turned.points.map(({ sensitivity }) => sensitivity)).toEqual(
          result.points.map(({ sensitivity }) => sensitivity),
        );
        const { lower, upper } = result;
        if (isEstimable(lower) && isEstimable(upper)) {
          expect(lower).toBeLessThanOrEqual(right / pairs);
          expect(upper).toBeGreaterThanOrEqual(right / pairs);
        }
      }),
    );
  });

  it('depends on the order of values alone', () => {
    const condition = [0, 1, 0, 1, 1, 0, 0, 1];
    const marker = [1, 2, 2.5, 4, 1.5, 0.3, 3, 9];
    expect(rocCurve({ condition, marker: marker.map(Math.exp) }).auc).toBe(
      rocCurve({ condition, marker }).auc,
    );
  });

  it('says what does not exist', () => {
    const none = { notEstimable: 'no-variation' };
    expect(rocCurve({ condition: [0, 0, 1, 1], marker: [1, 2, 3, 4] })).toMatchObject({
      auc: 1,
      standardError: 0,
      lower: none,
      p: none,
    });
    expect(rocCurve({ condition: [0, 1], marker: [1, 0] }).standardError).toEqual({
      notEstimable: 'too-few-observations',
    });
    expect(rocCurve({ condition: [1, 1], marker: [1, 0] }).auc).toEqual({ notEstimable: 'empty-group' });
    expect(rocCurve({ condition: [0, 1, 1], marker: [null, Number.NaN, 2] })).toMatchObject({ missing: 2 });
    const marker = [3, 1, 4, 1, 5, 9, 2, 6];
    const same = compareRocCurves({
      condition: [0, 0, 1, 0, 1, 1, 0, 1],
      markers: { a: marker, b: marker.map((value) => 2 * value) },
    });
    expect(same.differences[0]).toMatchObject({ difference: 0, p: none });
    expect(same.equality.p).toEqual(none);
  });

  it('refuses what it cannot use', () => {
    expect(() => rocCurve({ condition: [0, 2], marker: [1, 2] })).toThrow(/condition\[1\]/);
    expect(() => rocCurve({ condition: [0, 1], marker: [1] })).toThrow(/length/);
    expect(() => compareRocCurves({ condition: [0, 1], markers: { a: [1, 2], b: [1] } })).toThrow(
      /markers\.b" has another length/,
    );
    expect(() => rocCurve({ condition: [0, 1], marker: [1, Infinity] })).toThrow(/finite/);
    expect(() => compareRocCurves({ condition: [0, 1], markers: { a: [1, 2] } })).toThrow(/too few/);
  });

  it('in a plan, leaves out of the comparison subjects without every marker', () => {
    const data = sampleData.diagnostic;
    const values = data.markers[1]!.values.slice();
    values[3] = Number.NaN;
    const markers = [data.markers[0]!, { ...data.markers[1]!, values }];
    const output = rocCurveMethod.run({ ...data, markers }, rocCurveMethod.options.parse({}));
    expect(output.notices[0]?.message).toMatch(/^1 subjects/);
    expect(output.parts.map(({ kind }) => kind)).toEqual(['summary', 'estimates', 'test', 'points']);
  });
});
