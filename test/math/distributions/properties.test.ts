import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as beta from '../../../src/math/distributions/beta.js';
import * as binomial from '../../../src/math/distributions/binomial.js';
import * as chiSquare from '../../../src/math/distributions/chi-square.js';
import * as f from '../../../src/math/distributions/f.js';
import * as gamma from '../../../src/math/distributions/gamma.js';
import * as hypergeometric from '../../../src/math/distributions/hypergeometric.js';
import * as normal from '../../../src/math/distributions/normal.js';
import * as poisson from '../../../src/math/distributions/poisson.js';
import * as studentT from '../../../src/math/distributions/student-t.js';
import { expectClose } from '../check-oracle.js';

/** Numbers spread evenly over orders of magnitude. */
const magnitudes = (low: number, high: number) =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
const tailProbability = magnitudes(1e-200, 0.5);
const anyTail = fc.tuple(tailProbability, fc.boolean());

interface Continuous {
  readonly name: string;
  readonly parameters: fc.Arbitrary<number[]>;
  readonly cdf: (x: number, ...parameters: number[]) => number;
  readonly upperTail: (x: number, ...parameters: number[]) => number;
  readonly quantile: (p: number, ...parameters: number[]) => number;
  readonly upperQuantile: (p: number, ...parameters: number[]) => number;
}

const families: readonly Continuous[] = [
  {
    name: 'normal',
    parameters: fc.constant([]),
    cdf: normal.normalCdf,
    upperTail: normal.normalUpperTail,
    quantile: normal.normalQuantile,
    upperQuantile: normal.normalUpperQuantile,
  },
  {
    name: 'gamma',
    parameters: magnitudes(0.5, 1e4).map((shape) => [shape]),
    cdf: gamma.gammaCdf,
    upperTail: gamma.gammaUpperTail,
    quantile: gamma.gammaQuantile,
    upperQuantile: gamma.gammaUpperQuantile,
  },
  {
    name: 'chi-square',
    parameters: magnitudes(1, 1e4).map((df) => [df]),
    cdf: chiSquare.chiSquareCdf,
    upperTail: chiSquare.chiSquareUpperTail,
    quantile: chiSquare.chiSquareQuantile,
    upperQuantile: chiSquare.chiSquareUpperQuantile,
  },
  {
    name: 'beta',
    parameters: fc.tuple(magnitudes(0.5, 1e4), magnitudes(0.5, 1e4)).map(([a, b]) => [a, b]),
    cdf: beta.betaCdf,
    upperTail: beta.betaUpperTail,
    quantile: beta.betaQuantile,
    upperQuantile: beta.betaUpperQuantile,
  },
  {
    name: 'student-t',
    parameters: magnitudes(1, 1e8).map((df) => [df]),
    cdf: studentT.studentTCdf,
    upperTail: studentT.studentTUpperTail,
    quantile: studentT.studentTQuantile,
    upperQuantile: studentT.studentTUpperQuantile,
  },
  {
    name: 'f',
    parameters: fc.tuple(magnitudes(1, 1e4), magnitudes(1, 1e4)).map(([df1, df2]) => [df1, df2]),
    cdf: f.fCdf,
    upperTail: f.fUpperTail,
    quantile: f.fQuantile,
    upperQuantile: f.fUpperQuantile,
  },
];

