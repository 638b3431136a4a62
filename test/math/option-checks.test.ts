import { describe, expect, it } from 'vitest';
import { MethodError } from '../../src/core/errors.js';
import { requireOptions } from '../../src/math/option-checks.js';

interface Options {
  readonly level?: number;
  readonly times?: readonly number[];
  readonly ties?: 'efron' | 'breslow' | undefined;
  readonly stratified?: boolean;
  readonly reference?: string | null;
}
const check = (options: unknown) =>
  requireOptions<Options>('cox', options as Options, {
    level: 'number',
    times: 'numbers',
    ties: ['efron', 'breslow'],
    stratified: 'yes or no',
    reference: 'checked later',
  });

describe('options of plain functions', () => {
  it('pass where they are right, left out or undefined', () => {
    check({});
    check({ level: 0.9, times: [1, 2], ties: 'efron', stratified: true, reference: null });
    check({ times: Float64Array.of(1), ties: undefined });
  });

  it('are refused with the likely name or word', () => {
    expect(() => check({ levle: 0.9 })).toThrow(/"levle" is no option.*Did you mean "level"/);
    expect(() => check({ ties: 'effron' })).toThrow(/"ties" is not a choice.*Did you mean "efron"/);
    expect(() => check({ toString: 1 })).toThrow(MethodError);
  });

  it.each([
    [null],
    [5],
    [[]],
    [{ level: '0.9' }],
    [{ level: Number.NaN }],
    [{ times: 5 }],
    [{ times: 'abc' }],
    [{ times: ['5'] }],
    [{ times: [Number.NaN] }],
    [{ stratified: 'yes' }],
  ])('are refused: %j', (options) => {
    expect(() => check(options)).toThrow(MethodError);
  });
});
