import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Table } from '../../../core/display.js';
import { testRows } from '../../result-parts.js';
import { chosenRows, rowsOfResults, statisticsOption } from '../chosen-rows.js';
import { testTable } from './test-table.js';

const options = z.strictObject({ statistics: statisticsOption });

/**
 * Prints tests: statistic, degrees of freedom and p-value.
 *
 * @throws PlanError `display/no-rows` when no result has a test asked for.
 */
export const testTableDisplay: DisplayDefinition<typeof options, Table> = defineDisplay({
  id: 'test-table',
  label: 'Table of tests',
  summary: 'Tests with their statistic, degrees of freedom and p-value.',
  needs: ['test'],
  results: 'many',
  options,
  build: (results, { statistics, title }) => {
    const { rows, analysisOf } = rowsOfResults('test-table', results, (result) =>
      chosenRows(testRows(result), statistics),
    );
    return testTable(title ?? results[0]!.context.title, rows, analysisOf);
  },
});
