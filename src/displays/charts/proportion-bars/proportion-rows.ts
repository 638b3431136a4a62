import { type Estimable, isEstimable } from '../../../core/estimable.js';
import type { Result, SummaryRow } from '../../../core/result.js';
import { capitalise, formatEvents, formatPercent, joinInterval } from '../../format-number.js';
import { summaryRows } from '../../result-parts.js';
import type { ProportionBarsOptions } from './proportion-bars-options.js';

/** One bar: a proportion of one arm in one analysis. */
export interface ProportionRow {
  readonly analysis: string;
  readonly arm: string;
  /** Position of the arm among all arms of the figure: its colour. */
  readonly armIndex: number;
  readonly events: string;
  readonly value: Estimable;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly percent: string;
  readonly interval: string;
  /** `58.5% (51.7–65.0%)`, or why there is none. */
  readonly text: string;
  readonly level: number | null;
  readonly method: string | null;
}

export function proportionRows(
  results: readonly Result[],
  options: ProportionBarsOptions,
): readonly ProportionRow[] {
  const all = results.flatMap((result) =>
    summaryRows(result)
      .filter(({ statistic }) => statistic === 'proportion')
      .map((row) => ({ result, row })),
  );
  const arms = [...new Set(all.map(({ row }) => armName(row)))];
  return all.map(({ result, row }): ProportionRow => {
    const { value, interval } = row;
    const lower = interval !== undefined && isEstimable(interval.lower) ? interval.lower : null;
    const upper = interval !== undefined && isEstimable(interval.upper) ? interval.upper : null;
    const percent = formatPercent(value);
    const limits =
      lower === null || upper === null ? '' : joinInterval(formatPercent(lower), formatPercent(upper));
    return {
      analysis: options.labels[result.analysis] ?? result.context.title,
      arm: armName(row),
      armIndex: arms.indexOf(armName(row)),
      events: eventsOf(result, row),
      value,
      lower,
      upper,
      percent,
      interval: limits,
      text: limits === '' ? percent : `${percent} (${limits})`,
      level: interval?.level ?? null,
      method: interval?.method ?? null,
    };
  });
}

const armName = ({ group, term }: SummaryRow): string =>
  capitalise([group ?? 'all', term].filter((part) => part !== null).join(', '));

function eventsOf(result: Result, { group, term }: SummaryRow): string {
  const find = (statistic: 'events' | 'n'): number | null => {
    const row = summaryRows(result).find(
      (other) => other.statistic === statistic && other.group === group && other.term === term,
    );
    return row !== undefined && isEstimable(row.value) ? row.value : null;
  };
  const [events, n] = [find('events'), find('n')];
  return events === null || n === null ? '' : formatEvents({ events, n }, false);
}
