import { describe, expect, it } from 'vitest';
import type { CurvesPart, Result } from '../../../src/core/result.js';
import { meanCumulativeCountDisplay } from '../../../src/displays/charts/mean-cumulative-count/mean-cumulative-count.js';
import { meanCumulativeCountOptions } from '../../../src/displays/charts/mean-cumulative-count/mean-cumulative-count-options.js';
import { recurrentRelapses } from '../sample-event-histories.js';
import { survivalCurves } from '../sample-results.js';
import { layersWith, textsOf, xScales } from '../spec-parts.js';

const build = (result: Result, options: object = {}) =>
  meanCumulativeCountDisplay.build([result], {
    ...meanCumulativeCountOptions.parse(options),
    title: 'Relapses',
  });

const partOf = (result: Result) => result.parts.find((part): part is CurvesPart => part.kind === 'curves')!;

describe('curves of mean numbers of events', () => {
  const figure = build(recurrentRelapses);
  const { curves } = partOf(recurrentRelapses);

  it('rise past 1 on an axis that holds the bands', () => {
    const lines = layersWith(figure.wide, { type: 'line' });
    expect(lines).toHaveLength(2);
    lines.forEach(({ mark, data }, arm) => {
      expect(mark.interpolate).toBe('step-after');
      const drawn = data.values as unknown as { estimate: number }[];
      expect(drawn[0]!.estimate).toBe(0);
      expect(drawn.at(-1)!.estimate).toBeCloseTo(curves[arm]!.estimate.at(-1)!, 6);
    });
    const highest = Math.max(...curves.flatMap(({ upper }) => upper.map((limit) => limit ?? 0)));
    const domains = layersWith(figure.wide, { type: 'area' }).map(
      ({ encoding }) => (encoding['y']!['scale'] as { domain: [number, number] }).domain,
    );
    expect(domains).toHaveLength(2);
    for (const [low, high] of domains) {
      expect(low).toBe(0);
      expect(high).toBeGreaterThanOrEqual(highest);
      expect(high).toBeGreaterThan(1);
    }
  });

  it('share one time scale with numbers at risk and events so far, without a row of censored', () => {
    expect(new Set(xScales(figure.wide).map((scale) => JSON.stringify(scale))).size).toBe(1);
    const texts = textsOf(figure.wide);
    expect(texts.filter((text) => text === 'At risk')).toHaveLength(2);
    expect(texts.filter((text) => text === 'Events')).toHaveLength(2);
    expect(texts).not.toContain('Censored');
    expect(texts).not.toContain('Competing');
    expect(texts).toContain('41');
    const events = curves[1]!.events.reduce((sum, count) => sum + count, 0);
    expect(Number(figure.table.rows.at(-1)!['events'])).toBeLessThanOrEqual(events);
    expect(figure.table.rows.at(-1)!['events']).not.toBe('0');
  });

  it('say which side is better, in the axis title and beneath', () => {
    expect(textsOf(figure.wide)).toContain('Mean number of events per subject (lower is better)');
    expect(figure.footnotes).toContain('Lower curves are better for patients.');
    const silent = { ...recurrentRelapses, context: { ...recurrentRelapses.context, benefit: null } };
    expect(textsOf(build(silent).wide)).toContain('Mean number of events per subject');
  });

  it('are told in a sentence with intervals', () => {
    expect(figure.summary).toMatch(
      /^Mean number of events per subject by \d+ weeks: satralizumab \d\.\d\d \(95% CI \d\.\d\d–\d\.\d\d\); placebo \d\.\d\d \(95% CI /,
    );
  });

  it('are cut where asked, and the notes say so', () => {
    const cut = build(recurrentRelapses, { maximum: 0.5, bands: false });
    expect(layersWith(cut.wide, { type: 'area' })).toHaveLength(0);
    const highest = layersWith(cut.wide, { type: 'line' }).flatMap(({ data }) =>
      (data.values as unknown as { estimate: number }[]).map(({ estimate }) => estimate),
    );
    expect(Math.max(...highest)).toBe(0.5);
    expect(cut.footnotes).toContain('The vertical axis ends at 0.5; what lies above it is cut.');
    expect(cut.footnotes.some((note) => note.startsWith('Bands'))).toBe(false);
    expect(figure.footnotes.some((note) => note.includes('is cut'))).toBe(false);
  });

  it('refuse shares of subjects, and name the display that draws them', () => {
    expect(() => build(survivalCurves)).toThrow(/display\/no-mean-counts.*kaplan-meier/s);
  });
});
