import { sortOrder } from '../../math/order/sort-order.js';
import { type CensoringCurve, type HorizonWeights, weightInfluence } from '../censoring-weights.js';
import type { SurvivalColumns } from '../survival-columns.js';

/**
 * The area at one horizon and what each subject adds to it: its part in the ranking, and its part in the weights.
 * Equal predictions count one half. O(n log n).
 */
export function areaUnderCurve(
  columns: SurvivalColumns,
  curve: CensoringCurve,
  weights: HorizonWeights,
  prediction: Float64Array,
): { readonly area: number; readonly influence: Float64Array } {
  const { n } = columns;
  const { status, weight, controls } = weights;
  const order = sortOrder(prediction);
  // For each case the share of controls beneath it; for each control the weight of the cases above it.
  const standing = new Float64Array(n);
  let caseWeight = 0;
  for (let row = 0; row < n; row += 1) if (status[row] === 1) caseWeight += weight[row]!;
  let controlsBelow = 0;
  let casesBelow = 0;
  let concordant = 0;
  for (let start = 0, end = 0; start < n; start = end) {
    const value = prediction[order[start]!]!;
    let tiedControls = 0;
    let tiedCases = 0;
    for (end = start; end < n && prediction[order[end]!]! === value; end += 1) {
      if (status[order[end]!] === 0) tiedControls += 1;
      else if (status[order[end]!] === 1) tiedCases += weight[order[end]!]!;
    }
    for (let index = start; index < end; index += 1) {
      const row = order[index]!;
      if (status[row] === 1) standing[row] = (controlsBelow + tiedControls / 2) / controls;
      else if (status[row] === 0) standing[row] = (caseWeight - casesBelow - tiedCases / 2) / caseWeight;
    }
    concordant += tiedCases * (controlsBelow + tiedControls / 2);
    controlsBelow += tiedControls;
    casesBelow += tiedCases;
  }
  const area = concordant / (caseWeight * controls);
  // Controls share one weight, which cancels; cases differ.
  const terms = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    if (status[row] === 1) terms[row] = (weight[row]! * (standing[row]! - area)) / caseWeight;
  }
  const influence = weightInfluence(columns, curve, weights, terms);
  for (let row = 0; row < n; row += 1) {
    if (status[row] === 1) influence[row]! += terms[row]!;
    else if (status[row] === 0) influence[row]! += (standing[row]! - area) / controls;
  }
  return { area, influence };
}
