import fc from 'fast-check';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { twoArms } from './two-arms.js';

/** One to five strata of two arms. */
export const anyStrata = fc
  .array(twoArms, { minLength: 1, maxLength: 5 })
  .map((list) => list.map(([of, versus], index): BinaryStratum => ({ name: `${index}`, of, versus })));

/** The arms of every stratum change places. */
export const swapArms = (strata: readonly BinaryStratum[]): readonly BinaryStratum[] =>
  strata.map(({ name, of, versus }) => ({ name, of: versus, versus: of }));

export const stratum = (x1: number, n1: number, x2: number, n2: number): BinaryStratum => ({
  name: 's',
  of: { events: x1, n: n1 },
  versus: { events: x2, n: n2 },
});
