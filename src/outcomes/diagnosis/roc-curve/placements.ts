import { midRanks } from '../../../math/order/ranks.js';

/** Area under the curve and what each subject contributes to it (DeLong 1988; from mid-ranks as Sun and Xu 2014). */
export interface Placements {
  readonly auc: number;
  /** For each case the share of controls below it, ties half. */
  readonly ofCases: Float64Array;
  /** For each control the share of cases above it, ties half. */
  readonly ofControls: Float64Array;
}

/** O(n log n). Needs at least one case and one control. */
export function placements(cases: Float64Array, controls: Float64Array): Placements {
  const all = new Float64Array(cases.length + controls.length);
  all.set(cases);
  all.set(controls, cases.length);
  const { ranks } = midRanks(all);
  const amongCases = midRanks(cases).ranks;
  const amongControls = midRanks(controls).ranks;
  const ofCases = amongCases.map((rank, index) => (ranks[index]! - rank) / controls.length);
  const ofControls = amongControls.map(
    (rank, index) => 1 - (ranks[cases.length + index]! - rank) / cases.length,
  );
  let sum = 0;
  for (const share of ofCases) sum += share;
  return { auc: sum / cases.length, ofCases, ofControls };
}

/** DeLong's covariance of two areas of the same subjects (their variance, for one area twice). NaN with a single case or control. */
export function areaCovariance(first: Placements, second: Placements): number {
  const part = (a: Float64Array, b: Float64Array, meanA: number, meanB: number) => {
    let sum = 0;
    for (let index = 0; index < a.length; index += 1) sum += (a[index]! - meanA) * (b[index]! - meanB);
    return sum / (a.length - 1) / a.length;
  };
  return (
    part(first.ofCases, second.ofCases, first.auc, second.auc) +
    part(first.ofControls, second.ofControls, first.auc, second.auc)
  );
}
