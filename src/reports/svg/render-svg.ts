import type { VegaLiteSpec } from '../../core/display.js';
import { InternalError } from '../../core/errors.js';
import { type TextMetrics, withFontMetrics } from './text-metrics.js';
import { type SvgText, tidySvg } from './tidy-svg.js';

/** A compiled Vega specification: what the runtime in a page draws. */
export type VegaSpec = { readonly [key: string]: unknown };

export interface RenderedFigure {
  readonly svg: string;
  readonly vega: VegaSpec;
}

interface VegaRuntime {
  readonly parse: (spec: VegaSpec, config?: unknown) => unknown;
  readonly View: new (runtime: unknown, options: { renderer: 'none'; logLevel: number }) => VegaView;
  readonly Error: number;
  readonly textMetrics: TextMetrics;
  readonly resetSVGDefIds: () => void;
}

interface VegaView {
  toSVG(): Promise<string>;
  finalize(): unknown;
}

/** Vega keeps ids and text metrics in module state, so renders take turns: the same input gives the same bytes. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Draws a Vega-Lite spec as a stand-alone SVG that scales with its container and is named by its title and
 * description. Vega is loaded at the first call, so that work without figures does not wait for it.
 */
export async function renderSvg(spec: VegaLiteSpec, text: SvgText): Promise<string> {
  return (await renderFigure(spec, text)).svg;
}

/** The SVG together with the compiled Vega spec, for pages that bring the figure to life. */
export function renderFigure(spec: VegaLiteSpec, text: SvgText): Promise<RenderedFigure> {
  const render = turn.then(() => renderNow(spec, text));
  turn = render.catch(() => undefined);
  return render;
}

async function renderNow(spec: VegaLiteSpec, text: SvgText): Promise<RenderedFigure> {
  const compiled = await compileVega(spec);
  const vega = (await import('vega')) as unknown as VegaRuntime;
  const raw = await withFontMetrics(vega.textMetrics, async () => {
    vega.resetSVGDefIds();
    const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.Error });
    try {
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  });
  return { svg: tidySvg(raw, text), vega: compiled };
}

/** Vega-Lite to Vega. A warning of the compiler is a mistake in a display, so it stops the render. */
export async function compileVega(spec: VegaLiteSpec): Promise<VegaSpec> {
  const { compile } = await import('vega-lite');
  const complaints: string[] = [];
  const complain = (...messages: readonly unknown[]) => {
    complaints.push(messages.map(String).join(' '));
    return logger;
  };
  const quiet = () => logger;
  const logger = { level: quiet, error: complain, warn: complain, info: quiet, debug: quiet };
  const { spec: compiled } = compile(spec as never, { logger: logger as never });
  if (complaints.length > 0) {
    throw new InternalError({
      code: 'report/spec-warning',
      where: String(spec['description'] ?? 'figure'),
      what: `Vega-Lite complains about a spec: ${complaints.join('; ')}`,
    });
  }
  return compiled as unknown as VegaSpec;
}
