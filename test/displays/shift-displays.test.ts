import { describe, expect, it } from 'vitest';
import type { ShiftData } from '../../src/core/analysis-data.js';
import type { AnyMethod } from '../../src/core/definition.js';
import { shiftPlotDisplay } from '../../src/displays/charts/shift-plot/shift-plot.js';
import { shiftTableDisplay } from '../../src/displays/tables/shift-table/shift-table-display.js';
import { shiftTableMethod } from '../../src/outcomes/descriptive/shift-table/definition.js';
import { baseline, descriptiveResult } from './sample-descriptive.js';
import { layersWith, textsOf } from './spec-parts.js';

/** Two arms of three; one subject of each parameter has no category after. */
const data: ShiftData = {
  kind: 'shift',
  categories: ['low', 'normal', 'high'],
  before: Int32Array.of(1, 1, 0, 1, 1, 2),
  after: Int32Array.of(2, 1, 1, 1, -1, 0),
  parameter: { levels: ['alanine (U/L)'], codes: new Int32Array(6) },
  group: { levels: ['drug', 'placebo'], codes: Int32Array.of(0, 0, 0, 1, 1, 1) },
  reference: 'placebo',
};
const result = (change: Partial<ShiftData> = {}, options: object = {}) =>
  descriptiveResult(shiftTableMethod as unknown as AnyMethod, { ...data, ...change }, options);
const twoParameters = {
  parameter: { levels: ['ALT', 'AST'], codes: Int32Array.of(0, 1, 0, 0, 1, 1) },
};
const table = (options: object = {}, of = result()) =>
  shiftTableDisplay.build([of], shiftTableDisplay.options.parse(options));
const plot = (options: object = {}, of = result()) =>
  shiftPlotDisplay.build([of], shiftPlotDisplay.options.parse(options));

describe('shift-table', () => {
  it('sets categories before as rows against categories after', () => {
    expect(table().columns.map(({ label }) => label)).toEqual([
      'Arm',
      'Before \\ after',
      'Low',
      'Normal',
      'High',
      'Missing',
    ]);
    expect(
      table().rows.map((row) => Object.values(row).map((cell) => cell.replaceAll('\u00a0', ' '))),
    ).toEqual([
      ['Drug (n = 3)', 'Low', '0', '1 (33.3%)', '0', '0'],
      ['Drug (n = 3)', 'Normal', '0', '1 (33.3%)', '1 (33.3%)', '0'],
      ['Drug (n = 3)', 'High', '0', '0', '0', '0'],
      ['Placebo (n = 2)', 'Low', '0', '0', '0', '0'],
      ['Placebo (n = 2)', 'Normal', '0', '1 (50.0%)', '0', '1'],
      ['Placebo (n = 2)', 'High', '1 (50.0%)', '0', '0', '0'],
    ]);
    expect(table().footnotes[1]).toBe('Percentages are of subjects with both categories.');
  });

  it('takes other denominators, parameters and a total', () => {
    const all = table({ total: true, percentDecimals: 0 }, result({}, { percentOf: 'all' }));
    expect(all.rows.at(-1)!['arm']).toBe('Total (n\u00a0=\u00a05)');
    expect(all.rows[4]!['after3']).toBe('1 (33%)');
    const two = table({ parameters: ['AST'] }, result(twoParameters));
    expect(two.columns[0]!.label).toBe('Arm');
    expect(table({}, result(twoParameters)).columns[0]!.label).toBe('Parameter');
  });

  it('names a parameter that is not there, and a result without shifts', () => {
    expect(() => table({ parameters: ['GGT'] })).toThrow(/display\/unknown-parameter.*one of alanine/);
    expect(() => table({}, baseline)).toThrow(/display\/no-rows/);
  });
});

describe('shift-plot', () => {
  it('breaks long names of arms into lines beneath each other', () => {
    const long = 'Tocilizumab 8 mg/kg intravenously every four weeks plus methotrexate';
    const group = { levels: [long, 'placebo'], codes: data.group.codes };
    const { wide } = plot({}, result({ group }));
    const texts = textsOf(wide);
    expect(texts.join(' ').replaceAll('\u00a0', ' ')).toContain(`${long} (n = 3)`);
    expect(texts).not.toContain(`${long} (n\u00a0=\u00a03)`);
  });

  it('says how many moved up the scale', () => {
    expect(plot().summary).toBe(
      'alanine (U/L), drug: 2 of 3 to a higher category (66.7%); alanine (U/L), placebo: 0 of 2 to a higher category (0.0%).',
    );
  });

  it('draws a bubble for each pair that occurs, coloured above the diagonal', () => {
    for (const spec of [plot().wide, plot().narrow]) {
      const layers = layersWith(spec, { type: 'point' }).map(({ data: { values } }) => values);
      expect(layers.map((values) => values.length)).toEqual([3, 2]);
      const [, higher] = layers as [
        unknown,
        { x: number; y: number; tip: { Before: string; After: string } }[],
      ];
      expect(higher.map(({ tip }) => `${tip.Before} ${tip.After}`).sort()).toEqual([
        'low normal',
        'normal high',
      ]);
      expect(textsOf(spec)).toEqual(expect.arrayContaining(['Alanine (U/L)', 'Low', 'Before →']));
    }
  });

  it('leaves missing categories out unless asked', () => {
    expect(plot().table.rows).toHaveLength(5);
    expect(plot({ missing: true }).table.rows).toHaveLength(6);
    expect(plot({ missing: true }).table.rows).toContainEqual({
      parameter: 'alanine (U/L)',
      arm: 'Placebo',
      before: 'normal',
      after: 'Missing',
      subjects: '1',
    });
  });

  it('refuses a result without shifts', () => {
    expect(() => plot({}, baseline)).toThrow(/display\/no-rows/);
  });
});
