/** Where a quantile lies when the curve is flat at exactly the wanted height, and when it never falls below it. */
export const quantileRules = ['r', 'sas', 'stata'] as const;
export type QuantileRule = (typeof quantileRules)[number];

/** Heights closer than this are equal: products of fractions rarely give 0.5 to the last bit. R's own tolerance. */
const heightTolerance = Math.sqrt(Number.EPSILON);

/**
 * The time at which a falling step curve crosses a height, or null where it never does.
 *
 * Where the curve is flat at exactly that height, the midpoint of the flat piece. The piece ends at the next fall.
 * Without a next fall, rule `r` (R survival) ends it at the last time observed, rule `sas` (PROC LIFETEST) finds no
 * quantile, since it searches for a curve below the height. Rule `stata` (stci) takes the first time at the height.
 * Limits of a curve may rise again after a fall, most often with late entry or weights. Rules `sas` and `stata` take
 * the first time below the height; rule `r`, as R, the time of the largest height that is not above the wanted one.
 *
 * @param time ascending, one entry a step; `height[i]` holds from `time[i]`; null heights do not exist and are passed
 * over.
 * Source: R survival, help(quantile.survfit); SAS/STAT PROC LIFETEST, details; Stata ST, stci. Oracle:
 * test/oracles/kaplan-meier.
 */
export function stepQuantile(
  time: readonly number[],
  height: readonly (number | null)[],
  wanted: number,
  rule: QuantileRule,
): number | null {
  const index = rule === 'r' ? highestBelow(height, wanted) : firstBelow(height, wanted);
  if (index < 0) return null;
  if (rule === 'stata' || height[index]! < wanted - heightTolerance) return time[index]!;
  const fall = nextFall(height, index, wanted);
  if (fall >= 0) return (time[index]! + time[fall]!) / 2;
  return rule === 'sas' ? null : (time[index]! + time[time.length - 1]!) / 2;
}

function firstBelow(height: readonly (number | null)[], wanted: number): number {
  return height.findIndex((value) => value !== null && value <= wanted + heightTolerance);
}

/** The first of the largest heights not above the wanted one. */
function highestBelow(height: readonly (number | null)[], wanted: number): number {
  let best = -1;
  for (let index = 0; index < height.length; index += 1) {
    const value = height[index]!;
    if (value === null || value > wanted + heightTolerance) continue;
    if (best < 0 || value > height[best]! + heightTolerance) best = index;
  }
  return best;
}

function nextFall(height: readonly (number | null)[], from: number, wanted: number): number {
  for (let index = from + 1; index < height.length; index += 1) {
    const value = height[index]!;
    if (value !== null && value < wanted - heightTolerance) return index;
  }
  return -1;
}
