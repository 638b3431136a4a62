import type { RecurrentData } from '../core/analysis-data.js';
import type { SummaryRow } from '../core/result.js';

/** Subjects, events and time at risk of each arm, as a summary shows them. */
export function recurrentTotals({
  subject,
  entry,
  time,
  event,
  group,
  timeUnit,
}: RecurrentData): readonly SummaryRow[] {
  const arms = group.levels.map((name) => ({ name, subjects: new Set<number>(), events: 0, exposure: 0 }));
  group.codes.forEach((code, row) => {
    const arm = arms[code]!;
    arm.subjects.add(subject[row]!);
    arm.events += event[row]!;
    arm.exposure += time[row]! - entry[row]!;
  });
  return arms.flatMap(({ name, subjects, events, exposure }): SummaryRow[] => [
    { group: name, term: null, statistic: 'n', value: subjects.size, unit: null },
    { group: name, term: null, statistic: 'events', value: events, unit: null },
    { group: name, term: null, statistic: 'exposure', value: exposure, unit: timeUnit },
  ]);
}
