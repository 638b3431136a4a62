import { describe, expect, it } from 'vitest';
import type { SurvivalData } from '../../../src/core/analysis-data.js';
import type { PointsPart, Result } from '../../../src/core/result.js';
import { residualPanelsDisplay } from '../../../src/displays/charts/residual-panels/residual-panels.js';
import { residualPanelsOptions } from '../../../src/displays/charts/residual-panels/residual-panels-options.js';
import { textWidth } from '../../../src/displays/style/text-width.js';
import { coxMethod } from '../../../src/survival/cox/definition.js';
import { residuals, sampleResult } from '../sample-results.js';
import { layersWith, textsOf } from '../spec-parts.js';

const build = (result: Result, options: object = {}) =>
  residualPanelsDisplay.build([result], { ...residualPanelsOptions.parse(options), title: 'Residuals' });

const part = residuals.parts[0] as PointsPart;

const withSeries = (series: PointsPart['series']): Result =>
  sampleResult('r', 'cox', [{ ...part, series }], {}, { options: { level: 0.9 } });

interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

const scaleOf = (layer: ReturnType<typeof layersWith>[number], channel: 'x' | 'y'): Scale =>
  layer.encoding[channel]!['scale'] as Scale;

describe('panels of residuals', () => {
  const figure = build(residuals);

  it('draw some of very many points and say so, and keep the labels of the axis whole', () => {
    const count = 12_000;
    const x = Array.from({ length: count }, (_, index) => index / 6);
    const many = build(withSeries([{ ...part.series[0]!, x, y: x.map((value) => value % 7), smooth: null }]));
    const [points] = layersWith(many.wide, { type: 'point' });
    expect(points!.data!.values).toHaveLength(5000);
    expect(many.footnotes.join(' ')).toMatch(/Points: 12.?000 a panel\. Drawn: 5000 points/);
    expect(figure.footnotes.join(' ')).not.toContain('Drawn:');
    const placed = layersWith(many.wide, { type: 'text' }).flatMap(
      ({ data }) => (data?.values ?? []) as readonly { text: string; x: number }[],
    );
    const last = placed.find(({ text }) => text === '2000')!;
    expect(last.x + textWidth('2000', 12) / 2).toBeLessThanOrEqual(720);
  });

  it('hold every point as it is, one panel a series', () => {
    const points = layersWith(figure.wide, { type: 'point' });
    expect(points).toHaveLength(3);
    points.forEach(({ data }, index) => {
      const { x, y } = part.series[index]!;
      expect(data.values).toHaveLength(x.length);
      expect(data.values[5]!['x']).toBeCloseTo(x[5]!, 4);
      expect(data.values[5]!['y']).toBeCloseTo(y[5]!, 3);
    });
  });

  it('draw curve, band and reference line of a panel on its scales', () => {
    const [point] = layersWith(figure.wide, { type: 'point' });
    const [line] = layersWith(figure.wide, { type: 'line' });
    const [band] = layersWith(figure.wide, { type: 'area' });
    for (const layer of [line!, band!]) {
      expect(scaleOf(layer, 'x')).toEqual(scaleOf(point!, 'x'));
      expect(scaleOf(layer, 'y')).toEqual(scaleOf(point!, 'y'));
    }
    const references = layersWith(figure.wide, { type: 'rule' }).filter(
      ({ encoding }) => encoding['y']!['scale'] !== null,
    );
    expect(references).toHaveLength(2);
    expect(scaleOf(references[0]!, 'y')).toEqual(scaleOf(point!, 'y'));
    expect(references[0]!.data.values).toEqual([{ y: 0 }]);
    expect(figure.wide['resolve']).toEqual({ scale: { x: 'independent', y: 'independent' } });
  });

  it('share the x axis and stand beside each other where there is room', () => {
    const x = (spec: typeof figure.wide) =>
      layersWith(spec, { type: 'point' }).map((layer) => scaleOf(layer, 'x'));
    const wide = x(figure.wide);
    expect(new Set(wide.map(({ domain }) => domain.join())).size).toBe(1);
    expect(wide[1]!.range[0]).toBeGreaterThan(wide[0]!.range[1]);
    for (const { range } of x(figure.narrow)) expect(range[1]).toBe(320);
    const tops = layersWith(figure.narrow, { type: 'point' }).map((layer) => scaleOf(layer, 'y').range[1]);
    expect(tops).toEqual([...tops].sort((one, other) => one - other));
  });

  it('print titles with a capital, axes and the note of each panel', () => {
    const texts = textsOf(figure.wide);
    expect(texts).toContain('Tocilizumab');
    expect(texts.filter((text) => text === 'Scaled Schoenfeld residual')).toHaveLength(3);
    expect(texts).toContain('Slope against time: chi-square 4.00, p=0.21.');
    expect(figure.summary).toMatch(
      /^Scaled Schoenfeld residual against time \(days\)\. Tocilizumab: Slope .*; CRP\.$/,
    );
  });

  it('cut a band that is wider than the points, not the points', () => {
    const [series] = part.series;
    const wideBand = series!.smooth!.upper.map(() => 1e6);
    const result = withSeries([{ ...series!, smooth: { ...series!.smooth!, upper: wideBand } }]);
    const [band] = layersWith(build(result).wide, { type: 'area' });
    const [low, high] = scaleOf(band!, 'y').domain;
    expect(high).toBeLessThan(10);
    for (const { lower, upper } of band!.data.values) {
      expect(lower).toBeGreaterThanOrEqual(low);
      expect(upper).toBe(high);
    }
  });

  it('read the smooth curve in the table at five places, and give ranges where there is none', () => {
    const rows = figure.table.rows.filter(({ panel }) => panel === 'Tocilizumab');
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({ x: '1.00', smooth: '0.260', points: '120', reference: '0' });
    expect(figure.table.rows.at(-1)).toMatchObject({ panel: 'CRP', reference: '', interval: '' });
    expect(figure.table.rows.at(-1)!['smooth']).toMatch(/^points from −\d+ to \d+$/);
  });

  it('tell the coverage of the band where the method has one', () => {
    expect(build(withSeries(part.series)).footnotes.join(' ')).toContain('pointwise 90% interval');
  });
});

