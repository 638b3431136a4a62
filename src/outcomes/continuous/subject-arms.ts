import type { ContinuousArm, SubjectOutcomeData } from '../../core/analysis-data.js';
import { sampleSummary } from './sample-summary.js';

/** The values of each arm, with their summary. */
export function subjectArms(method: string, data: SubjectOutcomeData): readonly ContinuousArm[] {
  return data.group.levels.map((name, arm) => {
    const values = data.outcome.filter((_, row) => data.group.codes[row] === arm);
    return { name, ...sampleSummary(method, name, { values }), values };
  });
}
