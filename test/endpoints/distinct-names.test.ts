import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { distinctNames, distinctValues } from '../../src/endpoints/distinct-names.js';
import { endpoints } from '../../src/endpoints/registry.js';

describe('lists of names', () => {
  it('point at the second of two alike', () => {
    const outcome = distinctNames().safeParse(['DEATH', 'IMV', 'DEATH']);
    expect(outcome.error?.issues).toMatchObject([{ path: [2], message: '"DEATH" is listed twice' }]);
    expect(distinctNames().parse(['DEATH', 'IMV'])).toEqual(['DEATH', 'IMV']);
  });

  it('take a number and the same digits as text for one value', () => {
    expect(distinctValues().safeParse([0, 1, '1']).error?.issues).toMatchObject([{ path: [2] }]);
    expect(distinctValues().parse([0, '1'])).toEqual([0, '1']);
  });

  it('are still bounded, defaulted and described as lists', () => {
    const schema = distinctNames().min(1).default(['a']).describe('Letters.');
    expect(schema.parse(undefined)).toEqual(['a']);
    expect(schema.safeParse([]).success).toBe(false);
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'array', description: 'Letters.' });
  });

  it.each([
    'arms',
    'strata',
    'markers',
    'raters',
    'states',
    'components',
    'categories',
    'severities',
    'visits',
  ])('are what endpoints take as %s', (name) => {
    const taking = endpoints.filter(({ options }) => name in options.shape);
    expect(taking.length).toBeGreaterThan(0);
    for (const { options } of taking) {
      if (options.shape[name]!.safeParse(['a', 'b']).success) {
        expect(options.shape[name]!.safeParse(['a', 'a']).success).toBe(false);
      }
    }
  });
});
