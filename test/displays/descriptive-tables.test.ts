import { describe, expect, it } from 'vitest';
import type { AdverseEventsData, SubjectVariablesData } from '../../src/core/analysis-data.js';
import type { AnyMethod } from '../../src/core/definition.js';
import type { Table } from '../../src/core/display.js';
import { adverseEventTableDisplay } from '../../src/displays/tables/adverse-event-table/adverse-event-table.js';
import { baselineTableDisplay } from '../../src/displays/tables/baseline-table/baseline-table-display.js';
import { adverseEventSummaryMethod } from '../../src/outcomes/descriptive/adverse-event-summary/definition.js';
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
      ['\u00a0\u00a0\u00a0Mean (SD)', '80.17 (9.751)', '61.00 (–)', '75.38 (12.459)'],
      [
        '\u00a0\u00a0\u00a0Median (Q1, Q3)',
        '80.00 (70.50, 90.00)',
        '61.00 (61.00, 61.00)',
        '75.25 (65.75, 85.00)',
      ],
      ['\u00a0\u00a0\u00a0Min, max', '70.5, 90.0', '61.0, 61.0', '61.0, 90.0'],
      ['\u00a0\u00a0\u00a0Missing', '0', '1', '1'],
      ['<b>Sex</b>, n (%)', '', '', ''],
      ['\u00a0\u00a0\u00a0=SUM(A1)', '2 (66.7%)', '0', '2 (50.0%)'],
      ['\u00a0\u00a0\u00a0Male', '1 (33.3%)', '1 (100.0%)', '2 (50.0%)'],
      ['\u00a0\u00a0\u00a0Missing', '0', '1', '1'],
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
      '\u00a0\u00a0\u00a0Male',
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

const reactions: AdverseEventsData = {
  kind: 'adverse-events',
  group: { levels: ['tocilizumab', 'placebo'], codes: Int32Array.from({ length: 20 }, (_, row) => row % 2) },
  reference: 'placebo',
  exposure: new Float64Array(20).fill(0.5),
  exposureUnit: 'patient-years',
  events: {
    subject: Int32Array.of(0, 0, 2, 1, 4),
    bodySystem: { levels: ['INFECTIONS', '<i>x</i>'], codes: Int32Array.of(0, 0, 0, 0, 1) },
    term: { levels: ['pneumonia', 'SEPSIS', 'ALT'], codes: Int32Array.of(0, 0, 0, 1, 2) },
    severity: { levels: ['mild', 'severe'], codes: Int32Array.of(0, 1, 0, 0, 1) },
  },
};
const events = (options: object = {}, methodOptions: object = {}): Table =>
  adverseEventTableDisplay.build(
    [descriptiveResult(adverseEventSummaryMethod as unknown as AnyMethod, reactions, methodOptions)],
    adverseEventTableDisplay.options.parse(options),
  );
const indent = '\u00a0\u00a0\u00a0';

describe('adverse-event-table', () => {
  it('nests terms in their classes', () => {
    expect(events().columns.map(({ label }) => label.replaceAll('\u00a0', ' '))).toEqual([
      'System organ class / preferred term',
      'Tocilizumab (N = 40) n (%)',
      'Events',
      'Placebo (N = 40) n (%)',
      'Events',
    ]);
    expect(text(events())).toEqual([
      ['Any adverse event', '3 (30.0%)', '4', '1 (10.0%)', '1'],
      ['INFECTIONS', '2 (20.0%)', '3', '1 (10.0%)', '1'],
      [`${indent}Pneumonia`, '2 (20.0%)', '3', '0', '0'],
      [`${indent}SEPSIS`, '0', '0', '1 (10.0%)', '1'],
      ['<i>x</i>', '1 (10.0%)', '1', '0', '0'],
      [`${indent}ALT`, '1 (10.0%)', '1', '0', '0'],
    ]);
    expect(renderTable(events()).text).not.toContain('<i>');
  });

  it('adds severities, rates, differences and a total', () => {
    const table = events(
      { events: false, rates: 'events', differences: true, total: true, sentenceCase: true },
      { severity: true, by: 'term', threshold: 0.2 },
    );
    expect(text(table)).toEqual([
      [
        'Any adverse event',
        ...[
          '3 (30.0%)',
          '80.0 (21.8–204.8)',
          '1 (10.0%)',
          '20.0 (0.5–111.4)',
          '4 (20.0%)',
          '50.0 (16.2–116.7)',
        ],
        '20.0 (−18.0 to 54.1)',
      ],
      [`${indent}Mild`, '1 (10.0%)', '', '1 (10.0%)', '', '2 (10.0%)', '', ''],
      [`${indent}Severe`, '2 (20.0%)', '', '0', '', '2 (10.0%)', '', ''],
      [
        'Pneumonia',
        '2 (20.0%)',
        '60.0 (12.4–175.3)',
        '0',
        '0.0 (0.0–73.8)',
        '2 (10.0%)',
        '30.0 (6.2–87.7)',
        '20.0 (−11.9 to 51.8)',
      ],
      [`${indent}Mild`, '1 (10.0%)', '', '0', '', '1 (5.0%)', '', ''],
      [`${indent}Severe`, '1 (10.0%)', '', '0', '', '1 (5.0%)', '', ''],
    ]);
    expect(table.footnotes).toEqual([
      'A subject counts once in each row. Percentages are of all subjects of the arm.',
      'Indented severities: subjects by the worst severity that they had in the row.',
      'Event rate: events per 100 patient-years, over all subjects of the arm (95% CI, exact Poisson (Garwood)).',
      'Risk differences: Miettinen-Nurminen score.',
      'Shown: events of at least 20% of the subjects of an arm.',
    ]);
  });

  it('refuses a result without events', () => {
    const other = descriptiveResult(baselineCharacteristicsMethod as unknown as AnyMethod);
    expect(() => adverseEventTableDisplay.build([other], adverseEventTableDisplay.options.parse({}))).toThrow(
      /display\/no-rows/,
    );
  });
});
