/** Reads a spec as a test wants to see it: its layers, their rows, the texts in it. */
import type { VegaLiteSpec } from '../../src/core/display.js';

export interface SpecLayer {
  readonly data: { readonly values: readonly Readonly<Record<string, unknown>>[] };
  readonly mark: { readonly type: string; readonly shape?: string; readonly interpolate?: string };
  readonly encoding: Readonly<Record<string, { readonly [key: string]: unknown }>>;
}

export function layersOf(spec: VegaLiteSpec): readonly SpecLayer[] {
  return spec['layer'] as readonly SpecLayer[];
}

export function layersWith(spec: VegaLiteSpec, mark: Partial<SpecLayer['mark']>): readonly SpecLayer[] {
  return layersOf(spec).filter((layer) =>
    Object.entries(mark).every(([key, value]) => layer.mark[key as keyof SpecLayer['mark']] === value),
  );
}

export function textsOf(spec: VegaLiteSpec): readonly string[] {
  return layersWith(spec, { type: 'text' }).flatMap(({ data }) =>
    data.values.map(({ text }) => String(text)),
  );
}

/** The x scales of all layers that have one; `scale: null` means pixels. */
export function xScales(spec: VegaLiteSpec): readonly unknown[] {
  return layersOf(spec).flatMap(({ encoding }) => {
    const scale = encoding['x']?.['scale'];
    return scale === null || scale === undefined ? [] : [scale];
  });
}
