import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curve, Result } from '../../../src/core/result.js';
import { kaplanMeierDisplay } from '../../../src/displays/charts/kaplan-meier/kaplan-meier.js';
import { kaplanMeierDisplayOptions } from '../../../src/displays/charts/kaplan-meier/kaplan-meier-options.js';
import { spread } from '../../../src/displays/curves/arm-labels.js';
import {
  competingEvents,
  curveAt,
  hasLateEntry,
  numbersAt,
} from '../../../src/displays/curves/curve-at-time.js';
import { sampleResult, simulatedCurve, survivalCurves, threeCurves } from '../sample-results.js';
import { layersOf, layersWith, textsOf, xScales } from '../spec-parts.js';

const build = (result: Result, options: object = {}) =>
  kaplanMeierDisplay.build([result], { ...kaplanMeierDisplayOptions.parse(options), title: 'Curves' });

/** Five subjects: events at 2 and 4, censored at 3 and 5 (two). */
const five: Curve = {
  group: 'all',
  time: [0, 2, 3, 4, 5],
  estimate: [1, 0.8, 0.8, 0.5333333333333333, 0.5333333333333333],
  lower: [1, 0.5, 0.5, 0.2, 0.2],
  upper: [1, 1, 1, 1, 1],
  atRisk: [5, 5, 4, 3, 2],
  events: [0, 1, 0, 1, 0],
  censored: [0, 0, 1, 0, 2],
};

describe('the table under the curves', () => {
  it('counts at risk just before a time, events and censored before it', () => {
    expect(numbersAt(five, 0)).toEqual({ atRisk: 5, events: 0, censored: 0, competing: 0 });
    expect(numbersAt(five, 2)).toEqual({ atRisk: 5, events: 0, censored: 0, competing: 0 });
    expect(numbersAt(five, 2.5)).toEqual({ atRisk: 4, events: 1, censored: 0, competing: 0 });
    expect(numbersAt(five, 5)).toEqual({ atRisk: 2, events: 2, censored: 1, competing: 0 });
    expect(numbersAt(five, 6)).toEqual({ atRisk: 0, events: 2, censored: 3, competing: 0 });
  });

  it('adds up to the size of the arm at every time', () => {
    const curve = simulatedCurve('a', 200, 0.03, 7);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 40, noNaN: true }), (time) => {
        const { atRisk, events, censored } = numbersAt(curve, time);
        expect(atRisk + events + censored).toBe(200);
      }),
    );
  });

  it('stands on the x scale of the curves themselves', () => {
    const { wide } = build(survivalCurves);
    const numbers = layersWith(wide, { type: 'text' }).find(
      ({ encoding }) => encoding['x']!['field'] === 'time',
    )!;
    const curve = layersWith(wide, { type: 'line' })[0]!;
    expect(numbers.encoding['x']!['scale']).toEqual(curve.encoding['x']!['scale']);
    expect(new Set(xScales(wide).map((scale) => JSON.stringify(scale))).size).toBe(1);
    expect([...new Set(numbers.data.values.map(({ time }) => time))]).toEqual([0, 7, 14, 21, 28]);
  });

  it('knows late entry', () => {
    expect(hasLateEntry(five)).toBe(false);
    expect(hasLateEntry({ ...five, atRisk: [2, 2, 4, 3, 2] })).toBe(true);
  });
});

describe('the curves', () => {
  it('have a value up to the last time observed and none after', () => {
    expect(curveAt(five, 1.99)?.estimate).toBe(1);
    expect(curveAt(five, 2)?.estimate).toBe(0.8);
    expect(curveAt(five, 5)?.estimate).toBeCloseTo(0.533, 3);
    expect(curveAt(five, 5.1)).toBeNull();
  });

  it('are steps with bands, told apart by dash as well as colour', () => {
    const { wide } = build(survivalCurves);
    const [first, second] = layersWith(wide, { type: 'line' }) as unknown as {
      mark: Record<string, unknown>;
    }[];
    expect(first!.mark['interpolate']).toBe('step-after');
    expect(first!.mark['strokeDash']).toBeUndefined();
    expect(second!.mark['strokeDash']).toEqual([6, 3]);
    expect(layersWith(wide, { type: 'area' })).toHaveLength(2);
    expect(layersWith(build(survivalCurves, { bands: false }).wide, { type: 'area' })).toHaveLength(0);
  });

  it('start at 100% and turn over for cumulative incidence', () => {
    const survival = layersWith(build(survivalCurves).wide, { type: 'line' })[0]!.data.values;
    const incidence = layersWith(build(survivalCurves, { show: 'cumulative-incidence' }).wide, {
      type: 'line',
    })[0]!.data.values;
    expect(survival[0]!['estimate']).toBe(1);
    survival.forEach((point, index) => {
      expect((point['estimate'] as number) + (incidence[index]!['estimate'] as number)).toBeCloseTo(1, 6);
    });
  });

  it('break the band where a limit does not exist', () => {
    const holes: Curve = { ...five, lower: [1, 0.5, null, null, null], upper: [1, 1, null, null, null] };
    const result = sampleResult('h', 'kaplan-meier', [
      {
        kind: 'curves',
        quantity: 'survival',
        timeUnit: 'months',
        level: 0.9,
        intervalMethod: 'log-log',
        curves: [holes],
      },
    ]);
    const figure = build(result);
    expect(layersWith(figure.wide, { type: 'area' })[0]!.data.values).toHaveLength(2);
    expect(figure.footnotes.join(' ')).toContain('90% intervals, log-log');
  });

  it('mark censoring in small arms and leave it to the table in large ones', () => {
    const marks = (figure: ReturnType<typeof build>) =>
      layersOf(figure.wide).filter(({ mark }) => mark.shape === 'M0,-1L0,1').length;
    expect(marks(build(threeCurves))).toBe(3);
    expect(marks(build(survivalCurves))).toBe(0);
    expect(marks(build(survivalCurves, { censorMarks: 'show' }))).toBe(2);
  });

  it('say what they show, and that an axis is cut', () => {
    const figure = build(survivalCurves, { range: [0.5, 1] });
    expect(figure.summary).toMatch(/^Event-free at 28 days: tocilizumab \d\d\.\d% \(95% CI .*\)/);
    expect(figure.footnotes).toContain('The vertical axis shows 50% to 100% only.');
    expect(figure.footnotes.join(' ')).toContain('log transform');
  });

  it('carry arm names at their ends where there is room, else in a legend', () => {
    const texts = textsOf(build(threeCurves).wide);
    expect(texts.filter((text) => text === 'Placebo')).toHaveLength(2);
    expect(texts).toContain('baseline treatment');
  });

  it('refuse a result without a time', () => {
    const empty = sampleResult('e', 'kaplan-meier', [
      {
        kind: 'curves',
        quantity: 'survival',
        timeUnit: 'days',
        level: 0.95,
        intervalMethod: 'log',
        curves: [],
      },
    ]);
    expect(() => build(empty)).toThrow('has no curve to draw');
  });
});

