import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

export interface OracleCase {
  readonly name: string;
  readonly input: readonly number[];
  readonly expected: number | readonly (number | string)[];
}

interface OracleFile {
  readonly tolerance: number;
  readonly cases: readonly OracleCase[];
}

export function readOracle(file: string): OracleFile {
  return JSON.parse(
    readFileSync(new URL(`../oracles/math/${file}.json`, import.meta.url), 'utf8'),
  ) as OracleFile;
}

/** Largest relative error allowed deep in a tail, where a logarithm of several hundred is exponentiated. */
const deepTailTolerance = 1e-12;

/** One test a function: every case of the file within its tolerance, and no case without a function. */
export function checkOracle(file: string, functions: Record<string, (...input: number[]) => number>): void {
  const { tolerance, cases } = readOracle(file);
  describe(file, () => {
    test('names only functions that are checked', () => {
      expect(Object.keys(functions)).toEqual(
        expect.arrayContaining([...new Set(cases.map(({ name }) => name))]),
      );
    });
    for (const [name, f] of Object.entries(functions)) {
      test(name, () => {
        const own = cases.filter((one) => one.name === name);
        expect(own.length).toBeGreaterThan(0);
        for (const { input, expected } of own)
          expectClose(f(...input), expected as number, tolerance, `${name}(${input})`);
      });
    }
  });
}

export function expectClose(actual: number, expected: number, tolerance: number, what = ''): void {
  const size = Math.abs(expected);
  const allowed = size > 0 && size < 1e-100 ? Math.max(tolerance, deepTailTolerance) : tolerance;
  // Below 1e-308 a double has fewer digits to be right in.
  if (Math.abs(actual - expected) <= allowed * size + 1e-318) return;
  expect.fail(`${what} = ${actual}, expected ${expected}: relative error ${Math.abs(actual / expected - 1)}`);
}
