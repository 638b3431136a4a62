import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { CurvesPart, Result } from '../../../core/result.js';
import { drawnCurve } from '../../curves/drawn-curve.js';
import { timeTicks } from '../../layout/axis-ticks.js';
import { partsOf } from '../../result-parts.js';
import type { Variant } from '../../style/theme.js';
import { curvesTable } from './curves-table.js';
import { curvesFootnotes, curvesSummary } from './curves-words.js';
import { type KaplanMeierDisplayOptions, kaplanMeierDisplayOptions } from './kaplan-meier-options.js';
import { kaplanMeierSpec } from './kaplan-meier-spec.js';
import { shownQuantity } from './shown-quantity.js';
import { timeOrigin } from './time-origin.js';

/**
 * Draws Kaplan-Meier curves, or cumulative incidence with competing events, with interval bands and censor marks and,
 * under the axis, the KMunicate table: at risk, events and censored of each arm at each tick.
 *
 * @throws PlanError `display/no-curves` when the result has no curve with a time after 0; `display/not-a-share` for
 * mean numbers of recurrent events and for shares of states, which have displays of their own.
 */
export const kaplanMeierDisplay: DisplayDefinition<typeof kaplanMeierDisplayOptions> = defineDisplay({
  id: 'kaplan-meier',
  label: 'Kaplan-Meier curves',
  summary:
    'Step curves with interval bands, and the numbers at risk, with events and censored, under the axis.',
  needs: ['curves'],
  results: 'one',
  options: kaplanMeierDisplayOptions,
  build: buildKaplanMeier,
});

function buildKaplanMeier(
  results: readonly Result[],
  options: KaplanMeierDisplayOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const part = firstCurves(result);
  const shown = shownQuantity(part, options);
  const title = options.title ?? result.context.title;
  const curves = part.curves.map((curve) => drawnCurve(curve, shown.turned));
  const last = Math.max(...curves.map(({ points }) => points.at(-1)?.time ?? 0));
  const ticks = (variant: Variant): readonly number[] =>
    options.times ?? timeTicks(last, part.timeUnit, variant === 'wide' ? 9 : 5).ticks;
  const origin = timeOrigin(result, part);
  const summary = curvesSummary(result, part, ticks('wide'), shown, origin);
  const plan = (variant: Variant) => ({
    curves,
    times: ticks(variant),
    end: Math.max(last, ticks(variant).at(-1)!),
    timeUnit: part.timeUnit,
    timeTitle: origin.timeTitle,
    verticalTitle: shown.label,
    turned: shown.turned,
    description: `${title}. ${summary}`,
    variant,
    options,
  });
  return {
    title,
    wide: kaplanMeierSpec(plan('wide')),
    narrow: kaplanMeierSpec(plan('narrow')),
    table: curvesTable(part, ticks('wide'), title, shown, origin),
    summary,
    footnotes: curvesFootnotes(result, part, curves, options),
  };
}

/** What has curves of its own kind, and the display that draws them. */
const otherDisplays: Partial<
  Record<CurvesPart['quantity'], { readonly what: string; readonly display: string }>
> = {
  'mean-cumulative-count': {
    what: 'mean numbers of events, which are no shares of subjects',
    display: 'mean-cumulative-count',
  },
  'state-occupancy': { what: 'the shares of several states at once', display: 'state-occupancy' },
};

function firstCurves(result: Result): CurvesPart {
  const part = partsOf(result, 'curves')[0];
  const last = Math.max(0, ...(part?.curves.map(({ time }) => time.at(-1) ?? 0) ?? []));
  if (part === undefined || last <= 0) {
    throw new PlanError({
      code: 'display/no-curves',
      where: 'kaplan-meier',
      what: `analysis "${result.analysis}" has no curve to draw`,
      expected: 'a curve with at least one time after 0',
    });
  }
  const other = otherDisplays[part.quantity];
  if (other !== undefined) {
    throw new PlanError({
      code: 'display/not-a-share',
      where: 'kaplan-meier',
      what: `analysis "${result.analysis}" gives ${other.what}`,
      expected: 'curves of the share free of an event, or with it',
      fix: `Use the display ${other.display}.`,
    });
  }
  return part;
}
