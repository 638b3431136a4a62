import type { VegaLiteSpec } from '../../core/display.js';
import { theme, type Variant, vegaLiteSchema } from '../style/theme.js';
import type { Layer } from './layers.js';

export interface FigureFrame {
  readonly variant: Variant;
  /** The plotting area, in pixels; everything outside it is padding. */
  readonly width: number;
  readonly height: number;
  readonly padding: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
}

/** A layered spec of a fixed size: what the layout has measured is what Vega draws. */
export function figureSpec(frame: FigureFrame, description: string, layers: readonly Layer[]): VegaLiteSpec {
  return {
    $schema: vegaLiteSchema,
    description,
    width: frame.width,
    height: frame.height,
    padding: frame.padding,
    autosize: { type: 'none' },
    config: theme(frame.variant),
    layer: layers,
  };
}
