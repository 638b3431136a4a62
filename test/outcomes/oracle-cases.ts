import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

export interface OracleCase<Input, Options> {
  readonly name: string;
  readonly input: Input;
  readonly options: Options;
  readonly expected: { readonly [figure: string]: number | readonly number[] | null };
}

export interface Oracle<Input, Options> {
  readonly tolerance: number;
  readonly cases: readonly OracleCase<Input, Options>[];
}

/** Reads `test/oracles/<path>`. */
export function readOracle<Input, Options>(path: string): Oracle<Input, Options> {
  const file = new URL(`../oracles/${path}`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Oracle<Input, Options>;
}

/** Relative error at most `tolerance`; a reference of 0 asks for at most `tolerance` itself. */
export function expectClose(actual: unknown, expected: number, tolerance: number, what = 'value'): void {
  expect(actual, what).toBeTypeOf('number');
  const error = Math.abs((actual as number) - expected) / (expected === 0 ? 1 : Math.abs(expected));
  expect(error, `${what}: got ${actual}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}

/**
 * Compares every expected figure with the field of the same name. `logP`, `logPLess` ... are compared with the logarithm
 * of `p`, `pLess` ..., so that a tail of 1e-200 counts as much as one of 0.5. Returns how many were compared.
 */
export function expectFigures(
  actual: object,
  expected: OracleCase<unknown, unknown>['expected'],
  tolerance: number,
): number {
  const fields = actual as Record<string, unknown>;
  let compared = 0;
  for (const [figure, reference] of Object.entries(expected)) {
    if (typeof reference !== 'number') continue;
    compared += 1;
    const tail = /^log(\w*P(?:Less|Greater)?)$|^correctedLog(P)$/.exec(figure);
    if (tail === null) {
      expectClose(fields[figure], reference, tolerance, figure);
      continue;
    }
    const name = tail[1] === undefined ? 'correctedP' : `${tail[1][0]!.toLowerCase()}${tail[1].slice(1)}`;
    expect(fields[name], name).toBeTypeOf('number');
    const difference = Math.abs(Math.log(fields[name] as number) - reference);
    expect(
      difference,
      `${figure}: got ${Math.log(fields[name] as number)}, expected ${reference}`,
    ).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(reference)));
  }
  return compared;
}
