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
export function observedDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}
