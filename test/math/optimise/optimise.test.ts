import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brentMinimum } from '../../../src/math/optimise/brent-minimum.js';
import { brentRoot, findBracket } from '../../../src/math/optimise/brent-root.js';
import { type LikelihoodPoint, maximiseByNewton } from '../../../src/math/optimise/newton.js';

describe('brent root', () => {
  test('finds the root of any increasing cubic to the last digits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (root, slope) => {
          const found = brentRoot((x) => (x - root) ** 3 + slope * (x - root), -100, 100);
          expect(Math.abs(found - root)).toBeLessThan(slope > 0.01 ? 1e-12 : 1e-4);
        },
      ),
    );
  });

  test('needs few evaluations and none beyond the bracket', () => {
    let count = 0;
    const root = brentRoot(
      (x) => {
        count += 1;
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(3);
        return Math.cos(x);
      },
      0,
      3,
    );
    expect(root).toBeCloseTo(Math.PI / 2, 15);
    expect(count).toBeLessThan(12);
  });

  test('hard functions: a step, a pole at the end, a flat power', () => {
    expect(brentRoot((x) => (x < 0.3 ? -1 : 1), 0, 1)).toBeCloseTo(0.3, 14);
    expect(brentRoot((x) => Math.log(x) + 5, 0, 10)).toBeCloseTo(Math.exp(-5), 16);
    expect(Math.abs(brentRoot((x) => x ** 9, -1, 1.5))).toBeLessThan(1e-8);
  });

  test('a root at an end, swapped ends, a coarse tolerance', () => {
    expect(brentRoot((x) => x - 2, 2, 5)).toBe(2);
    expect(brentRoot((x) => x - 5, 2, 5)).toBe(5);
    expect(brentRoot((x) => x * x - 2, 2, 0)).toBeCloseTo(Math.SQRT2, 15);
    expect(Math.abs(brentRoot(Math.cos, 0, 3, { tolerance: 1e-3 }) - Math.PI / 2)).toBeLessThan(1e-3);
  });

  test('says what is wrong', () => {
    expect(() => brentRoot((x) => x * x + 1, -1, 1)).toThrow(/same sign at both.*f\(-1\) = 2/);
    expect(() => brentRoot(() => Number.NaN, -1, 1)).toThrow(/not a number/);
    expect(() => brentRoot((x) => (x < 0.3 ? -1 : 1), 0, 1, { maxIterations: 3 })).toThrow(
      /did not settle in 3/,
    );
  });

  test('a bracket is found outwards, up or down, or reported missing', () => {
    const [low, high] = findBracket((x) => x - 1000, 0, 1)!;
    expect(low).toBeLessThanOrEqual(1000);
    expect(high).toBeGreaterThanOrEqual(1000);
    const [below, above] = findBracket((x) => x + 7, 0, -0.5)!;
    expect(below).toBeLessThanOrEqual(-7);
    expect(above).toBeGreaterThanOrEqual(-7);
    expect(findBracket((x) => 1 + Math.exp(-x), 0, 1, 50)).toBeNull();
  });
});

describe('brent minimum', () => {
  test('finds the lowest point of a quartic', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (lowest) => {
        const found = brentMinimum((x) => (x - lowest) ** 4 / 10 + (x - lowest) ** 2 + 3, -8, 7);
        expect(found.converged).toBe(true);
        expect(Math.abs(found.location - lowest)).toBeLessThan(1e-6);
        expect(found.value).toBeCloseTo(3, 10);
        expect(found.iterations).toBeLessThan(60);
      }),
    );
  });

  test('an end, a kink and a function with holes', () => {
    expect(brentMinimum((x) => x, 0, 1).location).toBeLessThan(1e-6);
    expect(brentMinimum((x) => Math.abs(x - 0.7), 0, 1).location).toBeCloseTo(0.7, 7);
    expect(brentMinimum((x) => (x > 0 ? x - Math.log(x) : Number.NaN), -1, 4).location).toBeCloseTo(1, 6);
    expect(brentMinimum((x) => x, 0, 1, { maxIterations: 2 }).converged).toBe(false);
    expect(() => brentMinimum((x) => x, 1, 0)).toThrow(/do not form an interval/);
  });
});

/** Logistic regression of events out of n at each x, as a test bed. */
function logistic(x: readonly number[], events: readonly number[], n: readonly number[]) {
  return (beta: Float64Array): LikelihoodPoint => {
    let logLikelihood = 0;
    const score = new Float64Array(2);
    const information = new Float64Array(4);
    x.forEach((value, row) => {
      const eta = beta[0]! + beta[1]! * value;
      const p = 1 / (1 + Math.exp(-eta));
      logLikelihood +=
        events[row]! * eta -
        n[row]! * (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta)));
      const rest = events[row]! - n[row]! * p;
      const weight = n[row]! * p * (1 - p);
      score[0]! += rest;
      score[1]! += rest * value;
      information[0]! += weight;
      information[1]! += weight * value;
      information[2]! += weight * value;
      information[3]! += weight * value * value;
    });
    return { logLikelihood, score, information };
  };
}

