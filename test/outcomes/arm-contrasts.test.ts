import { expect, it } from 'vitest';
import { armContrasts } from '../../src/outcomes/arm-contrasts.js';

const arms = ['low', 'placebo', 'high'].map((name) => ({ name }));

it('pairs each other arm with the reference in order, under its name where there are several', () => {
  const named = armContrasts('method', arms, 'placebo').map(({ of, versus, term }) => [
    of.name,
    versus.name,
    term,
  ]);
  expect(named).toEqual([
    ['low', 'placebo', 'low'],
    ['high', 'placebo', 'high'],
  ]);
  expect(armContrasts('method', arms.slice(0, 2), 'placebo').map(({ term }) => term)).toEqual([null]);
});

it('refuses a single arm, and a reference that is none or names no arm', () => {
  expect(() => armContrasts('method', arms.slice(0, 1), 'low')).toThrow(/too few to compare/);
  expect(() => armContrasts('method', arms, null)).toThrow(/Got none; expected one of low, placebo, high/);
  expect(() => armContrasts('method', arms, 'middle')).toThrow(/names no arm. Got middle/);
});
