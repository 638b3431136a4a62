import { z } from 'zod';

/** The `level` option that every method with an interval has. */
export const levelOption = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.95)
  .describe('Coverage of the intervals, such as 0.95.');
