import type { Factor } from '../core/analysis-data.js';
import { sortOrder } from '../math/order/sort-order.js';
import { rowsByLevel } from './product-limit.js';
import type { SurvivalColumns } from './survival-columns.js';

/**
 * Who was at risk and who had the event at each distinct event time, by group, stratum after stratum. All that tests
 * of the log-rank family need of the data. `atRisk[k * groupCount + g]` belongs to event time k and group g.
 */
export interface RiskTable {
  readonly groupCount: number;
  /** Event times of stratum s are `offsets[s]` up to, not including, `offsets[s + 1]`. */
  readonly offsets: Int32Array;
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
}

/** Counts events and subjects at risk at each event time within strata. Case weights count as so many. O(n log n). */
export function buildRiskTable(columns: SurvivalColumns, group: Factor, strata: Factor): RiskTable {
  const rows = rowsByLevel(sortOrder(columns.time), strata);
  const entryRows = columns.entry === null ? rows : rowsByLevel(sortOrder(columns.entry), strata);
  const groupCount = group.levels.length;
  const offsets = new Int32Array(rows.length + 1);
  for (let stratum = 0; stratum < rows.length; stratum += 1) {
    offsets[stratum + 1] = offsets[stratum]! + countEventTimes(columns, rows[stratum]!);
  }
  const count = offsets[rows.length]!;
  const table: RiskTable = {
    groupCount,
    offsets,
    time: new Float64Array(count),
    atRisk: new Float64Array(count * groupCount),
    events: new Float64Array(count * groupCount),
  };
  for (let stratum = 0; stratum < rows.length; stratum += 1) {
    fillStratum(table, columns, group.codes, rows[stratum]!, entryRows[stratum]!, offsets[stratum + 1]! - 1);
  }
  return table;
}

function countEventTimes({ time, event }: SurvivalColumns, rows: Int32Array): number {
  let count = 0;
  let previous = -1;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    if (event[row] === 1 && time[row]! !== previous) {
      count += 1;
      previous = time[row]!;
    }
  }
  return count;
}

function fillStratum(
  table: RiskTable,
  { time, event, entry, weight }: SurvivalColumns,
  codes: Int32Array,
  rows: Int32Array,
  entryRows: Int32Array,
  lastEventTime: number,
): void {
  const { groupCount } = table;
  const risk = new Float64Array(groupCount);
  const deaths = new Float64Array(groupCount);
  let step = lastEventTime;
  let index = rows.length - 1;
  let entered = entryRows.length - 1;
  while (index >= 0) {
    const now = time[rows[index]!]!;
    let anyDeath = false;
    deaths.fill(0);
    while (index >= 0 && time[rows[index]!]! === now) {
      const row = rows[index]!;
      const share = weight === null ? 1 : weight[row]!;
      risk[codes[row]!]! += share;
      if (event[row] === 1) {
        deaths[codes[row]!]! += share;
        anyDeath = true;
      }
      index -= 1;
    }
    if (!anyDeath) continue;
    while (entry !== null && entered >= 0 && entry[entryRows[entered]!]! >= now) {
      const row = entryRows[entered]!;
      risk[codes[row]!]! -= weight === null ? 1 : weight[row]!;
      entered -= 1;
    }
    table.time[step] = now;
    table.atRisk.set(risk, step * groupCount);
    table.events.set(deaths, step * groupCount);
    step -= 1;
  }
}
