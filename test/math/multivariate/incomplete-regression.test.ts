import { describe, expect, it } from 'vitest';
import {
  fitIncompleteRegression,
  type IncompleteRegression,
  type PatternMoments,
  refitAccelerator,
} from '../../../src/math/multivariate/incomplete-regression.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';

interface Row {
  readonly z: readonly number[];
  /** null where missing */
  readonly y: readonly (number | null)[];
}

const random = new Xoshiro256(2);
const rows: readonly Row[] = Array.from({ length: 60 }, (_, index) => {
  const own = random.normal();
  const x = random.normal();
  const y = [0, 1, 2].map((visit) => own + 0.5 * x * visit + random.normal());
  return {
    z: [1, index % 2, x],
    y: y.map((value, visit) => ((index + 2 * visit) % 5 === 0 && visit !== index % 3 ? null : value)),
  };
});
const complete = rows.map(({ z, y }, index) => ({
  z,
  y: y.map((value, visit) => value ?? Math.sin(index + visit)),
}));

function moments(list: readonly Row[]): readonly PatternMoments[] {
  const keys = [...new Set(list.map(({ y }) => y.map((value) => value === null).join()))];
  return keys.map((key) => {
    const members = list.filter(({ y }) => y.map((value) => value === null).join() === key);
    const observed = [0, 1, 2].filter((visit) => members[0]!.y[visit] !== null);
    const sum = (left: (row: Row) => readonly number[], right: (row: Row) => readonly number[]) => {
      const products: number[] = [];
      for (const [column] of right(members[0]!).entries()) {
        for (const [row] of left(members[0]!).entries()) {
          products.push(members.reduce((total, one) => total + left(one)[row]! * right(one)[column]!, 0));
        }
      }
      return Float64Array.from(products);
    };
    const y = (row: Row) => observed.map((visit) => row.y[visit]!);
    return {
      observed,
      count: members.length,
      predictorProducts: sum(
        ({ z }) => z,
        ({ z }) => z,
      ),
      crossProducts: sum(({ z }) => z, y),
      outcomeProducts: sum(y, y),
    };
  });
}
const regress = (
  list: readonly Row[],
  options: Partial<Parameters<typeof fitIncompleteRegression>[3]> = {},
) => fitIncompleteRegression(moments(list), 3, 3, { criterion: 'reml', ...options });
const fitted = (result: ReturnType<typeof regress>): IncompleteRegression => {
  if (typeof result === 'string') throw new Error(result);
  return result;
};

describe('regression of incomplete outcomes', () => {
  it('of complete outcomes is least squares of each, with residual sums of products over n - q or n', () => {
    const reml = fitted(regress(complete));
    const ml = fitted(regress(complete, { criterion: 'ml' }));
    const residual = (visit: number) =>
      complete.map(
        ({ z, y }) =>
          y[visit]! - z.reduce((sum, value, a) => sum + value * reml.coefficients[visit * 3 + a]!, 0),
      );
    const rests = [0, 1, 2].map(residual);
    for (const a of [0, 1, 2]) {
      // Normal equations: residuals are at right angles to the predictors.
      for (const rest of rests) {
        expect(complete.reduce((sum, { z }, row) => sum + z[a]! * rest[row]!, 0)).toBeCloseTo(0, 9);
      }
      for (const b of [0, 1, 2]) {
        const product = rests[a]!.reduce((sum, value, row) => sum + value * rests[b]![row]!, 0);
        expect(reml.covariance[a * 3 + b]).toBeCloseTo(product / 57, 9);
        expect(ml.covariance[a * 3 + b]).toBeCloseTo(product / 60, 9);
      }
    }
    expect(ml.coefficients.every((value, index) => Math.abs(value - reml.coefficients[index]!) < 1e-10)).toBe(
      true,
    );
  });

  it('does not depend on the start, and the accelerator only makes it quick', () => {
    for (const criterion of ['reml', 'ml'] as const) {
      const whole = fitted(regress(rows, { criterion }));
      const elsewhere = fitted(
        regress(rows, { criterion, start: Float64Array.from([9, 1, 0, 1, 4, 0, 0, 0, 1]) }),
      );
      const accelerator = refitAccelerator(moments(rows), 3, 3, criterion, whole)!;
      const rest = rows.slice(1);
      const start = whole.covariance;
      const plain = fitted(regress(rest, { criterion, start }));
      const quick = fitted(regress(rest, { criterion, start, accelerator }));
      for (const field of ['covariance', 'coefficients'] as const) {
        whole[field].forEach((value, index) => {
          expect(elsewhere[field][index]).toBeCloseTo(value, 8);
          expect(quick[field][index]).toBeCloseTo(plain[field][index]!, 8);
        });
      }
      expect(quick.iterations).toBeLessThan(plain.iterations / 2);
    }
  });

  it('comes to the same fit where the data are far from those of the accelerator', () => {
    const whole = fitted(regress(rows));
    const accelerator = refitAccelerator(moments(rows), 3, 3, 'reml', whole)!;
    const few = rows.filter((_, index) => index % 3 === 0);
    const plain = fitted(regress(few));
    const quick = fitted(regress(few, { start: whole.covariance, accelerator }));
    quick.covariance.forEach((value, index) => {
      expect(value).toBeCloseTo(plain.covariance[index]!, 8);
    });
  });

  it('names what cannot be told', () => {
    const twice = complete.map(({ z, y }) => ({ z: [z[0]!, z[1]!, 2 * z[1]!], y }));
    expect(regress(twice)).toBe('collinear');
    const repeated = complete.map(({ z, y }) => ({ z, y: [y[0]!, y[0]!, y[2]!] }));
    expect(regress(repeated)).toBe('not-converged');
    const never = rows.map(({ z, y }) => ({ z, y: [null, y[1] ?? 1, y[2]!] }));
    expect(regress(never)).toBe('collinear');
  });
});
