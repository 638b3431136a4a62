export const cutCriteria = ['youden', 'closest'] as const;
export type CutCriterion = (typeof cutCriteria)[number];

/** How many cases and controls have each value of a marker whose higher values point to the condition. */
export interface MarkerCounts {
  /** Distinct, ascending. */
  readonly values: Float64Array;
  /** At the places of `values`; 0 where none has the value. */
  readonly cases: Int32Array;
  readonly controls: Int32Array;
  /** Sums of the two. */
  readonly caseCount: number;
  readonly controlCount: number;
}

export interface Cut {
  readonly cut: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The best cut midway between two neighbouring values that occur; null where only one does. One pass over the values.
 *
 * Of cuts whose criteria agree to 1e-12 the lowest is taken, since equal criteria differ in their last digits.
 */
export function bestCut(counts: MarkerCounts, criterion: CutCriterion): Cut | null {
  const { values, cases, controls, caseCount, controlCount } = counts;
  const isYouden = criterion === 'youden';
  let casesBelow = 0;
  let controlsBelow = 0;
  let previous = Number.NaN;
  let score = Number.NEGATIVE_INFINITY;
  let cut = Number.NaN;
  let best = { casesBelow: 0, controlsBelow: 0 };
  for (let place = 0; place < values.length; place += 1) {
    const [ownCases, ownControls] = [cases[place]!, controls[place]!];
    if (ownCases === 0 && ownControls === 0) continue;
    const value = values[place]!;
    if (casesBelow + controlsBelow > 0) {
      const missed = casesBelow / caseCount;
      const cleared = controlsBelow / controlCount;
      const own = isYouden ? cleared - missed : -(missed * missed + (1 - cleared) * (1 - cleared));
      if (own > score + 1e-12) {
        score = own;
        cut = previous + (value - previous) / 2;
        best = { casesBelow, controlsBelow };
      }
    }
    casesBelow += ownCases;
    controlsBelow += ownControls;
    previous = value;
  }
  if (Number.isNaN(cut)) return null;
  return {
    cut,
    sensitivity: (caseCount - best.casesBelow) / caseCount,
    specificity: 1 - (controlCount - best.controlsBelow) / controlCount,
  };
}
