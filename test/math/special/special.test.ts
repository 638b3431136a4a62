import { describe, expect, test } from 'vitest';
import { digamma, trigamma } from '../../../src/math/special/digamma.js';
import { erf, erfc, erfcx } from '../../../src/math/special/error-function.js';
import { exponential } from '../../../src/math/special/exponential.js';
import { logBeta } from '../../../src/math/special/log-beta.js';
import { gammaFunction, logGamma, logGammaIncrement } from '../../../src/math/special/log-gamma.js';
import { logAddExp, logSumExp } from '../../../src/math/special/log-sum-exp.js';
import { log1mexp } from '../../../src/math/special/log1mexp.js';
import { stirlingError } from '../../../src/math/special/stirling-error.js';
import { checkOracle, expectClose, readOracle } from '../check-oracle.js';

checkOracle('error-function', { erf, erfc, erfcx });
checkOracle('exponential', { exponential });
checkOracle('log-gamma', {
  logGamma,
  gammaFunction,
  digamma,
  trigamma,
  stirlingError,
  logGammaIncrement,
  logBeta,
});

describe('exponential', () => {
  const unit = (value: number) => 2 ** (Math.floor(Math.log2(value)) - 52);

  test('is a last digit from the engine at most, from end to end', () => {
    for (let x = -699.9; x < 699.9; x += 0.0137) {
      expect(Math.abs(exponential(x) - Math.exp(x))).toBeLessThanOrEqual(unit(exponential(x)));
    }
  });

  test('is the nearest number, but for one in a hundred', () => {
    const { cases } = readOracle('exponential');
    const off = cases.filter(({ input, expected }) => exponential(input[0]!) !== expected);
    expect(off.length).toBeLessThanOrEqual(cases.length / 100);
  });

  test('never falls, across the borders of its steps as between them', () => {
    for (let border = -40.5; border < 40; border += 1) {
      const at = (border * Math.LN2) / 256;
      const values = Array.from({ length: 21 }, (_, place) => exponential(at + (place - 10) * 1e-15));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  test('goes to 0 and infinity, and keeps NaN', () => {
    expect([-Infinity, -800, 800, Infinity, Number.NaN, 0, -0].map(exponential)).toEqual([
      0,
      0,
      Infinity,
      Infinity,
      Number.NaN,
      1,
      1,
    ]);
  });
});

describe('sums of logarithms', () => {
  test('neither overflow nor underflow', () => {
    expectClose(logSumExp([1000, 1000]), 1000 + Math.LN2, 1e-15);
    expectClose(logSumExp([-1000, -1001, -1002]), -1000 + Math.log1p(Math.exp(-1) + Math.exp(-2)), 1e-15);
    expectClose(logAddExp(-800, -800), -800 + Math.LN2, 1e-15);
    expect(logAddExp(3, Number.NEGATIVE_INFINITY)).toBe(3);
  });

  test('keep a tiny term beside 1', () => {
    expectClose(logSumExp([0, -40]), Math.exp(-40), 1e-15);
  });

  test('an empty sum and a sum of zeros are 0', () => {
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
    expect(logSumExp([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBe(Number.NEGATIVE_INFINITY);
  });

  test('complement of a log probability at both ends', () => {
    expectClose(log1mexp(-1e-20), Math.log(1e-20), 1e-15);
    expectClose(log1mexp(-50), -Math.exp(-50), 1e-15);
    expectClose(log1mexp(-Math.LN2), -Math.LN2, 1e-15);
    expect(log1mexp(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(() => log1mexp(0.1)).toThrow(/log1mexp\(x\)/);
  });
});

test('log gamma at whole numbers is the logarithm of a factorial', () => {
  expect(logGamma(1)).toBe(0);
  expect(logGamma(2)).toBe(0);
  let factorial = 1;
  for (let n = 2; n < 20; n += 1) {
    factorial *= n;
    expectClose(logGamma(n + 1), Math.log(factorial), 1e-15);
  }
});

test('arguments outside the domain are refused by name', () => {
  for (const f of [logGamma, digamma, trigamma]) {
    expect(() => f(0)).toThrow(/not positive.*above 0/);
    expect(() => f(Number.NaN)).toThrow(/not positive/);
  }
  expect(() => erfc(Number.NaN)).toThrow(/not a number/);
});
