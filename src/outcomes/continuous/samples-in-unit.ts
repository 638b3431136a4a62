import { safeUnit } from '../../math/safe-unit.js';
import type { SampleSummary } from './sample-summary.js';

/** Summaries with means and standard deviations in a unit in which their squares neither overflow nor vanish. */
export function samplesInUnit<Summary extends SampleSummary>(
  samples: readonly Summary[],
): { readonly unit: number; readonly samples: readonly Summary[] } {
  let size = 0;
  for (const { n, mean, standardDeviation } of samples) {
    if (n > 0) size = Math.max(size, Math.abs(mean));
    if (n > 1) size = Math.max(size, standardDeviation);
  }
  const unit = safeUnit(size);
  if (unit === 1) return { unit, samples };
  return {
    unit,
    samples: samples.map((sample) => ({
      ...sample,
      mean: sample.mean / unit,
      standardDeviation: sample.standardDeviation / unit,
    })),
  };
}
