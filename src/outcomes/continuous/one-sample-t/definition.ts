import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { numberOrNull } from '../../../core/estimable.js';
import type { EstimateRow, TestRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { summariseArms } from '../arm-summary.js';
import { oneSampleT } from './one-sample-t.js';

export const oneSampleTMethod = defineMethod({
  id: 'one-sample-t',
  label: 'One-sample t test',
  summary:
    'The mean of each arm with its interval, and whether it differs from a value, such as a change from 0.',
  accepts: 'continuous',
  options: z.strictObject({
    nullValue: z.number().default(0).describe('Value that the mean of each arm is tested against.'),
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['mean', 'one-sample-t', 'n', 'standard-deviation'],
  run: (data, options) => {
    const tests = data.arms.map((arm) => ({ arm: arm.name, test: oneSampleT(arm, options) }));
    const unit = data.unit === null ? {} : { unit: data.unit };
    return {
      parts: [
        {
          kind: 'estimates',
          rows: tests.map(({ arm, test }): EstimateRow => {
            const df = numberOrNull(test.df);
            return {
              statistic: 'mean',
              term: tests.length === 1 ? null : arm,
              role: 'comparison',
              of: arm,
              versus: null,
              scale: 'linear',
              estimate: test.mean,
              standardError: test.standardError,
              lower: test.lower,
              upper: test.upper,
              level: test.level,
              p: test.p,
              reference: df === null ? { distribution: 'normal' } : { distribution: 't', df },
              intervalMethod: `t; tested against ${options.nullValue}`,
              ...unit,
            };
          }),
        },
        {
          kind: 'test',
          rows: tests.map(
            ({ arm, test }): TestRow => ({
              statistic: 'one-sample-t',
              term: tests.length === 1 ? null : arm,
              value: test.t,
              df: numberOrNull(test.df),
              p: test.p,
              method: `One-sample t test against ${options.nullValue}`,
            }),
          ),
        },
        summariseArms('one-sample-t', data.arms, data.unit),
      ],
      notices: [],
    };
  },
  sources: ['Student. Biometrika 1908;6:1-25'],
});
