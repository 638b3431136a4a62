import type { Layer } from '../layout/layers.js';

/** The time axis of a figure of curves. A logarithmic one starts above 0. */
export interface TimeAxis {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
}

/** The scales that curves, bands, axes and the table under the axis share. */
export interface CurveScales {
  readonly x: Layer;
  readonly y: Layer;
}

export function curveScales({ type, domain }: TimeAxis, range: readonly [number, number]): CurveScales {
  const timeScale = type === 'log' ? { type } : { zero: false };
  return {
    x: { type: 'quantitative', title: null, scale: { domain, nice: false, ...timeScale } },
    y: { type: 'quantitative', title: null, scale: { domain: range, nice: false, zero: false } },
  };
}

/** The pixel of a time on an axis of `width` pixels. */
export function placeOfTime({ type, domain }: TimeAxis, width: number): (time: number) => number {
  const measure = type === 'log' ? Math.log : (time: number): number => time;
  const [start, end] = [measure(domain[0]), measure(domain[1])];
  return (time) => ((measure(time) - start) / (end - start)) * width;
}
