import {
  type DisplayDefinition,
  defineDisplay,
  type Figure,
  type VegaLiteSpec,
} from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { Result } from '../../../core/result.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { partsOf } from '../../result-parts.js';
import type { Variant } from '../../style/theme.js';
import { type Panel, panelsOf } from './panel.js';
import { panelFrames, panelMarks } from './panel-layers.js';
import { layOutPanels } from './panel-layout.js';
import { type ResidualPanelsOptions, residualPanelsOptions } from './residual-panels-options.js';
import { panelsFootnotes, panelsSummary, panelsTable } from './residual-panels-words.js';

/**
 * Draws points with the smooth curve through them, one panel a series: scaled Schoenfeld residuals by covariate and
 * whatever else a method returns as points. A curve that runs level agrees with the model.
 *
 * @throws PlanError `display/no-points` when nothing is left to draw, `display/unknown-series` when a series asked for
 * is not there.
 */
export const residualPanelsDisplay: DisplayDefinition<typeof residualPanelsOptions> = defineDisplay({
  id: 'residual-panels',
  label: 'Residual panels',
  summary: 'Points with a smooth curve and its band, one panel a series, such as Schoenfeld residuals.',
  needs: ['points'],
  results: 'one',
  options: residualPanelsOptions,
  build: buildResidualPanels,
});

function buildResidualPanels(
  results: readonly Result[],
  options: ResidualPanelsOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const panels = chosenPanels(result, options);
  const title = options.title ?? result.context.title;
  const summary = panelsSummary(panels);
  return {
    title,
    wide: panelsSpec(panels, 'wide', `${title}. ${summary}`),
    narrow: panelsSpec(panels, 'narrow', `${title}. ${summary}`),
    table: panelsTable(title, panels),
    summary,
    footnotes: panelsFootnotes(result, panels),
  };
}

function chosenPanels(result: Result, { series, smooth }: ResidualPanelsOptions): readonly Panel[] {
  const all = partsOf(result, 'points').flatMap((part) => panelsOf(part, smooth));
  const named = (name: string): readonly Panel[] => all.filter((panel) => panel.series.name === name);
  const missing = series?.find((name) => named(name).length === 0);
  if (missing !== undefined && all.length > 0) {
    throw new PlanError({
      code: 'display/unknown-series',
      where: 'residual-panels, option "series"',
      what: `analysis "${result.analysis}" has no series "${missing}" with points`,
      got: `"${missing}"`,
      expected: `one of ${all.map((panel) => panel.series.name).join(', ')}`,
    });
  }
  const panels = series === null ? all : series.flatMap(named);
  if (panels.length > 0) return panels;
  throw new PlanError({
    code: 'display/no-points',
    where: 'residual-panels',
    what: `analysis "${result.analysis}" has no points to draw`,
    expected: 'a series with at least one point',
  });
}

function panelsSpec(panels: readonly Panel[], variant: Variant, description: string): VegaLiteSpec {
  const layout = layOutPanels(panels, variant);
  const layers = [...panelFrames(layout), ...layout.panels.flatMap(panelMarks)];
  const frame = {
    variant,
    width: layout.width,
    height: Math.ceil(layout.height),
    padding: { left: 0, right: 0, top: 0, bottom: 0 },
  };
  return {
    ...figureSpec(frame, description, layers),
    resolve: { scale: { x: 'independent', y: 'independent' } },
  };
}
