/** One point of the curve: subjects at or above the cut are called positive. */
export interface RocPoint {
  /** Midway between two neighbouring values, as if higher points to the condition. */
  readonly cut: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** Cases and controls at or above every cut that separates two values, lowest cut first. O(n log n). */
export function empiricalRoc(cases: Float64Array, controls: Float64Array): readonly RocPoint[] {
  const highCases = cases.slice().sort();
  const highControls = controls.slice().sort();
  const points: RocPoint[] = [];
  let belowCases = 0;
  let belowControls = 0;
  let previous = Number.NaN;
  while (belowCases < highCases.length || belowControls < highControls.length) {
    const next = Math.min(highCases[belowCases] ?? Infinity, highControls[belowControls] ?? Infinity);
    if (!Number.isNaN(previous)) {
      points.push({
        cut: previous + (next - previous) / 2,
        truePositives: highCases.length - belowCases,
        falsePositives: highControls.length - belowControls,
      });
    }
    while (highCases[belowCases] === next) belowCases += 1;
    while (highControls[belowControls] === next) belowControls += 1;
    previous = next;
  }
  return points;
}
