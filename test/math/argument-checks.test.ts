import { describe, expect, it } from 'vitest';
import {
  requireBoolean,
  requireCount,
  requireLevel,
  requireList,
  requireObject,
  requireOneOf,
} from '../../src/math/argument-checks.js';

describe('argument checks at run time', () => {
  it('a word outside the list is refused with the list and the likely word', () => {
    const allowed = ['reml', 'dersimonian-laird'] as const;
    expect(() => requireOneOf('pool', 'estimator', 'reml', allowed)).not.toThrow();
    expect(() => requireOneOf('pool', 'estimator', 'dersimonian-lard', allowed)).toThrow(
      'pool(estimator) pool/invalid-argument: "estimator" is not a choice. Got "dersimonian-lard"; expected one of ' +
        '"reml", "dersimonian-laird". Did you mean "dersimonian-laird"?',
    );
    for (const value of [undefined, null, 1, ['reml'], {}, 'toString', '']) {
      expect(() => requireOneOf('pool', 'estimator', value, allowed)).toThrow(/pool\/invalid-argument/);
    }
  });

  it('a coverage is a number, not a text', () => {
    expect(() => requireLevel('pool', 'level', '0.95' as never)).toThrow(
      /Got "0.95"; expected a number between 0 and 1/,
    );
    expect(() => requireLevel('pool', 'level', null as never)).toThrow(/pool\/invalid-argument/);
    expect(() => requireLevel('pool', 'level', 95)).toThrow(/0\.95/);
  });

  it('counts, switches, objects and lists say what is missing', () => {
    expect(() => requireCount('pool', 'n', '5' as never)).toThrow(/Got "5"/);
    expect(() => requireBoolean('pool', 'corrected', 'no')).toThrow(/true or false/);
    expect(() => requireObject('pool', 'of', undefined, 'events and n')).toThrow(/"of" is missing/);
    expect(() => requireObject('pool', 'of', 3, 'events and n')).toThrow(/Got 3; expected events and n/);
    expect(() => requireList('pool', 'values', undefined, 'numbers')).toThrow(/"values" is missing/);
    expect(() => requireList('pool', 'values', '123', 'numbers')).toThrow(/not a list/);
    expect(() => requireList('pool', 'values', new Float64Array(2), 'numbers')).not.toThrow();
  });
});
