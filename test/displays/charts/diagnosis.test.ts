import { describe, expect, it } from 'vitest';
import { limitsOfAgreementDisplay } from '../../../src/displays/charts/limits-of-agreement/limits-of-agreement.js';
import { rocDisplay } from '../../../src/displays/charts/roc/roc.js';
import { limitsOfAgreement, oneMarker, severalMarkers } from '../sample-diagnosis.js';
import { restrictedMeans } from '../sample-results.js';

describe('the roc display', () => {
  it('marks a cut at the point that stands for it', () => {
    const figure = rocDisplay.build([oneMarker], rocDisplay.options.parse({ cuts: [0.5] }));
    const part = oneMarker.parts.find(({ kind }) => kind === 'points');
    if (part?.kind !== 'points') throw new Error('expected points');
    const cuts = part.series[0]!.labels!.filter((label) => label !== '').map(Number);
    const nearest = cuts.reduce((best, cut) => (Math.abs(cut - 0.5) < Math.abs(best - 0.5) ? cut : best));
    expect(JSON.stringify(figure.wide)).toContain(`cut ${nearest}`);
  });

  it('refuses cuts of several markers and results without curves', () => {
    expect(() => rocDisplay.build([severalMarkers], rocDisplay.options.parse({ cuts: [1] }))).toThrow(
      /one marker/,
    );
    expect(() => rocDisplay.build([restrictedMeans], rocDisplay.options.parse({}))).toThrow(/no curve/);
    expect(() => rocDisplay.build([limitsOfAgreement], rocDisplay.options.parse({}))).toThrow(/no curve/);
  });

  it('prints each area with its own limits, in order', () => {
    const part = oneMarker.parts.find(({ kind }) => kind === 'summary');
    if (part?.kind !== 'summary') throw new Error('expected a summary');
    const { value, interval } = part.rows.find(({ statistic }) => statistic === 'auc')!;
    const [area, lower, upper] = [value, interval!.lower, interval!.upper].map((each) =>
      (each as number).toFixed(2),
    );
    const figure = rocDisplay.build([oneMarker], rocDisplay.options.parse({}));
    expect(figure.table.rows[0]!['area']).toBe(`${area} (${lower}\u2013${upper})`);
  });

  it('prints areas only where asked', () => {
    const text = (area: boolean) =>
      JSON.stringify(rocDisplay.build([severalMarkers], rocDisplay.options.parse({ area })).wide);
    expect(text(true)).toMatch(/"Area 0\.\d\d/);
    expect(text(false)).not.toMatch(/"Area 0\.\d\d/);
  });
});

describe('the display of limits of agreement', () => {
  it('holds every point and line inside the axis', () => {
    const figure = limitsOfAgreementDisplay.build(
      [limitsOfAgreement],
      limitsOfAgreementDisplay.options.parse({}),
    );
    const height = figure.wide['height'] as number;
    for (const layer of figure.wide['layer'] as { data: { values: { y?: number }[] } }[]) {
      for (const { y } of layer.data.values) {
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(height);
      }
    }
    expect(figure.table.rows.map((row) => row['line'])).toEqual(['Mean', 'Lower limit', 'Upper limit']);
  });

  it('refuses a result without limits', () => {
    expect(() =>
      limitsOfAgreementDisplay.build([restrictedMeans], limitsOfAgreementDisplay.options.parse({})),
    ).toThrow(/no limits/);
  });
});