describe.each(families)('$name', ({ name, parameters, cdf, upperTail, quantile, upperQuantile }) => {
  test('the tail at a quantile is the probability asked for', () => {
    fc.assert(
      fc.property(parameters, anyTail, (given, [p, upper]) => {
        const x = upper ? upperQuantile(p, ...given) : quantile(p, ...given);
        // A quantile next to 1 cannot be told from 1; the rounding of x itself moves a steep tail.
        if (name === 'beta' && x > 0.9) return;
        if (Math.abs(x) < 1e-300 || !Number.isFinite(x)) return;
        const back = upper ? upperTail(x, ...given) : cdf(x, ...given);
        const steepness =
          Math.abs(Math.log((upper ? upperTail : cdf)(x * (1 + 1e-9), ...given) / back)) * 1e9;
        expectClose(back, p, 1e-12 + 4e-16 * steepness, `${name} ${given} at ${x}`);
      }),
      { numRuns: 60 },
    );
  });

  test('both tails add to 1 and never run backwards', () => {
    fc.assert(
      fc.property(
        parameters,
        tailProbability,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, p, share) => {
          const near = quantile(p, ...given);
          if (!Number.isFinite(upperQuantile(p, ...given) - near)) return; // F beyond 1e308
          const far = near + share * (upperQuantile(p, ...given) - near);
          expectClose(cdf(far, ...given) + upperTail(far, ...given), 1, 1e-14, name);
          expect(cdf(far, ...given)).toBeGreaterThanOrEqual(cdf(near, ...given) * (1 - 1e-12));
          expect(upperTail(far, ...given)).toBeLessThanOrEqual(upperTail(near, ...given) * (1 + 1e-12));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the ends of the line', () => {
    fc.assert(
      fc.property(parameters, (given) => {
        expect(cdf(Number.NEGATIVE_INFINITY, ...given)).toBe(0);
        expect(upperTail(Number.NEGATIVE_INFINITY, ...given)).toBe(1);
        if (name !== 'beta') {
          expect(cdf(Number.POSITIVE_INFINITY, ...given)).toBe(1);
          expect(upperTail(Number.POSITIVE_INFINITY, ...given)).toBe(0);
          expect(quantile(1, ...given)).toBe(Number.POSITIVE_INFINITY);
          expect(upperQuantile(0, ...given)).toBe(Number.POSITIVE_INFINITY);
        }
        expect(quantile(0, ...given)).toBe(upperQuantile(1, ...given));
      }),
      { numRuns: 5 },
    );
  });

  test('refuses what is not a number or not a probability', () => {
    const [given] = fc.sample(parameters, { numRuns: 1, seed: 1 });
    expect(() => cdf(Number.NaN, ...given!)).toThrow(/not a number/);
    expect(() => quantile(1.1, ...given!)).toThrow(/not a probability/);
    expect(() => upperQuantile(-0.1, ...given!)).toThrow(/not a probability/);
    if (given!.length > 0) expect(() => upperTail(1, ...given!.map(() => -1))).toThrow(/not positive/);
  });
});

describe('one distribution seen as another', () => {
  test('chi-square with 1 df is a squared normal, t squared is F, F with many df is chi-square', () => {
    fc.assert(
      fc.property(magnitudes(0.01, 30), magnitudes(1, 1e5), (z, df) => {
        expectClose(chiSquare.chiSquareUpperTail(z * z, 1), normal.normalTwoSidedP(z), 1e-12);
        expectClose(f.fUpperTail(z * z, 1, df), studentT.studentTTwoSidedP(z, df), 1e-12);
        expectClose(
          f.fUpperTail(z, df, Number.POSITIVE_INFINITY),
          chiSquare.chiSquareUpperTail(z * df, df),
          1e-15,
        );
        expectClose(
          studentT.studentTUpperTail(z, Number.POSITIVE_INFINITY),
          normal.normalUpperTail(z),
          1e-15,
        );
      }),
    );
  });

  test('t with 1 df is Cauchy, with 2 df closed', () => {
    for (const t of [0.001, 0.5, 3, 1e5]) {
      expectClose(studentT.studentTUpperTail(t, 1), Math.atan(1 / t) / Math.PI, 1e-14);
      expectClose(studentT.studentTTwoSidedP(t, 2), 2 / (2 + t * t + t * Math.sqrt(2 + t * t)), 1e-14);
    }
  });

  test('turning the axis exchanges the tails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1023 }),
        magnitudes(0.01, 1e4),
        magnitudes(0.01, 1e4),
        (k, a, b) => {
          const x = k / 1024; // 1 - x is exact
          expectClose(beta.betaCdf(x, a, b), beta.betaUpperTail(1 - x, b, a), 1e-12);
          expectClose(studentT.studentTCdf(-x, a), studentT.studentTUpperTail(x, a), 0);
        },
      ),
    );
  });

  test('values printed elsewhere', () => {
    expectClose(chiSquare.chiSquareUpperTail(161.1336015828745, 4), 8.352114133839945e-34, 1e-14);
    expectClose(normal.normalUpperTail(8), 6.220960574271784e-16, 1e-15);
    expectClose(studentT.studentTQuantile(0.975, 4.3), 2.7016948982822315, 1e-15);
    expectClose(normal.criticalZ(0.95), 1.959963984540054, 1e-15);
  });
});

