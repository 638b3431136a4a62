import { z } from 'zod';
import { countMeasures, doubleZeroRules, zeroCellRules } from './study-effects.js';

/** Options that several ways of pooling share, with their help texts. */
export const levelOption = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.95)
  .describe('Coverage of the intervals, such as 0.95.');

export const measureOption = z
  .enum(countMeasures)
  .default('odds-ratio')
  .describe('The effect computed from two-arm counts. Rows that are effects bring their own measure.');

const zeroCellText =
  'What to do with a study that has a zero cell. "add-half-when-any-zero-in-study": 0.5 to each of its four cells ' +
  '(metafor to = "only0"); "add-half-to-all": 0.5 to every cell of every study (to = "all"); "exclude": leave the ' +
  'study out; "none": no correction (to = "none").';

export const zeroCellsOption = (byDefault: (typeof zeroCellRules)[number]) =>
  z.enum(zeroCellRules).default(byDefault).describe(zeroCellText);

export const doubleZeroOption = (byDefault: (typeof doubleZeroRules)[number]) =>
  z
    .enum(doubleZeroRules)
    .default(byDefault)
    .describe(
      'Whether a study without events (or with events only) in both arms takes part: "exclude" is metafor ' +
        'drop00 = TRUE, "include" is drop00 = FALSE.',
    );
