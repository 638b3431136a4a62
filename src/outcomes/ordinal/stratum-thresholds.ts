import type { Factor } from '../../core/analysis-data.js';
import type { OrdinalDesign } from './ordinal-design.js';

/** The thresholds on each side of every row's category. */
export interface RowThresholds {
  readonly below: Int32Array;
  readonly above: Int32Array;
  readonly thresholdCount: number;
  /** What lies below and above each threshold, and its stratum. */
  readonly thresholds: readonly {
    readonly stratum: string | null;
    readonly below: string;
    readonly above: string;
  }[];
}

/**
 * Thresholds between the categories that someone is in: one list for all, or one a stratum. A stratum whose subjects are
 * all in one category has none and says nothing.
 */
export function rowThresholds(design: OrdinalDesign, strata: Factor | null): RowThresholds {
  const { outcome, categories } = design;
  const levels = strata === null ? 1 : strata.levels.length;
  const codes = strata === null ? null : Int32Array.from(design.rows, (row) => strata.codes[row]!);
  const present = Array.from({ length: levels }, () => new Uint8Array(categories.length));
  for (let row = 0; row < outcome.length; row += 1) present[codes?.[row] ?? 0]![outcome[row]!] = 1;
  const thresholds: RowThresholds['thresholds'][number][] = [];
  const belowOf = present.map(() => new Int32Array(categories.length).fill(-1));
  const aboveOf = present.map(() => new Int32Array(categories.length).fill(-1));
  present.forEach((seen, stratum) => {
    const used = categories.flatMap((_, category) => (seen[category] === 1 ? [category] : []));
    used.slice(1).forEach((category, index) => {
      const place = thresholds.length;
      aboveOf[stratum]![used[index]!] = place;
      belowOf[stratum]![category] = place;
      thresholds.push({
        stratum: strata === null ? null : strata.levels[stratum]!,
        below: categories[used[index]!]!,
        above: categories[category]!,
      });
    });
  });
  return {
    below: outcome.map((category, row) => belowOf[codes?.[row] ?? 0]![category]!),
    above: outcome.map((category, row) => aboveOf[codes?.[row] ?? 0]![category]!),
    thresholdCount: thresholds.length,
    thresholds,
  };
}
