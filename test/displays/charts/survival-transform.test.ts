import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curve, Result } from '../../../src/core/result.js';
import { survivalTransformDisplay } from '../../../src/displays/charts/survival-transform/survival-transform.js';
import { survivalTransformOptions } from '../../../src/displays/charts/survival-transform/survival-transform-options.js';
import {
  transformedCurve,
  transformSurvival,
} from '../../../src/displays/charts/survival-transform/transformed-curve.js';
import { logTimeTicks } from '../../../src/displays/layout/axis-ticks.js';
import { sampleResult, survivalCurves, threeCurves } from '../sample-results.js';
import { layersWith, textsOf, xScales } from '../spec-parts.js';

const build = (result: Result, options: object = {}) =>
  survivalTransformDisplay.build([result], { ...survivalTransformOptions.parse(options), title: 'Curves' });

/** Five subjects: events at 2 and 4, one censored at 3, two at 5. */
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

const curvesResult = (curves: readonly Curve[], quantity: 'survival' | 'cumulative-incidence' = 'survival') =>
  sampleResult('t', 'kaplan-meier', [
    { kind: 'curves', quantity, timeUnit: 'weeks', level: 0.95, intervalMethod: 'log', curves },
  ]);

const lineValues = (result: Result, options: object = {}) =>
  layersWith(build(result, options).wide, { type: 'line' }).map(({ data }) => data.values);

describe('the transforms', () => {
  it('are -log S and log(-log S)', () => {
    expect(transformSurvival(0.8, 'cumulative-hazard')).toBeCloseTo(0.2231435513142097, 15);
    expect(transformSurvival(0.8, 'log-log')).toBeCloseTo(-1.4999399867595158, 14);
    expect(Object.is(transformSurvival(1, 'cumulative-hazard'), 0)).toBe(true);
    expect(transformSurvival(1, 'log-log')).toBe(Number.NEGATIVE_INFINITY);
    expect(transformSurvival(0, 'log-log')).toBe(Number.POSITIVE_INFINITY);
  });

  it('turn a constant hazard ratio into a constant distance', () => {
    const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(probability, fc.double({ min: 0.1, max: 10, noNaN: true }), (survival, ratio) => {
        const other = survival ** ratio;
        fc.pre(other > 1e-300 && other < 1 - 1e-12);
        const distance = transformSurvival(other, 'log-log') - transformSurvival(survival, 'log-log');
        expect(distance).toBeCloseTo(Math.log(ratio), 4);
      }),
    );
  });

  it('let the limits change places', () => {
    const { points } = transformedCurve(five, 'cumulative-hazard');
    expect(points[1]).toMatchObject({ time: 2, lower: 0 });
    expect(points[1]!.upper).toBeCloseTo(Math.log(2), 14);
  });
});

describe('the cumulative hazard', () => {
  it('starts at 0 and steps up', () => {
    const [values] = lineValues(curvesResult([five]));
    expect(values).toEqual([
      { time: 0, estimate: 0 },
      { time: 2, estimate: 0.223144 },
      { time: 4, estimate: 0.628609 },
      { time: 5, estimate: 0.628609 },
    ]);
  });

  it('ends where nobody is left without the event', () => {
    const dead: Curve = { ...five, estimate: [1, 0.8, 0.8, 0.4, 0], lower: [1, 0.5, 0.5, 0.1, null] };
    const figure = build(curvesResult([dead]));
    const line = layersWith(figure.wide, { type: 'line' })[0]!.data.values;
    expect(line.at(-1)).toEqual({ time: 5, estimate: 0.916291 });
    expect(figure.table.rows.find(({ time }) => time === '5')!['value']).toBe('∞');
    expect(figure.footnotes.join(' ')).toContain('its value there is infinite');
    expect(JSON.stringify(figure)).not.toContain('Infinity');
  });

  it('shades bands and shows the numbers at risk unless told otherwise', () => {
    const usual = build(survivalCurves);
    expect(layersWith(usual.wide, { type: 'area' })).toHaveLength(2);
    expect(textsOf(usual.wide)).toContain('At risk');
    const bare = build(survivalCurves, { bands: false, riskTable: false });
    expect(layersWith(bare.wide, { type: 'area' })).toHaveLength(0);
    expect(textsOf(bare.wide)).not.toContain('At risk');
    expect(bare.footnotes.join(' ')).not.toContain('At risk');
  });
});

