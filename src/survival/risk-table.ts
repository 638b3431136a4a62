import type { Factor } from '../core/analysis-data.js';
import { sortOrder } from '../math/order/sort-order.js';
import { rowsByLevel } from './product-limit.js';
import { type SurvivalColumns, timeOrder } from './survival-columns.js';
import { tallyWholeTimes, type WholeTimeTally } from './whole-time-tally.js';

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

/**
 * Counts events and subjects at risk at each event time within strata. Case weights count as so many. O(n log n);
 * O(n) for whole times of a moderate range without entries and weights, which are counted and not sorted.
 */
export function buildRiskTable(columns: SurvivalColumns, group: Factor, strata: Factor): RiskTable {
  const tally = tallyWholeTimes(
    columns,
    crossCodes(strata, group),
    strata.levels.length * group.levels.length,
  );
  if (tally !== null) return tableOfTally(tally, strata.levels.length, group.levels.length);
  const rows = rowsByLevel(timeOrder(columns), strata);
  const entryRows = columns.entry === null ? null : rowsByLevel(sortOrder(columns.entry), strata);
  const sorted = rows.map((list) => sortStratum(columns, group.codes, list));
  const offsets = new Int32Array(rows.length + 1);
  sorted.forEach((stratum, index) => {
    offsets[index + 1] = offsets[index]! + countEventTimes(stratum);
  });
  const table = emptyTable(group.levels.length, offsets);
  sorted.forEach((stratum, index) => {
    const entries = entryRows === null ? null : entryRows[index]!;
    fillStratum(table, stratum, columns, group.codes, entries, offsets[index + 1]! - 1);
  });
  return table;
}

/** The rows of a stratum side by side, ascending in time: read once at random, then only in sequence. */
interface SortedStratum {
  readonly time: Float64Array;
  /** Twice the code of the group, plus 1 for an event. */
  readonly mark: Int32Array;
  readonly weight: Float64Array | null;
}

function sortStratum(columns: SurvivalColumns, codes: Int32Array, rows: Int32Array): SortedStratum {
  const time = new Float64Array(rows.length);
  const mark = new Int32Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    time[index] = columns.time[row]!;
    mark[index] = 2 * codes[row]! + columns.event[row]!;
  }
  const weight = columns.weight === null ? null : Float64Array.from(rows, (row) => columns.weight![row]!);
  return { time, mark, weight };
}

function emptyTable(groupCount: number, offsets: Int32Array): RiskTable {
  const count = offsets[offsets.length - 1]!;
  return {
    groupCount,
    offsets,
    time: new Float64Array(count),
    atRisk: new Float64Array(count * groupCount),
    events: new Float64Array(count * groupCount),
  };
}

/** Codes of the cells stratum by group, the groups of the first stratum first. */
function crossCodes(strata: Factor, group: Factor): Int32Array {
  if (strata.levels.length === 1) return group.codes;
  const codes = new Int32Array(group.codes.length);
  const size = group.levels.length;
  for (let row = 0; row < codes.length; row += 1) codes[row] = strata.codes[row]! * size + group.codes[row]!;
  return codes;
}

function tableOfTally(
  { days, cells, events, censored }: WholeTimeTally,
  strataCount: number,
  groupCount: number,
): RiskTable {
  const anyEvent = (day: number, stratum: number) => {
    const start = day * cells + stratum * groupCount;
    for (let at = start; at < start + groupCount; at += 1) if (events[at]! > 0) return true;
    return false;
  };
  const offsets = new Int32Array(strataCount + 1);
  for (let stratum = 0; stratum < strataCount; stratum += 1) {
    let count = 0;
    for (let day = 0; day < days; day += 1) if (anyEvent(day, stratum)) count += 1;
    offsets[stratum + 1] = offsets[stratum]! + count;
  }
  const table = emptyTable(groupCount, offsets);
  const risk = new Float64Array(groupCount);
  for (let stratum = 0; stratum < strataCount; stratum += 1) {
    risk.fill(0);
    let step = offsets[stratum + 1]!;
    for (let day = days - 1; day >= 0; day -= 1) {
      const start = day * cells + stratum * groupCount;
      for (let code = 0; code < groupCount; code += 1) {
        risk[code]! += events[start + code]! + censored[start + code]!;
      }
      if (!anyEvent(day, stratum)) continue;
      step -= 1;
      table.time[step] = day;
      table.atRisk.set(risk, step * groupCount);
      for (let code = 0; code < groupCount; code += 1) {
        table.events[step * groupCount + code] = events[start + code]!;
      }
    }
  }
  return table;
}

function countEventTimes({ time, mark }: SortedStratum): number {
  let count = 0;
  let previous = -1;
  for (let index = 0; index < time.length; index += 1) {
    if ((mark[index]! & 1) === 1 && time[index]! !== previous) {
      count += 1;
      previous = time[index]!;
    }
  }
  return count;
}

function fillStratum(
  table: RiskTable,
  { time, mark, weight }: SortedStratum,
  columns: SurvivalColumns,
  codes: Int32Array,
  entryRows: Int32Array | null,
  lastEventTime: number,
): void {
  const { groupCount } = table;
  const risk = new Float64Array(groupCount);
  const deaths = new Float64Array(groupCount);
  let step = lastEventTime;
  let index = time.length - 1;
  let entered = entryRows === null ? -1 : entryRows.length - 1;
  while (index >= 0) {
    const now = time[index]!;
    let anyDeath = false;
    for (let code = 0; code < groupCount; code += 1) deaths[code] = 0;
    while (index >= 0 && time[index]! === now) {
      const share = weight === null ? 1 : weight[index]!;
      const code = mark[index]! >> 1;
      risk[code]! += share;
      if ((mark[index]! & 1) === 1) {
        deaths[code]! += share;
        anyDeath = true;
      }
      index -= 1;
    }
    if (!anyDeath) continue;
    while (entryRows !== null && entered >= 0 && columns.entry![entryRows[entered]!]! >= now) {
      const row = entryRows[entered]!;
      risk[codes[row]!]! -= columns.weight === null ? 1 : columns.weight[row]!;
      entered -= 1;
    }
    table.time[step] = now;
    for (let code = 0, at = step * groupCount; code < groupCount; code += 1, at += 1) {
      table.atRisk[at] = risk[code]!;
      table.events[at] = deaths[code]!;
    }
    step -= 1;
  }
}
