import type { BinaryArm, SubjectOutcomeData } from '../../core/analysis-data.js';
import { subjectsByArm, sumByArm } from '../subject-outcome.js';

/** Subjects and events of each arm of a yes/no outcome. */
export function subjectArms(data: SubjectOutcomeData): readonly BinaryArm[] {
  const n = subjectsByArm(data);
  const events = sumByArm(data, data.outcome);
  return data.group.levels.map((name, arm) => ({ name, n: n[arm]!, events: events[arm]! }));
}
