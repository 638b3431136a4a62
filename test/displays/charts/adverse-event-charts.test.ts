import { describe, expect, it } from 'vitest';
import type { AdverseEventsData } from '../../../src/core/analysis-data.js';
import type { AnyMethod } from '../../../src/core/definition.js';
import { adverseEventDotDisplay } from '../../../src/displays/charts/adverse-event-dot/adverse-event-dot.js';
import { adverseEventVolcanoDisplay } from '../../../src/displays/charts/adverse-event-volcano/adverse-event-volcano.js';
import { placeNames } from '../../../src/displays/charts/adverse-event-volcano/place-names.js';
import { adverseEventSummaryMethod } from '../../../src/outcomes/descriptive/adverse-event-summary/definition.js';
import { baseline, descriptiveResult } from '../sample-descriptive.js';
import { layersOf, layersWith, textsOf } from '../spec-parts.js';

const arms = {
  levels: ['tocilizumab', 'placebo'],
  codes: Int32Array.from({ length: 60 }, (_, row) => row % 2),
};
/** Of 30 subjects an arm: PNEUMONIA in 12 v 2, HEADACHE in 1 v 9, RASH in 3 v 3. */
const subject = [
  ...Array.from({ length: 12 }, (_, row) => 2 * row),
  ...[1, 3],
  ...[0],
  ...Array.from({ length: 9 }, (_, row) => 2 * row + 1),
  ...[0, 2, 4, 1, 3, 5],
];
const term = [...Array(14).fill(0), ...Array(10).fill(1), ...Array(6).fill(2)] as number[];
const data: AdverseEventsData = {
  kind: 'adverse-events',
  group: arms,
  reference: 'placebo',
  exposureUnit: 'patient-years',
  events: {
    subject: Int32Array.from(subject),
    bodySystem: {
      levels: ['INFECTIONS', 'OTHER'],
      codes: Int32Array.from(term, (code) => (code === 0 ? 0 : 1)),
    },
    term: { levels: ['PNEUMONIA', 'HEADACHE', 'RASH'], codes: Int32Array.from(term) },
  },
};
const result = descriptiveResult(adverseEventSummaryMethod as unknown as AnyMethod, data);
const dots = (options: object = {}) =>
  adverseEventDotDisplay.build([result], adverseEventDotDisplay.options.parse(options));
const volcano = (options: object = {}) =>
  adverseEventVolcanoDisplay.build([result], adverseEventVolcanoDisplay.options.parse(options));

describe('adverse-event-dot', () => {
  it('orders events by their risk difference, beside both shares', () => {
    expect(dots().table.rows).toEqual([
      {
        event: 'PNEUMONIA',
        of: '12/30 (40.0%)',
        versus: '2/30 (6.7%)',
        difference: '33.3 (12.8–52.6)',
      },
      { event: 'RASH', of: '3/30 (10.0%)', versus: '3/30 (10.0%)', difference: '0.0 (−17.5 to 17.5)' },
      {
        event: 'HEADACHE',
        of: '1/30 (3.3%)',
        versus: '9/30 (30.0%)',
        difference: '−26.7 (−45.4 to −8.9)',
      },
    ]);
    expect(dots().summary).toBe(
      '3 adverse events, tocilizumab v placebo; most in excess with tocilizumab: PNEUMONIA (40.0% v 6.7%); most in excess with placebo: HEADACHE (3.3% v 30.0%).',
    );
  });

  it('draws the arms with a shape of their own, one a row, and a difference with its interval', () => {
    for (const spec of [dots().wide, dots().narrow]) {
      const shapes = layersWith(spec, { type: 'point' }).map(({ mark, data: { values } }) => [
        mark.shape,
        values.length,
      ]);
      expect(shapes).toEqual(
        expect.arrayContaining([
          ['circle', 3],
          ['triangle-up', 3],
          ['square', 3],
        ]),
      );
      const texts = textsOf(spec);
      expect(texts).toEqual(expect.arrayContaining(['PNEUMONIA', 'Tocilizumab', 'Placebo', '% of subjects']));
      expect(texts.join(' ')).toMatch(/Fewer with tocilizumab/);
    }
  });

  it('shows classes, other orders and the furthest events', () => {
    const events = (options: object) => dots(options).table.rows.map(({ event }) => event);
    expect(events({ rows: 'classes', sentenceCase: true })).toEqual(['Infections', 'Other']);
    expect(events({ sort: 'frequency' })).toEqual(['PNEUMONIA', 'HEADACHE', 'RASH']);
    expect(events({ limit: 2 })).toEqual(['PNEUMONIA', 'HEADACHE']);
    expect(dots({ limit: 2 }).footnotes[2]).toMatch(/^2 of 3 events are drawn/);
  });

  it('names an arm that is not compared, and a result without a comparison', () => {
    expect(() => dots({ arm: 'other' })).toThrow(/display\/unknown-arm.*one of tocilizumab/);
    expect(() => adverseEventDotDisplay.build([baseline], adverseEventDotDisplay.options.parse({}))).toThrow(
      /display\/no-rows/,
    );
  });
});

