import { describe, expect, it } from 'vitest';
import type { SubjectVariablesData } from '../../src/core/analysis-data.js';
import type { AnyMethod } from '../../src/core/definition.js';
import type { Table } from '../../src/core/display.js';
import { baselineTableDisplay } from '../../src/displays/tables/baseline-table/baseline-table-display.js';
import { baselineCharacteristicsMethod } from '../../src/outcomes/descriptive/baseline-characteristics/definition.js';
import { renderTable } from '../../src/reports/html/render-table.js';
import { descriptiveResult } from './sample-descriptive.js';

const text = (table: Table): readonly (readonly string[])[] =>
  table.rows.map((row) => table.columns.map(({ id }) => row[id]!));

const subjects: SubjectVariablesData = {
  kind: 'subject-variables',
  group: { levels: ['tocilizumab', 'placebo'], codes: Int32Array.of(0, 0, 0, 1, 1) },
  reference: 'placebo',
  variables: [
    {
      type: 'number',
      name: 'WEIGHT',
      label: 'weight',
      unit: 'kg',
      values: Float64Array.of(70.5, 80, 90, Number.NaN, 61),
    },
    {
      type: 'category',
      name: 'SEX',
      label: '<b>Sex</b>',
      categories: ['=SUM(A1)', 'male'],
      codes: Int32Array.of(0, 0, 1, -1, 1),
    },
  ],
};
const baseline = (options: object = {}, methodOptions: object = {}): Table =>
  baselineTableDisplay.build(
    [descriptiveResult(baselineCharacteristicsMethod as unknown as AnyMethod, subjects, methodOptions)],
    baselineTableDisplay.options.parse(options),
  );

describe('baseline-table', () => {
  it('rounds by the decimals of the data and counts missing values', () => {
    expect(text(baseline())).toEqual([
      ['Weight, kg', '', '', ''],
      ['\u2003Mean (SD)', '80.17 (9.751)', '61.00 (–)', '75.38 (12.459)'],
      ['\u2003Median (Q1, Q3)', '80.00 (70.50, 90.00)', '61.00 (61.00, 61.00)', '75.25 (65.75, 85.00)'],
      ['\u2003Min, max', '70.5, 90.0', '61.0, 61.0', '61.0, 90.0'],
      ['\u2003Missing', '0', '1', '1'],
      ['<b>Sex</b>, n (%)', '', '', ''],
      ['\u2003=SUM(A1)', '2 (66.7%)', '0', '2 (50.0%)'],
      ['\u2003Male', '1 (33.3%)', '1 (100.0%)', '2 (50.0%)'],
      ['\u2003Missing', '0', '1', '1'],
    ]);
  });

  it('says what percentages are of, how quartiles were taken and how figures are rounded', () => {
    expect(baseline().footnotes[0]).toBe('Percentages are of subjects with a value.');
    expect(baseline().footnotes[2]).toBe('Quartiles as SAS PCTLDEF=5 (Hyndman-Fan type 2).');
    expect(baseline({}, { percentOf: 'all', quartiles: 6 }).footnotes).toEqual(
      expect.arrayContaining([
        'Percentages are of all subjects of the column.',
        'Quartiles by Hyndman-Fan type 6.',
      ]),
    );
    expect(text(baseline({}, { percentOf: 'all' }))[7]).toEqual([
      '\u2003Male',
      '1 (33.3%)',
      '1 (50.0%)',
      '2 (40.0%)',
    ]);
  });

  it('takes other lines, decimals and columns as asked', () => {
    const table = baseline({
      numbers: ['n', 'geometric'],
      decimals: { weight: 0 },
      total: false,
      missing: 'never',
      differences: true,
      percentDecimals: 0,
    });
    expect(table.columns.map(({ label }) => label)).toEqual([
      'Characteristic',
      'Tocilizumab (N\u00a0=\u00a040)',
      'Placebo (N\u00a0=\u00a040)',
      'Standardised difference (95% CI)',
    ]);
    expect(text(table).map((row) => row[1])).toEqual(['', '3', '79.8 (12.3%)', '', '2 (67%)', '1 (33%)']);
    expect(text(table)[0]![3]).toBe('too few observations');
  });

  it('leaves labels inert in pages', () => {
    const table = baseline();
    const page = renderTable(table).text;
    expect(page).toContain('&lt;b&gt;Sex&lt;/b&gt;');
    expect(page).not.toContain('<b>Sex');
  });

  it('refuses a result without characteristics', () => {
    const empty = { ...descriptiveResult(baselineCharacteristicsMethod as unknown as AnyMethod), parts: [] };
    expect(() => baselineTableDisplay.build([empty], baselineTableDisplay.options.parse({}))).toThrow(
      /display\/no-rows/,
    );
  });
});
