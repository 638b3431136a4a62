import type { SurvivalData } from '../core/analysis-data.js';
import { countBelow, countUpTo } from '../math/order/count-up-to.js';

/** Times from 0 to the last observation, evenly spaced, at which a smooth curve is drawn. */
export function timeGrid(time: ArrayLike<number>, steps = 100): readonly number[] {
  let last = 0;
  for (let row = 0; row < time.length; row += 1) last = Math.max(last, time[row]!);
  return last > 0 ? Array.from({ length: steps + 1 }, (_, step) => (last * step) / steps) : [0];
}

/**
 * Numbers at risk just before each time of an ascending grid, with events and censorings after the time before and up
 * to each. Case weights count, so that the numbers agree with a Kaplan-Meier table. O(n log steps).
 */
export function countsAlongGrid(
  data: SurvivalData,
  group: string | null,
  grid: readonly number[],
): { readonly atRisk: number[]; readonly events: number[]; readonly censored: number[] } {
  const code = group === null ? 0 : data.group!.levels.indexOf(group);
  const events = grid.map(() => 0);
  const censored = grid.map(() => 0);
  const entered = grid.map(() => 0);
  let total = 0;
  for (let row = 0; row < data.time.length; row += 1) {
    if (data.group !== undefined && data.group.codes[row] !== code) continue;
    const weight = data.weight?.[row] ?? 1;
    const place = Math.min(countBelow(grid, data.time[row]!), grid.length - 1);
    if (data.event[row] === 1) events[place]! += weight;
    else censored[place]! += weight;
    // At risk from the first grid time after entry; at the origin also those who enter there.
    const entry = data.entry?.[row] ?? 0;
    const from = entry > 0 ? countUpTo(grid, entry) : 0;
    if (from < grid.length) entered[from]! += weight;
    else total -= weight;
    total += weight;
  }
  const atRisk: number[] = [];
  let present = 0;
  grid.forEach((_, step) => {
    present += entered[step]!;
    if (step > 0) present -= events[step - 1]! + censored[step - 1]!;
    atRisk.push(total > 0 ? Math.max(0, present) : 0);
  });
  return { atRisk, events, censored };
}
