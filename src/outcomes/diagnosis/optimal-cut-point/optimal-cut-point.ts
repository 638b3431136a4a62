import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireLevel, requireObject } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { quantileOfSorted } from '../../../math/order/quantile.js';
import { type MarkerDirection, type MarkerInput, markerCases, markerDirections } from '../marker-cases.js';
import { bestCut, type CutCriterion, cutCriteria } from './best-cut.js';
import { cutOptimism, rankMarker } from './cut-optimism.js';

export interface CutPointOptions {
  /** `youden` (default): most sensitivity plus specificity. `closest`: nearest to the corner where both are 1. */
  readonly criterion?: CutCriterion;
  readonly direction?: MarkerDirection;
  /** Bootstrap resamples for the optimism. Default 1000; 0 for none. */
  readonly replicates?: number;
  readonly seed?: number;
  readonly level?: number;
}

export interface CutPoint {
  /** Values on the positive side of it are called positive; in the marker's unit. */
  readonly cut: Estimable;
  /** Bootstrap percentiles of the cut. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** As found in the data that chose the cut: too good. */
  readonly sensitivity: Estimable;
  readonly specificity: Estimable;
  readonly youden: Estimable;
  /** Mean over resamples of Youden's index in the resample minus that in the data, at the resample's cut. */
  readonly optimism: Estimable;
  /** What new subjects can be expected to show. */
  readonly correctedYouden: Estimable;
  readonly correctedSensitivity: Estimable;
  readonly correctedSpecificity: Estimable;
  readonly cases: number;
  readonly controls: number;
  readonly missing: number;
  readonly criterion: CutCriterion;
  readonly level: number;
}

/**
 * The cut of a marker that separates best, and how much of its success is luck of the choice.
 *
 * Cuts lie midway between neighbouring values; among equally good ones the lowest (for `lower`, the highest) is taken.
 * A cut chosen in the same data flatters itself: the optimism is estimated by choosing it again in bootstrap resamples
 * of cases and of controls and judging each choice in the data (Harrell, Lee and Mark 1996). No case or no control:
 * `empty-group`; a marker with a single value: `no-variation`. The data are sorted once; a resample costs one draw a
 * subject and one pass over the distinct values.
 *
 * @throws MethodError as `rocCurve`.
 *
 * Sources: Youden WJ. Cancer 1950;3:32-35. Perkins NJ, Schisterman EF. Am J Epidemiol 2006;163:670-675. Harrell FE,
 * Lee KL, Mark DB. Stat Med 1996;15:361-387. Oracle: test/oracles/optimal-cut-point.
 */
export function optimalCutPoint(input: MarkerInput, options: CutPointOptions = {}): CutPoint {
  const method = 'optimal-cut-point';
  requireObject(method, 'input', input, 'an object with condition and marker');
  requireOptions(method, options, {
    criterion: cutCriteria,
    direction: markerDirections,
    replicates: 'checked later',
    seed: 'checked later',
    level: 'checked later',
  });
  const { criterion = 'youden', direction = 'higher', replicates = 1000, seed = 1, level = 0.95 } = options;
  requireCount(method, 'replicates', replicates);
  requireCount(method, 'seed', seed);
  requireLevel(method, 'level', level);
  const { cases, controls, missing } = markerCases(method, input, direction);
  const sign = direction === 'higher' ? 1 : -1;
  const counted = { cases: cases.length, controls: controls.length, missing, criterion, level };
  const empty = cases.length === 0 || controls.length === 0;
  const ranked = rankMarker(cases, controls);
  const best = empty ? null : bestCut(ranked.counts, criterion);
  if (best === null) {
    const none = notEstimable(empty ? 'empty-group' : 'no-variation');
    return {
      cut: none,
      lower: none,
      upper: none,
      sensitivity: none,
      specificity: none,
      youden: none,
      optimism: none,
      correctedYouden: none,
      correctedSensitivity: none,
      correctedSpecificity: none,
      ...counted,
    };
  }
  const { sensitivity, specificity } = best;
  const found = { cut: sign * best.cut, sensitivity, specificity, youden: sensitivity + specificity - 1 };
  const luck = replicates === 0 ? null : cutOptimism(ranked, criterion, replicates, seed);
  if (luck === null || luck.cuts.length === 0) {
    const none = notEstimable(replicates === 0 ? 'not-applicable' : 'no-variation');
    return {
      ...found,
      lower: none,
      upper: none,
      optimism: none,
      correctedYouden: none,
      correctedSensitivity: none,
      correctedSpecificity: none,
      ...counted,
    };
  }
  const cuts = luck.cuts.map((cut) => sign * cut).sort();
  const optimism = luck.sensitivity + luck.specificity;
  return {
    ...found,
    lower: quantileOfSorted(cuts, (1 - level) / 2, 7),
    upper: quantileOfSorted(cuts, (1 + level) / 2, 7),
    optimism,
    correctedYouden: found.youden - optimism,
    correctedSensitivity: sensitivity - luck.sensitivity,
    correctedSpecificity: specificity - luck.specificity,
    ...counted,
  };
}