describe('adverse-event-volcano', () => {
  it('puts the smallest p first and names the events that stand out', () => {
    expect(volcano().table.rows.map(({ event, p }) => [event, p])).toEqual([
      ['PNEUMONIA', '0.002'],
      ['HEADACHE', '0.006'],
      ['RASH', '>0.99'],
    ]);
    expect(volcano().summary).toBe(
      'Of 3 adverse events, 2 have p below 0.05 without adjustment: 1 more often with tocilizumab (PNEUMONIA), 1 more often with placebo (HEADACHE).',
    );
    expect(textsOf(volcano({ sentenceCase: true }).wide)).toEqual(
      expect.arrayContaining(['Pneumonia', 'Headache']),
    );
    expect(textsOf(volcano({ labels: 0 }).wide)).not.toContain('PNEUMONIA');
  });

  it('draws one circle an event, higher for a smaller p and on the side of the arm with more', () => {
    const circles = layersOf(volcano().wide)
      .filter(({ mark }) => mark.shape === 'circle')
      .flatMap(({ data: { values } }) => values) as {
      x: number;
      y: number;
      size: number;
      tip: { title: string };
    }[];
    const of = (name: string) => circles.find(({ tip }) => tip.title === name)!;
    expect(circles).toHaveLength(3);
    expect(of('PNEUMONIA').x).toBeGreaterThan(of('RASH').x);
    expect(of('HEADACHE').x).toBeLessThan(of('RASH').x);
    expect(of('PNEUMONIA').y).toBeLessThan(of('HEADACHE').y);
    expect(of('PNEUMONIA').size).toBeGreaterThan(of('RASH').size);
  });

  it('never writes one name over another, or over a circle', () => {
    const event = (label: string) => ({
      label,
      bodySystem: null,
      of: { events: 1, n: 2, proportion: 0.5 },
      versus: { events: 0, n: 2, proportion: 0 },
      difference: 0.5,
      lower: 0,
      upper: 1,
      p: 0.01,
    });
    const circles = Array.from({ length: 8 }, (_, index) => ({
      event: event(`event number ${index}`),
      x: 100 + 3 * index,
      y: 100 + 2 * index,
      radius: 5,
    }));
    const { left, right } = placeNames(circles, 8, { left: 0, right: 220, top: 0, bottom: 200 }, 190, 12);
    const heights = [...left, ...right].map(({ y }) => y);
    expect(heights.length).toBeGreaterThan(1);
    for (const side of [left, right]) {
      const own = side.map(({ y }) => y).sort((a, b) => a - b);
      own.slice(1).forEach((y, index) => {
        expect(y - own[index]!).toBeGreaterThan(12);
      });
    }
  });
});
