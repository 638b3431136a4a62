import { describe, expect, it } from 'vitest';
import { renderFigure, renderSvg } from '../../src/reports/svg/render-svg.js';
import { withFontMetrics } from '../../src/reports/svg/text-metrics.js';
import { buildSample, sampleCalls } from '../displays/sample-displays.js';

const text = { id: 'f1', title: 'A < B & "C"', description: 'What it shows.' };
const bar = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  data: { values: [{ x: 1, label: 'iiiiiiiiii' }] },
  mark: { type: 'bar', clip: true },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'label', type: 'nominal' } },
};

describe('renderSvg', () => {
  it('names the image for assistive technology and scales it', async () => {
    const svg = await renderSvg(bar, text);
    expect(svg).toMatch(
      /^<svg [^>]*viewBox="0 0 [\d.]+ [\d.]+" width="100%" role="img" aria-labelledby="f1-title f1-description">/,
    );
    expect(svg).toContain('<title id="f1-title">A &lt; B &amp; &quot;C&quot;</title>');
    expect(svg.match(/role=/g)).toHaveLength(1);
  });

  it('gives every id the prefix of its figure', async () => {
    const svg = await renderSvg(bar, text);
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!);
    expect(ids.length).toBeGreaterThan(2);
    for (const id of ids) expect(id).toMatch(/^f1-/);
    for (const [, reference] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(reference);
  });

  it('gives the same bytes again, also when renders overlap', async () => {
    const alone = await renderSvg(bar, text);
    const together = await Promise.all([renderSvg(bar, text), renderSvg(bar, text), renderSvg(bar, text)]);
    expect(new Set([alone, ...together]).size).toBe(1);
  });

  it('makes room by the width of letters, not by their number', async () => {
    const width = async (label: string): Promise<number> => {
      const spec = { ...bar, data: { values: [{ x: 1, label }] } };
      return Number(/viewBox="0 0 ([\d.]+)/.exec(await renderSvg(spec, text))![1]);
    };
    expect((await width('WWWWWWWWWW')) - (await width('iiiiiiiiii'))).toBeGreaterThan(50);
  });

  it('stops at the first complaint of the compiler', async () => {
    const wrong = {
      ...bar,
      encoding: {
        ...bar.encoding,
        x: { field: 'x', type: 'quantitative', scale: { type: 'log', zero: true } },
      },
    };
    await expect(renderSvg(wrong, text)).rejects.toThrow('report/spec-warning');
    // The queue goes on after a failure.
    await expect(renderSvg(bar, text)).resolves.toContain('<svg');
  });

  it('puts back the measure that it found', async () => {
    const metrics = { width: () => 42 };
    const found = metrics.width;
    await withFontMetrics(metrics, async () => {
      const { width } = metrics as { width: (item: object, text: string) => number };
      expect(width({ fontSize: 10 }, 'ii')).toBeCloseTo(4.44, 10);
      expect(width({ fontSize: 10, fontWeight: 700 }, 'ii')).toBeCloseTo(5.56, 10);
    });
    expect(metrics.width).toBe(found);
    await expect(withFontMetrics(metrics, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(metrics.width).toBe(found);
  });
});

describe.each(sampleCalls.map((call) => [`${call.display}: ${call.name}`, call] as const))(
  '%s',
  (_name, call) => {
    it('has no letter below 11 pixels at design width, no style attribute, and no size of its own', async () => {
      const figure = buildSample(call);
      for (const spec of [figure.wide, figure.narrow]) {
        const { svg } = await renderFigure(spec, text);
        const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map((match) => Number(match[1]));
        expect(sizes.length).toBeGreaterThan(3);
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
        expect(svg).not.toMatch(/ style="/);
        const padding = spec['padding'] as { left: number; right: number; top: number; bottom: number };
        expect(svg).toContain(
          `viewBox="0 0 ${(spec['width'] as number) + padding.left + padding.right} ${(spec['height'] as number) + padding.top + padding.bottom}"`,
        );
      }
    });
  },
);
