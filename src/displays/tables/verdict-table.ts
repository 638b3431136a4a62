import type { Table } from '../../core/display.js';
import { statisticLabel } from '../../core/statistic-names.js';
import type { Verdict } from '../../core/verdict.js';

/** Published figures beside recomputed ones, with the verdict, its reason and where the figure was printed. */
export function verdictTable(title: string, verdicts: readonly Verdict[]): Table {
  return {
    title,
    columns: [
      { id: 'claim', label: 'Claim', align: 'left' },
      { id: 'published', label: 'Published', align: 'left' },
      { id: 'recomputed', label: 'Recomputed', align: 'left' },
      { id: 'verdict', label: 'Verdict', align: 'left' },
      { id: 'reason', label: 'Reason', align: 'left' },
      { id: 'source', label: 'Source', align: 'left' },
    ],
    rows: verdicts.map((verdict) => ({
      claim: `${verdict.analysis}: ${sayStatistic(verdict)}`,
      published: verdict.published,
      recomputed: sayRecomputed(verdict),
      verdict: sayVerdict(verdict),
      reason: verdict.reason,
      source: `${verdict.source.citation}, ${verdict.source.where}`,
    })),
    footnotes: [],
  };
}

/** `Risk ratio`, or `Odds ratio: RECOVERY` where the claim names a row. */
export function sayStatistic({ statistic, term }: Pick<Verdict, 'statistic' | 'term'>): string {
  const { label } = statisticLabel(statistic);
  return term === null ? label : `${label}: ${term}`;
}

/** What was computed, or the nearest statistic that could be; `not computed` where there is neither. */
export function sayRecomputed({ recomputed, beside }: Pick<Verdict, 'recomputed' | 'beside'>): string {
  return recomputed ?? (beside === null ? 'not computed' : `nearest: ${beside}`);
}

/** The verdict in words; a difference that nothing explains says so. */
export function sayVerdict({ verdict, explained }: Pick<Verdict, 'verdict' | 'explained'>): string {
  return verdict === 'differs' && !explained ? 'differs, unexplained' : verdict;
}
