import { describe, expect, it } from 'vitest';
import type { LongitudinalData } from '../../src/core/analysis-data.js';
import type { AnyMethod } from '../../src/core/definition.js';
import { waterfallDisplay } from '../../src/displays/charts/waterfall/waterfall.js';
import { textWidth } from '../../src/displays/style/text-width.js';
import { changeTableDisplay } from '../../src/displays/tables/change-table/change-table.js';
import { changeFromBaselineMethod } from '../../src/outcomes/descriptive/change-from-baseline/definition.js';
import { subjectChangesMethod } from '../../src/outcomes/descriptive/subject-changes/definition.js';
import { baseline, descriptiveResult } from './sample-descriptive.js';
import { layersWith, textsOf } from './spec-parts.js';

const course: LongitudinalData = {
  kind: 'longitudinal',
  subjects: ['a', 'b', 'c', '<d>'],
  visits: [
    { name: 'week 4', time: 4 },
    { name: 'week 12', time: 12 },
  ],
  outcomeIs: 'number',
  outcome: Float64Array.of(4, 2, 5, 6, 8, Number.NaN, 10, 14),
  baseline: Float64Array.of(5, 4, 8, 10),
  group: { levels: ['tocilizumab', 'placebo'], codes: Int32Array.of(0, 0, 1, 1) },
  reference: 'placebo',
  covariates: [],
  outcomeLabel: 'DAS28',
  unit: 'points',
};
const table = (options: object = {}) =>
  changeTableDisplay.build(
    [descriptiveResult(changeFromBaselineMethod as unknown as AnyMethod, course)],
    changeTableDisplay.options.parse(options),
  );
const waterfall = (options: object = {}, methodOptions: object = {}) =>
  waterfallDisplay.build(
    [descriptiveResult(subjectChangesMethod as unknown as AnyMethod, course, methodOptions)],
    waterfallDisplay.options.parse(options),
  );

describe('change-table', () => {
  it('shows baseline, then values and changes at each visit', () => {
    const { rows } = table({ numbers: ['n', 'mean-sd'] });
    expect(rows.map(({ visit, quantity, line, group0 }) => [visit, quantity, line, group0])).toEqual([
      ['Baseline', 'Value', 'n', '2'],
      ['Baseline', '', 'Mean (SD)', '4.5 (0.71)'],
      ['Week 4', 'Value', 'n', '2'],
      ['Week 4', '', 'Mean (SD)', '4.5 (0.71)'],
      ['Week 4', 'Change', 'n', '2'],
      ['Week 4', '', 'Mean (SD)', '0.0 (1.41)'],
      ['Week 12', 'Value', 'n', '2'],
      ['Week 12', '', 'Mean (SD)', '4.0 (2.83)'],
      ['Week 12', 'Change', 'n', '2'],
      ['Week 12', '', 'Mean (SD)', '−0.5 (3.54)'],
    ]);
    expect(rows[6]!['group1']).toBe('1');
    expect(rows[7]!['group1']).toBe('14.0 (–)');
  });

  it('shows chosen visits and measures, and a total', () => {
    const { rows, columns } = table({
      visits: ['week 12'],
      show: ['percent change'],
      numbers: ['mean-se'],
      total: true,
      decimals: 1,
    });
    expect(columns.map(({ label }) => label.replaceAll('\u00a0', ' '))).toEqual([
      'Visit',
      'Measure',
      'Statistic',
      'Tocilizumab (N = 40)',
      'Placebo (N = 40)',
      'Total (N = 80)',
    ]);
    expect(rows[0]!['group0']).toBe('4.50 (0.500)');
    expect(rows[1]!['group0']).toBe('−5.0 (55.00)');
    expect(rows[1]!['group2']).toBe('10.0 (35.12)');
  });

  it('names a visit that is not there, and a result without visits', () => {
    expect(() => table({ visits: ['week 8'] })).toThrow(/display\/unknown-visit.*one of week 4, week 12/);
    expect(() => changeTableDisplay.build([baseline], changeTableDisplay.options.parse({}))).not.toThrow(
      /undefined/,
    );
    expect(() =>
      changeTableDisplay.build([{ ...baseline, parts: [] }], changeTableDisplay.options.parse({})),
    ).toThrow(/display\/no-rows/);
  });
});

describe('waterfall', () => {
  it('keeps long names of arms inside a narrow figure, in the legend where panels have no room', () => {
    const long = 'Tocilizumab 8 mg/kg intravenously every four weeks plus methotrexate';
    const levels = [long, 'antidisestablishmentarianism therapy'];
    const data = { ...course, group: { ...course.group, levels } };
    for (const layout of ['together', 'by-arm']) {
      const { narrow } = waterfallDisplay.build(
        [descriptiveResult(subjectChangesMethod as unknown as AnyMethod, data, {})],
        waterfallDisplay.options.parse({ layout }),
      );
      for (const { data: own } of layersWith(narrow, { type: 'text' })) {
        for (const { x, text } of own.values as readonly { x: number; text: string }[]) {
          expect(x + textWidth(text, 11)).toBeLessThanOrEqual(332);
        }
      }
      expect(textsOf(narrow).join(' ').replaceAll('\u00a0', ' ')).toContain(long);
    }
  });

  it('sorts subjects from the largest increase to the largest fall', () => {
    expect(waterfall().table.rows).toEqual([
      { subject: 'b', arm: 'Tocilizumab', change: '25.0' },
      { subject: 'c', arm: 'Placebo', change: '0.0' },
      { subject: '<d>', arm: 'Placebo', change: '0.0' },
      { subject: 'a', arm: 'Tocilizumab', change: '−60.0' },
    ]);
    expect(waterfall().summary).toBe(
      'Tocilizumab: 1 of 2 subjects below baseline; Placebo: 0 of 2 subjects below baseline.',
    );
  });

  it('draws a bar a subject from zero, arms apart in look and in place where asked', () => {
    const bars = (options: object) =>
      layersWith(waterfall(options).wide, { type: 'rect' })
        .flatMap(({ data: { values } }) => values)
        .filter(({ tip }) => tip !== undefined) as {
        x: number;
        y: number;
        y2: number;
        tip: { title: string };
      }[];
    const together = bars({});
    expect(together).toHaveLength(4);
    const at = (list: typeof together, title: string) => list.find(({ tip }) => tip.title === title)!;
    expect(at(together, 'b').x).toBeLessThan(at(together, 'c').x);
    expect(at(together, 'b').y2).toBeLessThan(at(together, 'b').y);
    expect(at(together, 'a').y2).toBeGreaterThan(at(together, 'a').y);
    const apart = bars({ layout: 'by-arm' });
    expect(at(apart, 'a').x).toBeLessThan(at(apart, 'c').x);
    const looks = layersWith(waterfall({}).wide, { type: 'rect' }).map(({ mark }) => JSON.stringify(mark));
    expect(new Set(looks).size).toBe(2);
  });

  it('marks the changes asked for and names arms', () => {
    const figure = waterfall({ lines: [-50], layout: 'by-arm' }, { scale: 'absolute', choose: 'last' });
    expect(figure.footnotes.at(-1)).toBe('Dashed lines: changes of −50.');
    expect(textsOf(figure.narrow).join(' ').replaceAll('\u00a0', ' ')).toMatch(
      /Last change from baseline in DAS28, points.*Tocilizumab \(n = 2\).*Placebo \(n = 2\)/,
    );
  });

  it('refuses a result without points', () => {
    expect(() => waterfallDisplay.build([baseline], waterfallDisplay.options.parse({}))).toThrow(
      /display\/no-points/,
    );
  });
});
