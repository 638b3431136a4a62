/** In how many ways the arms of each stratum can be ordered; Infinity where a double cannot hold it. */
export function countArrangements(arms: Int32Array, strata: readonly Int32Array[]): number {
  let ways = 1;
  for (const rows of strata) {
    let placed = 0;
    for (const count of armCounts(arms, rows).values()) {
      // n over k, a factor at a time: every partial product is whole
      for (let k = 1; k <= count; k += 1) {
        placed += 1;
        ways = (ways * placed) / k;
      }
      if (!Number.isFinite(ways)) return Number.POSITIVE_INFINITY;
    }
  }
  return Math.round(ways);
}

/** Calls `visit` with every distinct arrangement of the arms within strata, the observed one among them. */
export function eachArrangement(
  arms: Int32Array,
  strata: readonly Int32Array[],
  visit: (arms: Int32Array) => void,
): void {
  const arrangement = arms.slice();
  const counts = strata.map((rows) => [...armCounts(arms, rows)].sort(([a], [b]) => a - b));
  const place = (stratum: number, position: number): void => {
    const rows = strata[stratum];
    if (rows === undefined) {
      visit(arrangement);
      return;
    }
    if (position === rows.length) {
      place(stratum + 1, 0);
      return;
    }
    for (const entry of counts[stratum]!) {
      if (entry[1] === 0) continue;
      entry[1] -= 1;
      arrangement[rows[position]!] = entry[0];
      place(stratum, position + 1);
      entry[1] += 1;
    }
  };
  place(0, 0);
}

function armCounts(arms: Int32Array, rows: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(arms[row]!, (counts.get(arms[row]!) ?? 0) + 1);
  return counts;
}
