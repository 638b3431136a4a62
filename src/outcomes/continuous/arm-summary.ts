import type { ContinuousArm } from '../../core/analysis-data.js';
import { notEstimable } from '../../core/estimable.js';
import type { SummaryPart } from '../../core/result.js';
import { sampleSummary } from './sample-summary.js';

/** Subjects, mean and standard deviation of each arm. */
export function summariseArms(
  method: string,
  arms: readonly ContinuousArm[],
  unit: string | null,
): SummaryPart {
  return {
    kind: 'summary',
    rows: arms.flatMap((arm) => {
      const { n, mean, standardDeviation } = sampleSummary(method, arm.name, arm);
      const row = { group: arm.name, term: null, unit };
      return [
        { ...row, statistic: 'n', value: n, unit: null },
        { ...row, statistic: 'mean', value: n > 0 ? mean : notEstimable('empty-group') },
        {
          ...row,
          statistic: 'standard-deviation',
          value: n > 1 ? standardDeviation : notEstimable(n === 0 ? 'empty-group' : 'too-few-observations'),
        },
      ];
    }),
  };
}