describe('counts', () => {
  const binomialCase = fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }))
    .chain(([n, p]) => fc.tuple(fc.constant(n), fc.constant(p), fc.integer({ min: 0, max: n })));

  test('binomial probabilities add up to the tails', () => {
    fc.assert(
      fc.property(binomialCase, ([n, p, k]) => {
        let below = 0;
        for (let count = 0; count <= k; count += 1) below += binomial.binomialDensity(count, n, p);
        expectClose(binomial.binomialCdf(k, n, p), below, 1e-12);
        let above = 0;
        for (let count = n; count >= k; count -= 1) above += binomial.binomialDensity(count, n, p);
        expectClose(binomial.binomialUpperTail(k, n, p), Math.min(above, 1), 1e-12);
      }),
      { numRuns: 40 },
    );
  });

  test('poisson probabilities add up to the tails', () => {
    fc.assert(
      fc.property(magnitudes(0.01, 300), fc.integer({ min: 0, max: 500 }), (mean, k) => {
        let below = 0;
        for (let count = 0; count <= k; count += 1) below += poisson.poissonDensity(count, mean);
        expectClose(poisson.poissonCdf(k, mean), Math.min(below, 1), 1e-12);
        expectClose(poisson.poissonUpperTail(k + 1, mean) + poisson.poissonCdf(k, mean), 1, 1e-14);
      }),
      { numRuns: 40 },
    );
  });

  const tableMargins = fc
    .integer({ min: 1, max: 2000 })
    .chain((total) =>
      fc.tuple(fc.integer({ min: 0, max: total }), fc.integer({ min: 0, max: total }), fc.constant(total)),
    );

  test('hypergeometric probabilities add up to 1, to the tails, and do not care which margin is which', () => {
    fc.assert(
      fc.property(
        tableMargins,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([drawn, successes, total], share) => {
          const { lowest, highest } = hypergeometric.hypergeometricSupport(drawn, successes, total);
          const densities = hypergeometric.hypergeometricDensities(drawn, successes, total);
          expect(densities.length).toBe(highest - lowest + 1);
          expectClose(
            densities.reduce((sum, value) => sum + value, 0),
            1,
            1e-12,
          );
          const k = lowest + Math.round(share * (highest - lowest));
          const density = hypergeometric.hypergeometricDensity(k, drawn, successes, total);
          if (density > 1e-290) expectClose(densities[k - lowest]!, density, 1e-12);
          expectClose(hypergeometric.hypergeometricDensity(k, successes, drawn, total), density, 1e-12);
          const below = densities.subarray(0, k - lowest + 1).reduce((sum, value) => sum + value, 0);
          expect(Math.abs(hypergeometric.hypergeometricCdf(k, drawn, successes, total) - below)).toBeLessThan(
            1e-12,
          );
          const above = densities.subarray(k - lowest).reduce((sum, value) => sum + value, 0);
          expect(
            Math.abs(hypergeometric.hypergeometricUpperTail(k, drawn, successes, total) - above),
          ).toBeLessThan(1e-12);
        },
      ),
    );
  });

  test('outside what is possible the probability is 0, and at the edges certain', () => {
    expect(hypergeometric.hypergeometricDensity(5, 4, 8, 10)).toBe(0);
    expect(hypergeometric.hypergeometricDensity(1, 4, 8, 10)).toBe(0);
    expect(hypergeometric.hypergeometricUpperTail(2, 4, 8, 10)).toBe(1);
    expect(hypergeometric.hypergeometricCdf(1, 4, 8, 10)).toBe(0);
    expect(hypergeometric.hypergeometricDensity(0, 0, 3, 10)).toBe(1);
    expect(binomial.binomialDensity(0, 5, 0)).toBe(1);
    expect(binomial.binomialDensity(5, 5, 1)).toBe(1);
    expect(binomial.binomialDensity(0, 0, 0.3)).toBe(1);
    expect(binomial.binomialCdf(0, 0, 0.3)).toBe(1);
    expect(binomial.binomialUpperTail(6, 5, 0.5)).toBe(0);
    expect(binomial.binomialUpperTail(0, 5, 0.5)).toBe(1);
    expect(binomial.binomialCdf(3, 5, 1)).toBe(0);
    expect(binomial.binomialCdf(3, 5, 0)).toBe(1);
    expect(poisson.poissonDensity(0, 0)).toBe(1);
    expect(poisson.poissonUpperTail(1, 0)).toBe(0);
    expect(poisson.poissonCdf(-1, 3)).toBe(0);
  });

  test('refuses fractions, negative totals and margins above the total', () => {
    expect(() => binomial.binomialDensity(1.5, 3, 0.2)).toThrow(/whole number/);
    expect(() => binomial.binomialCdf(1, 3, 1.2)).toThrow(/not a probability/);
    expect(() => poisson.poissonDensity(1, -1)).toThrow(/not a mean/);
    expect(() => hypergeometric.hypergeometricSupport(5, 2, 4)).toThrow(/above the total/);
    expect(() => hypergeometric.hypergeometricCdf(1, 2, 2, 1e8)).toThrow(/too large/);
  });
});
