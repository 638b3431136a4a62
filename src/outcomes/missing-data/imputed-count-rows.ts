import type { SummaryRow } from '../../core/result.js';
import type { VisitOutcomes } from './visit-outcomes.js';

/** Counts of cells of each arm at each visit, `[arm][visit]`, as rows of a summary. */
export function cellCountRows(
  statistic: 'imputed' | 'missing',
  { group, visits }: VisitOutcomes,
  counts: readonly (readonly number[])[],
): readonly SummaryRow[] {
  return group.levels.flatMap((arm, index) =>
    visits.map(({ name }, visit) => ({
      group: arm,
      term: name,
      statistic,
      value: counts[index]![visit]!,
      unit: null,
    })),
  );
}
