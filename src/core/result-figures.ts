import { type Estimable, ratioFromLog } from './estimable.js';
import type { EstimateRow, ResultPart, SummaryRow, TestRow } from './result.js';
import type { StatisticName } from './statistic-names.js';

/** The figures of one statistic on the scale that a paper prints: ratios are ratios here. */
export interface NaturalFigures {
  readonly part: 'estimates' | 'summary' | 'test';
  readonly statistic: StatisticName;
  readonly group: string | null;
  readonly term: string | null;
  readonly value: Estimable | null;
  readonly lower: Estimable | null;
  readonly upper: Estimable | null;
  readonly level: number | null;
  readonly p: Estimable | null;
}

/** Every row of the parts as natural-scale figures. The only place besides displays that leaves the log scale. */
export function naturalFigures(parts: readonly ResultPart[]): readonly NaturalFigures[] {
  return parts.flatMap((part): readonly NaturalFigures[] => {
    if (part.kind === 'estimates') return part.rows.map(fromEstimate);
    if (part.kind === 'summary') return part.rows.map(fromSummary);
    if (part.kind === 'test') return part.rows.map(fromTest);
    return [];
  });
}

/** An effect on its printed scale. */
export function fromEstimate(row: EstimateRow): NaturalFigures {
  const natural = (value: Estimable) => (row.scale === 'log' ? ratioFromLog(value) : value);
  return {
    part: 'estimates',
    statistic: row.statistic,
    group: row.of,
    term: row.term,
    value: natural(row.estimate),
    lower: natural(row.lower),
    upper: natural(row.upper),
    level: row.level,
    p: row.p,
  };
}

function fromSummary(row: SummaryRow): NaturalFigures {
  return {
    part: 'summary',
    statistic: row.statistic,
    group: row.group,
    term: row.term,
    value: row.value,
    lower: row.interval?.lower ?? null,
    upper: row.interval?.upper ?? null,
    level: row.interval?.level ?? null,
    p: null,
  };
}

function fromTest(row: TestRow): NaturalFigures {
  return {
    part: 'test',
    statistic: row.statistic,
    group: null,
    term: row.term,
    value: row.value,
    lower: null,
    upper: null,
    level: null,
    p: row.p,
  };
}
