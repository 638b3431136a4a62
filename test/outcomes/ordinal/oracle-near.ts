import { expect } from 'vitest';

/** Relative closeness, absolute below 1. */
export function expectNear(actual: unknown, expected: number, tolerance: number, what = ''): void {
  expect(typeof actual, `${what}: ${JSON.stringify(actual)}`).toBe('number');
  const allowed = tolerance * Math.max(1, Math.abs(expected));
  expect(
    Math.abs((actual as number) - expected),
    `${what}: ${actual} against ${expected}`,
  ).toBeLessThanOrEqual(allowed);
}
