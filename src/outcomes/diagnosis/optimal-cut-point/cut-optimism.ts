import { sortOrder } from '../../../math/order/sort-order.js';
import { Xoshiro256 } from '../../../math/random/xoshiro256.js';
import { replicateBlocks } from '../../resampling/replicate-blocks.js';
import { bestCut, type CutCriterion, type MarkerCounts } from './best-cut.js';

/** A marker in a form that is resampled without sorting again. */
export interface RankedMarker {
  readonly counts: MarkerCounts;
  /** Place of each case and of each control among the distinct values. */
  readonly casePlaces: Int32Array;
  readonly controlPlaces: Int32Array;
}

/** Sorts cases and controls together, once. O(n) in practice. */
export function rankMarker(cases: Float64Array, controls: Float64Array): RankedMarker {
  const size = cases.length + controls.length;
  const all = new Float64Array(size);
  all.set(cases);
  all.set(controls, cases.length);
  const order = sortOrder(all);
  const places = new Int32Array(size);
  const values = new Float64Array(size);
  let distinct = 0;
  for (let index = 0; index < size; index += 1) {
    const row = order[index]!;
    const value = all[row]!;
    if (index === 0 || value !== values[distinct - 1]) {
      values[distinct] = value;
      distinct += 1;
    }
    places[row] = distinct - 1;
  }
  const casePlaces = places.subarray(0, cases.length);
  const controlPlaces = places.subarray(cases.length);
  const count = (own: Int32Array): Int32Array => {
    const found = new Int32Array(distinct);
    for (let index = 0; index < own.length; index += 1) found[own[index]!]! += 1;
    return found;
  };
  return {
    counts: {
      values: values.slice(0, distinct),
      cases: count(casePlaces),
      controls: count(controlPlaces),
      caseCount: cases.length,
      controlCount: controls.length,
    },
    casePlaces,
    controlPlaces,
  };
}

export interface CutOptimism {
  /** The cut of each resample that has one. */
  readonly cuts: Float64Array;
  /** Mean gain of sensitivity and specificity by which a cut looks better where it was chosen. */
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * Chooses the cut again in resamples of cases and of controls, and judges each choice in the data.
 *
 * A resample is a number of draws for each distinct value, so that it costs one draw a subject and one pass over the
 * values: nothing is sorted again. Numbers depend on the seed and the order of the subjects alone.
 */
export function cutOptimism(
  { counts, casePlaces, controlPlaces }: RankedMarker,
  criterion: CutCriterion,
  replicates: number,
  seed: number,
): CutOptimism {
  const { values, caseCount, controlCount } = counts;
  const drawn = { ...counts, cases: new Int32Array(values.length), controls: new Int32Array(values.length) };
  const rows = new Int32Array(Math.max(caseCount, controlCount));
  const draw = (random: Xoshiro256, places: Int32Array, into: Int32Array): void => {
    const own = rows.subarray(0, places.length);
    random.fillIntegersBelow(own, places.length);
    into.fill(0);
    for (let index = 0; index < own.length; index += 1) into[places[own[index]!]!]! += 1;
  };
  const casesBelow = runningTotals(counts.cases);
  const controlsBelow = runningTotals(counts.controls);
  const cuts: number[] = [];
  let sensitivity = 0;
  let specificity = 0;
  for (const block of replicateBlocks(replicates, seed)) {
    const random = new Xoshiro256(block.state);
    for (let replicate = 0; replicate < block.count; replicate += 1) {
      draw(random, casePlaces, drawn.cases);
      draw(random, controlPlaces, drawn.controls);
      const chosen = bestCut(drawn, criterion);
      if (chosen === null) continue;
      cuts.push(chosen.cut);
      const place = valuesUpTo(values, chosen.cut);
      sensitivity += chosen.sensitivity - (caseCount - casesBelow[place]!) / caseCount;
      specificity += chosen.specificity - controlsBelow[place]! / controlCount;
    }
  }
  const count = Math.max(1, cuts.length);
  return {
    cuts: Float64Array.from(cuts),
    sensitivity: sensitivity / count,
    specificity: specificity / count,
  };
}

/** Entry k: the sum of the first k. */
function runningTotals(counts: Int32Array): Int32Array {
  const totals = new Int32Array(counts.length + 1);
  for (let index = 0; index < counts.length; index += 1) totals[index + 1] = totals[index]! + counts[index]!;
  return totals;
}

/** How many of the ascending values are at most `limit`, by halving. */
function valuesUpTo(values: Float64Array, limit: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle]! <= limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
