import type { Layer } from '../../layout/layers.js';

/** The scales that curves, bands, axes and the table under the axis share. */
export interface CurveScales {
  readonly x: Layer;
  readonly y: Layer;
}

export function curveScales(end: number, range: readonly [number, number]): CurveScales {
  return {
    x: { type: 'quantitative', title: null, scale: { domain: [0, end], nice: false, zero: false } },
    y: { type: 'quantitative', title: null, scale: { domain: range, nice: false, zero: false } },
  };
}
