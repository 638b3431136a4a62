import type { Table } from '../../../core/display.js';
import type { TestRow } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { formatNumber, formatP } from '../../format-number.js';

/**
 * Tests as a table: statistic, degrees of freedom and p-value.
 *
 * @param analysisOf names the analysis of a row, where the table spans several.
 */
export function testTable(
  title: string,
  rows: readonly TestRow[],
  analysisOf?: (row: TestRow) => string,
): Table {
  return {
    title,
    columns: [
      ...(analysisOf === undefined ? [] : [{ id: 'analysis', label: 'Analysis', align: 'left' as const }]),
      { id: 'test', label: 'Test', align: 'left' },
      { id: 'value', label: 'Statistic', align: 'right' },
      { id: 'df', label: 'df', align: 'right' },
      { id: 'p', label: 'p', align: 'right' },
      { id: 'method', label: 'Method', align: 'left' },
    ],
    rows: rows.map((row) => ({
      ...(analysisOf === undefined ? {} : { analysis: analysisOf(row) }),
      ...cellsOf(row),
    })),
    footnotes: [],
  };
}

function cellsOf({ statistic, term, value, df, denominatorDf, p, method }: TestRow) {
  return {
    test: term === null ? statisticLabel(statistic).label : `${statisticLabel(statistic).label}: ${term}`,
    value: value === null ? '' : formatNumber(value, 3),
    df: [df, denominatorDf]
      .filter((each) => typeof each === 'number')
      .map(printDf)
      .join(', '),
    p: formatP(p, { smallest: 0.0001 }),
    method,
  };
}

const printDf = (df: number): string => formatNumber(df, 2).replace(/\.00$/, '');
