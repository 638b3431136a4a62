import { colours } from './palette.js';

/** One sans-serif stack whose members have the widths of `text-width.ts` (or nearly, for the last one). */
export const fontStack = 'Helvetica, Arial, "Liberation Sans", sans-serif';

/** Font sizes in pixels at design width. Pages never shrink a figure below 0.88 of it, so 12 stays above 10. */
export const fontSizes = { wide: 12, narrow: 11 } as const;

/** Design widths in pixels: two columns of a journal (or a laptop), and a telephone of 360 pixels less its margins. */
export const figureWidths = { wide: 720, narrow: 328 } as const;

export type Variant = keyof typeof figureWidths;

/** The one Vega-Lite configuration: every figure carries it, so that a copied spec draws the same elsewhere. */
export function theme(variant: Variant): { readonly [key: string]: unknown } {
  const fontSize = fontSizes[variant];
  return {
    background: null,
    font: fontStack,
    aria: false,
    view: { stroke: null },
    axis: {
      domainColor: colours.axis,
      tickColor: colours.axis,
      domainWidth: 1,
      tickSize: 5,
      grid: false,
      gridColor: colours.grid,
      labelColor: colours.ink,
      labelFontSize: fontSize,
      labelPadding: 4,
      labelOverlap: false,
      labelFlush: false,
      titleColor: colours.ink,
      titleFontSize: fontSize,
      titleFontWeight: 'normal',
    },
    text: { fontSize, color: colours.ink, baseline: 'middle' },
  };
}

export const vegaLiteSchema = 'https://vega.github.io/schema/vega-lite/v6.json';
