import { describe, expect, it } from 'vitest';
import { argumentError, formatIssue, PlanError } from '../../src/core/errors.js';
import { didYouMean } from '../../src/core/suggest.js';

describe('errors', () => {
  it('say where, what, got, expected and what to do, in this order', () => {
    expect(
      formatIssue({
        code: 'plan/x',
        where: 'a.yaml:1:2',
        what: 'It is wrong',
        got: '1',
        expected: '2',
        fix: 'Write 2.',
      }),
    ).toBe('a.yaml:1:2 plan/x: It is wrong. Got 1; expected 2. Write 2.');
  });

  it('carry every issue and its exit code', () => {
    const error = new PlanError([
      { code: 'plan/a', where: 'a', what: 'One' },
      { code: 'plan/b', where: 'b', what: 'Two' },
    ]);
    expect(error.message).toBe('a plan/a: One.\nb plan/b: Two.');
    expect(error.exitCode).toBe(5);
    expect(argumentError('cox', 'time', 'is negative', '-1').code).toBe('cox/invalid-argument');
  });

  it('suggest a near name and stay silent about a far one', () => {
    expect(didYouMean('TRT01', ['TRT01P', 'AGE'])).toBe('Did you mean "TRT01P"?');
    expect(didYouMean('zebra', ['TRT01P', 'AGE'])).toBeUndefined();
  });
});