describe('newton', () => {
  test('a 2 x 2 table: the log odds ratio and its variance in closed form', () => {
    const start = [0, 0];
    const fit = maximiseByNewton(start, logistic([0, 1], [12, 25], [40, 50]));
    expect(fit.status).toBe('converged');
    expect(fit.parameters[0]).toBeCloseTo(Math.log(12 / 28), 14);
    expect(fit.parameters[1]).toBeCloseTo(Math.log((25 * 28) / (25 * 12)), 14);
    expect(fit.factor!.inverse()[3]).toBeCloseTo(1 / 12 + 1 / 28 + 1 / 25 + 1 / 25, 13);
    expect(fit.scoreStatistic).toBeLessThan(1e-24);
    expect(fit.iterations).toBeLessThan(8);
    expect(start).toEqual([0, 0]);
    expect(fit.startLogLikelihood).toBeCloseTo(90 * Math.log(0.5), 12);
    expect(fit.startScoreStatistic).toBeGreaterThan(1);
    expect(fit.trouble).toEqual([]);
  });

  test('the start does not matter', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (a, b) => {
          const fit = maximiseByNewton([a, b], logistic([0, 1, 2, 3], [3, 5, 9, 8], [20, 20, 20, 15]));
          expect(fit.status).toBe('converged');
          const reference = maximiseByNewton([0, 0], logistic([0, 1, 2, 3], [3, 5, 9, 8], [20, 20, 20, 15]));
          expect(fit.parameters[0]).toBeCloseTo(reference.parameters[0]!, 12);
          expect(fit.parameters[1]).toBeCloseTo(reference.parameters[1]!, 12);
        },
      ),
    );
  });

  test('a step too far is halved: arctangent score from far out', () => {
    // log-likelihood -(x atan x - log(1 + x²) / 2): plain Newton diverges from |x| > 1.39
    const fit = maximiseByNewton([20], ([x]) => ({
      logLikelihood: -(x! * Math.atan(x!) - Math.log1p(x! * x!) / 2),
      score: Float64Array.of(-Math.atan(x!)),
      information: Float64Array.of(1 / (1 + x! * x!)),
    }));
    expect(fit.status).toBe('converged');
    expect(Math.abs(fit.parameters[0]!)).toBeLessThan(1e-12);
  });

  test('complete separation is a state, with the parameter to blame', () => {
    const fit = maximiseByNewton([0, 0], logistic([0, 1], [0, 9], [10, 10]));
    expect(fit.status).toBe('diverging');
    expect(fit.trouble).toContain(1);
    expect(fit.iterations).toBeLessThan(40);
    const all = maximiseByNewton([0, 0], logistic([0, 1], [5, 10], [10, 10]));
    expect(all.status).toBe('diverging');
    expect(all.trouble).toEqual([1]);
  });

  test('a column that repeats another is singular from the start', () => {
    const fit = maximiseByNewton([0, 0], logistic([1, 1], [4, 5], [10, 10]));
    expect(fit.status).toBe('singular');
    expect(fit.trouble).toEqual([1]);
    expect(fit.factor).toBeNull();
    expect(fit.iterations).toBe(0);
  });

  test('a likelihood that only falls is stuck, one that takes too long is reported', () => {
    const wrong = maximiseByNewton([1], ([x]) => ({
      logLikelihood: -x!,
      score: Float64Array.of(1),
      information: Float64Array.of(1),
    }));
    expect(wrong.status).toBe('stuck');
    const short = maximiseByNewton([0, 0], logistic([0, 1], [12, 25], [40, 50]), { maxIterations: 1 });
    expect(short.status).toBe('iteration-limit');
  });

  test('no parameters: nothing to do', () => {
    const fit = maximiseByNewton([], () => ({
      logLikelihood: -3,
      score: new Float64Array(0),
      information: new Float64Array(0),
    }));
    expect(fit.status).toBe('converged');
    expect(fit.logLikelihood).toBe(-3);
  });
});

describe('Newton steps where the log-likelihood is rounded', () => {
  test('reach the maximum although a step gains less than rounding takes', () => {
    // As a sum of very many terms: a large value whose last digits wander. Half steps only, so that gains fade slowly.
    let evaluations = 0;
    const outcome = maximiseByNewton([0.2], (parameters) => {
      evaluations += 1;
      const x = parameters[0]!;
      const grown = Math.exp(x - 1);
      return {
        logLikelihood: -30_000 - 2500 * (grown - x) + 5e-9 * Math.sin(1e9 * x),
        score: Float64Array.of(-2500 * (grown - 1)),
        information: Float64Array.of(5000 * grown),
      };
    });
    expect(outcome.status).toBe('converged');
    expect(outcome.parameters[0]).toBeCloseTo(1, 7);
    expect(evaluations).toBeLessThan(60);
  });
});
