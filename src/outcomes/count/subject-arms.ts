import type { CountArm, SubjectOutcomeData } from '../../core/analysis-data.js';
import { sumByArm } from '../subject-outcome.js';

/** Events and time at risk of each arm of a count. */
export function subjectArms(data: SubjectOutcomeData): readonly CountArm[] {
  const events = sumByArm(data, data.outcome);
  const exposure = sumByArm(data, data.exposure);
  return data.group.levels.map((name, arm) => ({ name, events: events[arm]!, exposure: exposure[arm]! }));
}

/** Unit of the time at risk, where the data name one. */
export function exposureUnit({ unit }: SubjectOutcomeData): string {
  return unit ?? 'units of exposure';
}