describe('a choice of panels', () => {
  it('follows its order, and can leave the smooth curve out', () => {
    const chosen = build(residuals, { series: ['CRP', 'tocilizumab'], smooth: false });
    expect(chosen.table.rows.map(({ panel }) => panel)).toEqual(['CRP', 'Tocilizumab']);
    expect(layersWith(chosen.wide, { type: 'line' })).toHaveLength(0);
  });

  it('is refused where a series is not there or nothing has a point', () => {
    expect(() => build(residuals, { series: ['AGE'] })).toThrow('has no series "AGE" with points');
    const empty = { ...part.series[0]!, x: [], y: [] };
    expect(() => build(withSeries([empty]))).toThrow('display/no-points');
    expect(build(withSeries([empty, part.series[2]!])).table.rows).toHaveLength(1);
  });

  it('draws a single point', () => {
    const one = { ...part.series[2]!, x: [3], y: [2] };
    const figure = build(withSeries([one]));
    expect(JSON.stringify(figure)).not.toMatch(/NaN|Infinity|null,null/);
    expect(layersWith(figure.wide, { type: 'point' })[0]!.data.values).toEqual([{ x: 3, y: 2 }]);
  });
});

describe('panels of a Cox regression', () => {
  it('draw what the method returns with its diagnostics', () => {
    const n = 40;
    const data: SurvivalData = {
      kind: 'survival',
      time: Float64Array.from({ length: n }, (_, row) => 1 + ((row * 7) % 31)),
      event: Uint8Array.from({ length: n }, (_, row) => (row % 5 === 0 ? 0 : 1)),
      group: { levels: ['active', 'placebo'], codes: Int32Array.from({ length: n }, (_, row) => row % 2) },
      reference: 'placebo',
      covariates: [
        { name: 'AGE', values: Float64Array.from({ length: n }, (_, row) => 40 + ((row * 11) % 37)) },
      ],
      timeUnit: 'days',
      eventLabel: 'death',
    };
    const { parts } = coxMethod.run(data, coxMethod.options.parse({ diagnostics: true }));
    const figure = build(sampleResult('r', 'cox', parts, {}, { options: { level: 0.95 } }));
    expect(layersWith(figure.wide, { type: 'point' }).map((layer) => layer.data.values.length)).toEqual([
      32, 32,
    ]);
    expect(layersWith(figure.wide, { type: 'line' })).toHaveLength(2);
    expect(figure.summary).toMatch(/Active: Test of proportional hazards: chi-square .*; AGE: /);
    expect(figure.footnotes).toContain('Points: 32 a panel.');
  });
});