describe('incidence with competing events', () => {
  /** Six subjects: an event at 1, a competing one at 2, an event at 3, three censored at 4. */
  const incidence: Curve = {
    group: 'tocilizumab',
    time: [0, 1, 2, 3, 4],
    estimate: [0, 1 / 6, 1 / 6, 1 / 3, 1 / 3],
    lower: [0, 0.01, 0.01, 0.05, 0.05],
    upper: [0, 0.5, 0.5, 0.7, 0.7],
    atRisk: [6, 6, 5, 4, 3],
    events: [0, 1, 0, 1, 0],
    censored: [0, 0, 0, 0, 3],
  };
  const result = sampleResult('cif', 'cumulative-incidence', [
    {
      kind: 'curves',
      quantity: 'cumulative-incidence',
      timeUnit: 'weeks',
      level: 0.95,
      intervalMethod: 'log-log',
      curves: [incidence],
    },
  ]);

  it('counts competing events in a row of their own', () => {
    expect(numbersAt(incidence, 3)).toEqual({ atRisk: 4, events: 1, censored: 0, competing: 1 });
    expect(competingEvents(incidence)).toBe(1);
    expect(competingEvents(five)).toBe(0);
    const figure = build(result);
    expect(textsOf(figure.wide)).toContain('Competing');
    expect(figure.table.columns.map(({ label }) => label)).toContain('Competing events');
  });

  it('is drawn as it is, whatever is asked', () => {
    for (const show of ['survival', 'cumulative-incidence']) {
      const figure = build(result, { show });
      expect(layersWith(figure.wide, { type: 'line' })[0]!.data.values[0]!['estimate']).toBe(0);
      expect(figure.summary).toContain('Cumulative incidence at 4 weeks: tocilizumab 33.3%');
    }
  });
});

describe('curves that are not shares, or have no intervals', () => {
  const withCurves = (quantity: 'survival' | 'mean-cumulative-count' | 'state-occupancy', curve: Curve) =>
    sampleResult('infections', 'Infections', [
      {
        kind: 'curves',
        quantity,
        timeUnit: 'weeks',
        level: 0.95,
        intervalMethod: 'log scale',
        curves: [curve],
      },
    ]);

  it('refuses mean numbers of events and shares of states, and names the displays that draw them', () => {
    expect(() => build(withCurves('mean-cumulative-count', five))).toThrow(
      /display\/not-a-share.*mean numbers of events.*Use the display mean-cumulative-count/s,
    );
    expect(() => build(withCurves('state-occupancy', five))).toThrow(
      /display\/not-a-share.*shares of several states.*Use the display state-occupancy/s,
    );
  });

  it('says which curves are better, whichever way the figure is turned', () => {
    const better = (
      quantity: 'survival' | 'cumulative-incidence',
      benefit: 'lower' | 'higher' | null,
      show: string,
    ) => {
      const result = withCurves(quantity as 'survival', five);
      const figure = build({ ...result, context: { ...result.context, benefit } }, { show });
      return figure.footnotes.find((note) => note.endsWith('better for patients.'))?.split(' ')[0];
    };
    // Deaths are bad: more free of them, or fewer with them.
    expect(better('survival', 'lower', 'survival')).toBe('Higher');
    expect(better('survival', 'lower', 'cumulative-incidence')).toBe('Lower');
    expect(better('cumulative-incidence', 'lower', 'survival')).toBe('Lower');
    // Improvement is good.
    expect(better('survival', 'higher', 'survival')).toBe('Lower');
    expect(better('cumulative-incidence', 'higher', 'survival')).toBe('Higher');
    expect(better('survival', null, 'survival')).toBeUndefined();
  });

  it('speaks of bands only where there are intervals', () => {
    const none = five.time.map(() => null);
    const bands = /^Bands:/;
    expect(build(withCurves('survival', five)).footnotes.some((note) => bands.test(note))).toBe(true);
    const bare = build(withCurves('survival', { ...five, lower: none, upper: none }));
    expect(bare.footnotes.some((note) => bands.test(note))).toBe(false);
  });
});

describe('spread', () => {
  it('moves labels apart in their order and inside the plot', () => {
    const placed = spread([100, 102, 101], [16, 16, 16], 300);
    expect(placed[2]! - placed[0]!).toBeGreaterThan(15.5);
    expect(placed[1]! - placed[2]!).toBeGreaterThan(15.5);
    expect(Math.max(...spread([299, 298], [16, 32], 300))).toBeLessThanOrEqual(292);
  });
});
