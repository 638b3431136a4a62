import { describe, expect, it } from 'vitest';
import type { Result } from '../../../src/core/result.js';
import { ordinalBarsDisplay } from '../../../src/displays/charts/ordinal-bars/ordinal-bars.js';
import { ordinalBarsOptions } from '../../../src/displays/charts/ordinal-bars/ordinal-bars-options.js';
import { proportionBarsDisplay } from '../../../src/displays/charts/proportion-bars/proportion-bars.js';
import { proportionBarsOptions } from '../../../src/displays/charts/proportion-bars/proportion-bars-options.js';
import { contrastRatio } from '../../../src/displays/style/category-ramp.js';
import {
  emptyProportion,
  recoveryRatios,
  remapOrdinal,
  remdactaOrdinal,
  responderRates,
} from '../sample-results.js';
import { layersWith, textsOf } from '../spec-parts.js';

const ordinal = (result: Result, options: object = {}) =>
  ordinalBarsDisplay.build([result], { ...ordinalBarsOptions.parse(options), title: 'Ordinal' });
const proportions = (results: readonly Result[], options: object = {}) =>
  proportionBarsDisplay.build(results, { ...proportionBarsOptions.parse(options), title: 'Proportions' });

const segments = (figure: ReturnType<typeof ordinal>) =>
  layersWith(figure.wide, { type: 'rect' }).find(({ encoding }) => encoding['x']!['field'] === 'from')!.data
    .values;

describe('ordinal bars', () => {
  it('fill each bar from 0 to 1 without gap or overlap', () => {
    const byArm = new Map<unknown, { from: number; to: number }[]>();
    for (const row of segments(ordinal(remapOrdinal))) {
      byArm.set(row['y'], [...(byArm.get(row['y']) ?? []), row as unknown as { from: number; to: number }]);
    }
    expect(byArm.size).toBe(2);
    for (const bar of byArm.values()) {
      expect(bar[0]!.from).toBe(0);
      expect(bar.at(-1)!.to).toBe(1);
      bar.slice(1).forEach((segment, index) => {
        expect(segment.from).toBe(bar[index]!.to);
      });
    }
  });

  it('leave empty categories out of the bar and keep them in legend and table', () => {
    const figure = ordinal(remapOrdinal);
    expect(figure.table.rows).toHaveLength(23);
    expect(figure.table.rows[2]).toMatchObject({ category: '1', arm0: '0 (0.0%)' });
    expect(segments(figure).length).toBeLessThan(46);
  });

  it('are darkest where the outcome is worst, whichever end that is', () => {
    const darkness = (figure: ReturnType<typeof ordinal>) =>
      segments(figure).map(({ colour }) => contrastRatio(String(colour), '#ffffff'));
    const lower = darkness(ordinal(remdactaOrdinal)).slice(0, 7);
    const higher = darkness(ordinal(remapOrdinal)).slice(0, 5);
    expect(lower.at(-1)).toBe(Math.max(...lower));
    expect(higher[0]).toBe(Math.max(...higher));
  });

  it('write counts only where they fit', () => {
    expect(textsOf(ordinal(remdactaOrdinal).wide)).toEqual(
      expect.arrayContaining(['54%', '(231)', '52%', '(110)']),
    );
    expect(textsOf(ordinal(remapOrdinal).narrow)).not.toContain('(3)');
    expect(textsOf(ordinal(remdactaOrdinal, { labels: 'none' }).wide)).not.toContain('54%');
  });

  it('note the common odds ratio beneath', () => {
    expect(ordinal(remdactaOrdinal).footnotes[0]).toMatch(
      /^Proportional odds ratio, .*: 0\.95 \(0\.69–1\.30\), p=0\.42/,
    );
  });

  it('refuse a result without categories', () => {
    expect(() => ordinal(recoveryRatios[0]!)).toThrow('has no counts by category');
  });
});

describe('proportion bars', () => {
  it('give each arm one colour over all analyses', () => {
    const bars = layersWith(proportions(responderRates).wide, { type: 'rect' }).filter(
      ({ encoding }) => encoding['fill'],
    );
    expect(bars).toHaveLength(3);
    for (const { data } of bars) expect(data.values).toHaveLength(3);
    expect(textsOf(proportions(responderRates).wide)).toContain('58.5% (51.8–65.3%)');
  });

  it('keep an arm without subjects and say so', () => {
    const figure = proportions([emptyProportion]);
    expect(textsOf(figure.wide)).toContain('empty group');
    expect(figure.footnotes).toContain('Not estimable: Placebo (empty group).');
  });

  it('use a given end of the axis', () => {
    const rule = layersWith(proportions(responderRates, { maximum: 1 }).wide, { type: 'rule' }).find(
      ({ encoding }) => encoding['x']!['axis'],
    )!;
    expect(rule.encoding['x']!['scale']).toMatchObject({ domain: [0, 1] });
  });
});
