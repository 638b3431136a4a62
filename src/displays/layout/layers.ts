import { colours } from '../style/palette.js';
import { textWidth } from '../style/text-width.js';

/**
 * Vega-Lite layers at pixel places. Layout happens in TypeScript with real font metrics; `scale: null` then hands
 * Vega the pixels as they are, so that columns of text, axis and marks share one view and cannot drift apart.
 */
export type Layer = { readonly [key: string]: unknown };

/** A position in pixels that comes from a data field. */
export const pixel = (field: string): Layer => ({ field, type: 'quantitative', scale: null, axis: null });

/** Pixels to a hundredth: enough for the eye, short in the file and equal on every machine. */
export const roundPixel = (value: number): number => Math.round(value * 100) / 100;

export interface PlacedText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface TextStyle {
  readonly align?: 'left' | 'center' | 'right';
  readonly weight?: 'normal' | 'bold';
  readonly colour?: string;
  readonly fontSize?: number;
}

export function textLayer(texts: readonly PlacedText[], style: TextStyle = {}): Layer {
  return {
    data: { values: texts.map(({ x, y, text }) => ({ x: roundPixel(x), y: roundPixel(y), text })) },
    mark: {
      type: 'text',
      align: style.align ?? 'left',
      ...(style.weight === 'bold' ? { fontWeight: 'bold' } : {}),
      ...(style.colour === undefined ? {} : { color: style.colour }),
      ...(style.fontSize === undefined ? {} : { fontSize: style.fontSize }),
    },
    encoding: { x: pixel('x'), y: pixel('y'), text: { field: 'text', type: 'nominal' } },
  };
}

export interface PlacedLine {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
}

export function lineLayer(
  lines: readonly PlacedLine[],
  style: { readonly colour?: string; readonly width?: number; readonly dash?: readonly number[] } = {},
): Layer {
  return {
    data: {
      values: lines.map(({ x, y, x2, y2 }) => ({
        x: roundPixel(x),
        y: roundPixel(y),
        x2: roundPixel(x2),
        y2: roundPixel(y2),
      })),
    },
    mark: {
      type: 'rule',
      color: style.colour ?? colours.rule,
      strokeWidth: style.width ?? 1,
      ...(style.dash === undefined ? {} : { strokeDash: style.dash }),
    },
    encoding: {
      x: pixel('x'),
      y: pixel('y'),
      x2: { field: 'x2' },
      y2: { field: 'y2' },
    },
  };
}

/** The widest of some cells, rounded up to whole pixels. */
export function columnWidth(
  cells: readonly string[],
  fontSize: number,
  weight: 'normal' | 'bold' = 'normal',
): number {
  return Math.ceil(cells.reduce((widest, cell) => Math.max(widest, textWidth(cell, fontSize, weight)), 0));
}

/** The layers that have anything to draw. */
export function withRows(layers: readonly Layer[]): readonly Layer[] {
  return layers.filter(
    (layer) => (layer['data'] as { readonly values: readonly unknown[] }).values.length > 0,
  );
}
