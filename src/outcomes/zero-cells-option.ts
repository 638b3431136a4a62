import { z } from 'zod';

/** What to do where a zero count makes a ratio infinite or undefined. */
export const zeroCellRules = ['none', 'add-half'] as const;
export type ZeroCellRule = (typeof zeroCellRules)[number];

export const zeroCellsOption = z
  .enum(zeroCellRules)
  .default('none')
  .describe(
    'Where a cell is zero: `none` leaves the ratio not estimable, `add-half` adds 1/2 to every cell.',
  );
