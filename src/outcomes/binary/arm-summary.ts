import type { BinaryArm } from '../../core/analysis-data.js';
import { notEstimable } from '../../core/estimable.js';
import type { SummaryPart } from '../../core/result.js';

/** Subjects, events and proportion of each arm, as every comparison of proportions shows them. */
export function summariseArms(arms: readonly BinaryArm[]): SummaryPart {
  return {
    kind: 'summary',
    rows: arms.flatMap(({ name, n, events }) => [
      { group: name, term: null, statistic: 'n', value: n, unit: null },
      { group: name, term: null, statistic: 'events', value: events, unit: null },
      {
        group: name,
        term: null,
        statistic: 'proportion',
        value: n === 0 ? notEstimable('empty-group') : events / n,
        unit: null,
      },
    ]),
  };
}
