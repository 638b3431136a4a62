import type { ContinuousData } from '../../core/analysis-data.js';
import type { ResultPart } from '../../core/result.js';
import { summariseArms } from '../continuous/arm-summary.js';
import type { SimultaneousDifference } from './pooled-arms.js';

/** Differences of means with simultaneous intervals, their tests, and the arms. */
export function differenceParts(
  method: string,
  data: ContinuousData,
  comparisons: readonly SimultaneousDifference[],
  settings: { readonly df: number; readonly level: number; readonly words: string; readonly pairs: boolean },
): readonly ResultPart[] {
  const { df, level, words, pairs } = settings;
  const term = ({ of, versus }: SimultaneousDifference) =>
    comparisons.length === 1 ? null : pairs ? `${of} - ${versus}` : of;
  return [
    {
      kind: 'estimates',
      rows: comparisons.map((comparison) => ({
        statistic: 'mean-difference',
        term: term(comparison),
        role: 'comparison',
        of: comparison.of,
        versus: comparison.versus,
        scale: 'linear',
        estimate: comparison.meanDifference,
        standardError: comparison.standardError,
        lower: comparison.lower,
        upper: comparison.upper,
        level,
        p: comparison.adjustedP,
        reference: df > 0 ? { distribution: 't', df } : { distribution: 'normal' },
        intervalMethod: `simultaneous, ${words}`,
        ...(data.unit === null ? {} : { unit: data.unit }),
      })),
    },
    {
      kind: 'test',
      rows: comparisons.map((comparison) => ({
        statistic: 'adjusted-p',
        term: term(comparison),
        value: comparison.t,
        df: df > 0 ? df : null,
        p: comparison.adjustedP,
        method: `${words}; the statistic is t`,
      })),
    },
    summariseArms(method, data.arms, data.unit),
  ];
}
