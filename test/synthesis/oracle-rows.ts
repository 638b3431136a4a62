import { expect } from 'vitest';
import type { StudiesData, StudyRow } from '../../src/core/analysis-data.js';

type Arm = { readonly events: readonly number[]; readonly n: readonly number[] };

/** Input of an oracle case as the rows of a synthesis: counts of two arms, or effects. */
export function studiesFrom(
  input:
    | { readonly of: Arm; readonly versus: Arm }
    | { readonly estimate: readonly number[]; readonly standardError: readonly number[] },
  rowsAre: StudiesData['rowsAre'] = 'studies',
): StudiesData {
  const base = { kind: 'studies', rowsAre, of: 'tocilizumab', versus: 'usual care' } as const;
  if ('of' in input) {
    const arm = (side: Arm, index: number) => ({ events: side.events[index]!, n: side.n[index]! });
    const rows = input.of.events.map(
      (_, index): StudyRow => ({
        name: `study ${index + 1}`,
        type: 'counts',
        of: arm(input.of, index),
        versus: arm(input.versus, index),
      }),
    );
    return { ...base, rows };
  }
  const rows = input.estimate.map(
    (estimate, index): StudyRow => ({
      name: `study ${index + 1}`,
      type: 'effect',
      estimate,
      standardError: input.standardError[index]!,
    }),
  );
  return { ...base, rows, measure: 'hazard-ratio' };
}

/** Relative closeness, absolute below 1. */
export function expectNear(actual: unknown, expected: number, tolerance: number, what = ''): void {
  expect(typeof actual, `${what}: ${JSON.stringify(actual)}`).toBe('number');
  const allowed = tolerance * Math.max(1, Math.abs(expected));
  expect(
    Math.abs((actual as number) - expected),
    `${what}: ${actual} against ${expected}`,
  ).toBeLessThanOrEqual(allowed);
}
