import type { LongitudinalData } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { requireOptions } from '../../../math/option-checks.js';
import { requireLongitudinal } from '../require-longitudinal.js';

export const changeScales = ['absolute', 'percent'] as const;
export type ChangeScale = (typeof changeScales)[number];

export const changeChoices = ['lowest', 'highest', 'last'] as const;
export type ChangeChoice = (typeof changeChoices)[number];

export interface SubjectChangesOptions {
  readonly choose?: ChangeChoice;
  readonly scale?: ChangeScale;
}

export interface SubjectChange {
  readonly subject: string;
  readonly group: string;
  /** The visit that the change is taken at. */
  readonly visit: string;
  readonly change: number;
}

export interface SubjectChanges {
  /** In the order of the subjects. */
  readonly changes: readonly SubjectChange[];
  /** Subjects without a baseline, without any value after it, or whose baseline is 0 where percent is asked. */
  readonly withoutChange: number;
}

/**
 * The change from baseline of each subject, as a waterfall plot shows it: the `lowest` (default) of all visits, the
 * `highest`, or that at the `last` visit with a value. `percent` (default) is 100 times change over baseline, `absolute`
 * the difference itself. Of equal changes the earliest visit counts.
 *
 * The best of several visits is optimistic, as a subject seen more often has more chances: it describes, and does not
 * estimate an effect.
 *
 * Cost: O(subjects × visits).
 *
 * @throws MethodError when there is no baseline, arrays differ in length, or the outcome is yes or no.
 *
 * Source: Gillespie TW. J Adv Pract Oncol 2012;3:106-111. Oracle: test/oracles/subject-changes.
 */
export function subjectChanges(
  data: Omit<LongitudinalData, 'kind'>,
  options: SubjectChangesOptions = {},
): SubjectChanges {
  requireOptions(id, options, { choose: changeChoices, scale: changeScales });
  const { choose = 'lowest', scale = 'percent' } = options;
  requireLongitudinal(id, data);
  const { subjects, visits, outcome, baseline, group } = data;
  if (baseline === undefined) {
    throw argumentError(id, 'baseline', 'is missing', 'none', 'a value before treatment for each subject');
  }
  const changes = subjects.flatMap((subject, row): SubjectChange[] => {
    const before = baseline[row]!;
    if (Number.isNaN(before) || (scale === 'percent' && before === 0)) return [];
    let chosen = -1;
    let change = Number.NaN;
    for (let visit = 0; visit < visits.length; visit += 1) {
      const difference = outcome[row * visits.length + visit]! - before;
      if (Number.isNaN(difference)) continue;
      const now = scale === 'percent' ? (100 * difference) / before + 0 : difference;
      const better = choose === 'last' || (choose === 'lowest' ? now < change : now > change);
      if (chosen >= 0 && !better) continue;
      chosen = visit;
      change = now;
    }
    if (chosen < 0) return [];
    return [{ subject, group: group.levels[group.codes[row]!]!, visit: visits[chosen]!.name, change }];
  });
  return { changes, withoutChange: subjects.length - changes.length };
}

const id = 'subject-changes';