describe('curves without limits', () => {
  it('have no band and say nothing of one', () => {
    const bare = { ...five, lower: five.lower.map(() => null), upper: five.upper.map(() => null) };
    const figure = build(curvesResult([bare]), { bands: true });
    expect(layersWith(figure.wide, { type: 'area' })).toHaveLength(0);
    expect(figure.footnotes.join(' ')).not.toContain('Bands');
    expect(figure.table.rows.map(({ interval }) => interval)).toEqual(figure.table.rows.map(() => ''));
  });
});

describe('the log-log plot', () => {
  it('has one logarithmic time axis for curves and numbers', () => {
    const { wide } = build(threeCurves, { scale: 'log-log' });
    const scales = new Set(xScales(wide).map((scale) => JSON.stringify(scale)));
    expect(scales.size).toBe(1);
    expect(JSON.parse([...scales][0]!)).toMatchObject({ type: 'log', domain: [1, 96] });
    expect(textsOf(wide)).toContain('Time (weeks, log scale)');
  });

  it('starts each curve at its first event', () => {
    const [values] = lineValues(curvesResult([five]), { scale: 'log-log' });
    expect(values![0]).toEqual({ time: 2, estimate: -1.49994 });
  });

  it('cuts bands at the ends of the axis and says so', () => {
    const figure = build(curvesResult([five]), { scale: 'log-log', bands: true });
    const band = layersWith(figure.wide, { type: 'area' })[0]!;
    const { domain } = band.encoding['y']!['scale'] as { domain: [number, number] };
    expect(band.data.values[0]!['lower']).toBe(domain[0]);
    expect(figure.footnotes.join(' ')).toContain('cut at the ends of the axis');
    expect(figure.table.rows.at(-1)!['interval']).toBe('−∞ to 0.48');
    expect(build(survivalCurves, { bands: true }).footnotes.join(' ')).not.toContain('−∞');
  });

  it('tells arms apart by dash and says both ends in words', () => {
    const figure = build(survivalCurves, { scale: 'log-log' });
    const [first, second] = layersWith(figure.wide, { type: 'line' }) as unknown as {
      mark: Record<string, unknown>;
    }[];
    expect(first!.mark['strokeDash']).toBeUndefined();
    expect(second!.mark['strokeDash']).toEqual([6, 3]);
    expect(figure.summary).toMatch(/^log\(−log S\(t\)\) at 1 day: tocilizumab .* at 20 days: /);
  });
});

describe('what has no transform', () => {
  it('is refused with a reason', () => {
    expect(() => build(curvesResult([five], 'cumulative-incidence'))).toThrow('display/no-survival');
    const nothing = { ...five, estimate: [1, 1, 1, 1, 1], events: [0, 0, 0, 0, 0] };
    expect(() => build(curvesResult([nothing]))).toThrow('display/no-events');
    expect(() => build(curvesResult([nothing]), { scale: 'log-log' })).toThrow('display/no-events');
  });

  it('leaves an arm without events out of the plot and keeps it in the table', () => {
    const quiet = { ...five, group: 'quiet', estimate: [1, 1, 1, 1, 1], events: [0, 0, 0, 0, 0] };
    const figure = build(curvesResult([five, quiet]), { scale: 'log-log' });
    expect(layersWith(figure.wide, { type: 'line' })).toHaveLength(1);
    expect(textsOf(figure.wide)).toContain('Quiet');
    expect(figure.table.rows.find(({ arm }) => arm === 'Quiet')).toMatchObject({ value: '−∞', interval: '' });
  });
});

describe('ticks of a logarithmic time axis', () => {
  it('are 1, 2 and 5 times powers of ten, or round steps where few of them fit', () => {
    expect(logTimeTicks(1, 96).ticks).toEqual([1, 2, 5, 10, 20, 50]);
    expect(logTimeTicks(0.02, 3).ticks).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]);
    expect(logTimeTicks(30, 45).ticks).toEqual([30, 35, 40, 45]);
  });
});
