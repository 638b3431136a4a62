import { type Estimable, isEstimable } from '../../../core/estimable.js';
import type { CheckedOutcomes, VisitOutcomes } from '../visit-outcomes.js';
import type { ShiftRule } from './tipping-point.js';

/**
 * Shifts to try when none are named: 0 in the middle and `each` on either side, in steps of 1, 2 or 5 times a power of
 * ten that together come near `reach`, or just beyond it where `atLeast` is set.
 */
export function shiftSteps(reach: number, atLeast = false, each = 6): readonly number[] {
  const wanted = reach > 0 ? reach / each : 1;
  const exponent = Math.floor(Math.log10(wanted));
  const mantissa = wanted / 10 ** exponent;
  const ends = atLeast ? [1, 2, 5] : [1.5, 3.5, 7.5];
  const unit = [1, 2, 5][ends.findIndex((end) => mantissa <= end)] ?? 10;
  // Through text, so that the steps print as written: 0.3, not 0.30000000000000004.
  return Array.from({ length: 2 * each + 1 }, (_, index) => Number(`${(index - each) * unit}e${exponent}`));
}

/** Standard deviation of the values that are there; 0 where fewer than two are. */
function observedDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}

/** How many times the shift each subject of an arm takes. */
export function shiftCounts(
  { group, outcome }: VisitOutcomes,
  { subjects, visits }: CheckedOutcomes,
  arm: number,
  visit: number,
  rule: ShiftRule,
): Float64Array {
  return Float64Array.from({ length: subjects }, (_, subject) => {
    if (group.codes[subject] !== arm) return 0;
    let missed = 0;
    for (let at = visit; at >= 0 && Number.isNaN(outcome[subject * visits + at]!); at -= 1) missed += 1;
    return rule === 'once' ? Math.min(missed, 1) : missed;
  });
}

/** Largest standard deviation of the observed values in the arms compared. */
export function largestDeviation(
  { group, outcome }: VisitOutcomes,
  { subjects, visits }: CheckedOutcomes,
  arms: readonly number[],
  visit: number,
): number {
  const deviations = arms.map((arm) => {
    const values: number[] = [];
    for (let subject = 0; subject < subjects; subject += 1) {
      const value = outcome[subject * visits + visit]!;
      if (group.codes[subject] === arm && !Number.isNaN(value)) values.push(value);
    }
    return observedDeviation(values);
  });
  return Math.max(...deviations);
}

/** Round steps either way to one and a half standard deviations, or far enough to hold the nearer tipping point. */
export function automaticShifts(spread: number, tipping: readonly Estimable[]): readonly number[] {
  const found = tipping.filter(isEstimable).map(Math.abs);
  const nearest = found.length === 0 ? 0 : Math.min(...found);
  return nearest > 1.5 * spread ? shiftSteps(1.1 * nearest, true) : shiftSteps(1.5 * spread);
}
