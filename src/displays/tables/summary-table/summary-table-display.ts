import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Table } from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import { summaryRows } from '../../result-parts.js';
import { chosenRows, rowsOfResults, statisticsOption } from '../chosen-rows.js';
import { summaryTable } from './summary-table.js';

const options = z.strictObject({ statistics: statisticsOption });

/**
 * Prints the numbers of each arm, such as counts, medians and quantiles with their intervals: a row a statistic, a
 * column an arm.
 *
 * @throws PlanError `display/no-rows` when no result has a statistic asked for.
 */
export const summaryTableDisplay: DisplayDefinition<typeof options, Table> = defineDisplay({
  id: 'summary-table',
  label: 'Table of numbers by arm',
  summary: 'Counts, proportions, means, medians or quantiles of each arm, with their intervals.',
  needs: ['summary'],
  results: 'many',
  options,
  build: (results, { statistics, title }) => {
    const { rows, ...words } = rowsOfResults('summary-table', results, (result) =>
      chosenRows(summaryRows(result), statistics),
    );
    const sizeOf = (group: string | null): number | null => commonSize(results, group);
    return summaryTable(title ?? results[0]!.context.title, rows, { ...words, sizeOf });
  },
});

/** The subjects of a group, where every analysis that has the group has as many. */
function commonSize(results: readonly Result[], group: string | null): number | null {
  const sizes = new Set(
    results.flatMap(({ populationAnalysed }) =>
      populationAnalysed.groups.filter(({ name }) => name === group).map(({ n }) => n),
    ),
  );
  return sizes.size === 1 ? [...sizes][0]! : null;
}
