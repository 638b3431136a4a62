import type { SubjectOutcomeData } from '../../core/analysis-data.js';
import { notEstimable } from '../../core/estimable.js';
import type { SummaryRow } from '../../core/result.js';
import { subjectsByArm, sumByArm } from '../subject-outcome.js';

/** Subjects of each arm with their mean, proportion or rate. */
export function armSummaries(data: SubjectOutcomeData): readonly SummaryRow[] {
  const subjects = subjectsByArm(data);
  const sums = sumByArm(data, data.outcome);
  const exposures = sumByArm(data, data.exposure);
  const { outcomeIs } = data;
  const statistic = outcomeIs === 'yes-no' ? 'proportion' : outcomeIs === 'number' ? 'mean' : 'rate';
  return data.group.levels.flatMap((group, arm): SummaryRow[] => {
    const base = outcomeIs === 'count' ? exposures[arm]! : subjects[arm]!;
    const value = base > 0 ? sums[arm]! / base : notEstimable('empty-group');
    return [
      { group, term: null, statistic: 'n', value: subjects[arm]!, unit: null },
      { group, term: null, statistic, value, unit: outcomeIs === 'yes-no' ? null : data.unit },
    ];
  });
}
