import { z } from 'zod';
import { PlanError } from '../../core/errors.js';
import type { Result } from '../../core/result.js';
import { isStatisticName, type StatisticName } from '../../core/statistic-names.js';

/** The option by which a table shows some statistics only, in the order given. */
export const statisticsOption = z
  .array(
    z.custom<StatisticName>(
      (value) => typeof value === 'string' && isStatisticName(value),
      'not a statistic name',
    ),
  )
  .min(1)
  .nullable()
  .default(null)
  .describe('Which statistics to show, in this order; null shows all.');

/** The rows of the statistics asked for, in the order asked; all as given without a wish. */
export function chosenRows<Row extends { readonly statistic: StatisticName }>(
  rows: readonly Row[],
  statistics: readonly StatisticName[] | null,
): readonly Row[] {
  if (statistics === null) return rows;
  return statistics.flatMap((wanted) => rows.filter(({ statistic }) => statistic === wanted));
}

/** Rows of several results, each with the analysis that it came from. */
export interface RowsOfResults<Row> {
  readonly rows: readonly Row[];
  /** The title of the analysis of a row; absent with a single result, whose title stands over the table. */
  readonly analysisOf?: (row: Row) => string;
}

/** @throws PlanError `display/no-rows` when no result has a row to show. */
export function rowsOfResults<Row>(
  display: string,
  results: readonly Result[],
  rowsOf: (result: Result) => readonly Row[],
): RowsOfResults<Row> {
  const titles = new Map(
    results.flatMap((result) => rowsOf(result).map((row) => [row, result.context.title] as const)),
  );
  const rows = [...titles.keys()];
  if (rows.length === 0) {
    throw new PlanError({
      code: 'display/no-rows',
      where: display,
      what: `no row to show in ${results.map(({ analysis }) => `"${analysis}"`).join(', ')}`,
      fix: 'Name statistics that the analyses return.',
    });
  }
  return results.length === 1 ? { rows } : { rows, analysisOf: (row) => titles.get(row)! };
}
