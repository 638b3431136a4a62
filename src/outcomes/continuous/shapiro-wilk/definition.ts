import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { notEstimable } from '../../../core/estimable.js';
import { warning } from '../../../core/notice.js';
import { summariseArms } from '../arm-summary.js';
import { shapiroWilk } from './shapiro-wilk.js';

export const shapiroWilkMethod = defineMethod({
  id: 'shapiro-wilk',
  label: 'Shapiro-Wilk test of normality',
  summary: 'Whether the values of each arm look like a sample from a normal distribution.',
  accepts: 'continuous',
  options: z.strictObject({}),
  returns: ['test', 'summary'],
  statistics: ['normality', 'n', 'mean', 'standard-deviation'],
  run: (data) => {
    const none = notEstimable('not-applicable');
    const printed = data.arms.filter(({ values }) => values === undefined);
    return {
      parts: [
        {
          kind: 'test',
          rows: data.arms.map(({ name, values }) => {
            const test = values === undefined ? { w: none, p: none } : shapiroWilk(values);
            return {
              statistic: 'normality',
              term: name,
              value: test.w,
              df: null,
              p: test.p,
              method: 'Shapiro-Wilk test, algorithm AS R94; the statistic is W',
            };
          }),
        },
        summariseArms('shapiro-wilk', data.arms, data.unit),
      ],
      notices:
        printed.length === 0
          ? []
          : [
              warning(
                'shapiro-wilk/no-values',
                `A test of normality needs the values of subjects, not a printed mean: ${printed.map(({ name }) => name).join(', ')}.`,
              ),
            ],
    };
  },
  sources: ['Shapiro SS, Wilk MB. Biometrika 1965;52:591-611', 'Royston P. Appl Stat 1995;44:547-551'],
});
