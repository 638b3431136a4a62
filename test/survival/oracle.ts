import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A file of reference values with where they came from. */
export interface Oracle<Case> {
  readonly provenance: { readonly software: string; readonly packages: string; readonly command: string };
  readonly tolerance: number;
  readonly toleranceReason: string;
  readonly cases: readonly Case[];
}

export function readOracle<Case>(method: string, file: string): Oracle<Case> {
  const url = new URL(`../oracles/${method}/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as Oracle<Case>;
}

/** Relative closeness, absolute below 1. */
export function expectClose(actual: unknown, expected: number, tolerance: number, what = ''): void {
  expect(typeof actual, `${what} is a number: ${JSON.stringify(actual)}`).toBe('number');
  const gap = Math.abs((actual as number) - expected) / Math.max(1, Math.abs(expected));
  expect(gap, `${what}: ${actual} against ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** As `expectClose`; a null in the reference must be null or a reason here. */
export function expectSame(actual: unknown, expected: number | null, tolerance: number, what = ''): void {
  if (expected === null) expect(typeof actual, `${what} does not exist`).not.toBe('number');
  else expectClose(actual, expected, tolerance, what);
}

/** Park and Miller's generator: exact in doubles, so a reference script in another language builds the same rows. */
export function parkMiller(seed: number): () => number {
  let state = seed;
  return () => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  };
}
