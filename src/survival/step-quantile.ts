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
 *
 * @param time ascending, one entry a step; `height[i]` holds from `time[i]`; null heights do not exist and are passed over.
 * Source: R survival, help(quantile.survfit); SAS/STAT PROC LIFETEST, details; Stata ST, stci. Oracle: test/oracles/kaplan-meier.
 */
export function stepQuantile(
  time: readonly number[],
  height: readonly (number | null)[],
  wanted: number,
  rule: QuantileRule,
): number | null {
  for (let index = 0; index < time.length; index += 1) {
    const value = height[index]!;
    if (value === null || value > wanted + heightTolerance) continue;
    if (rule === 'stata' || value < wanted - heightTolerance) return time[index]!;
    const fall = nextFall(height, index, wanted);
    if (fall >= 0) return (time[index]! + time[fall]!) / 2;
    return rule === 'sas' ? null : (time[index]! + time[time.length - 1]!) / 2;
  }
  return null;
}

function nextFall(height: readonly (number | null)[], from: number, wanted: number): number {
  for (let index = from + 1; index < height.length; index += 1) {
    const value = height[index]!;
    if (value !== null && value < wanted - heightTolerance) return index;
  }
  return -1;
}
