import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import type { Result } from '../../../core/result.js';
import { formatLevel } from '../../format-number.js';
import type { Variant } from '../../style/theme.js';
import { type ProportionBarsOptions, proportionBarsOptions } from './proportion-bars-options.js';
import { proportionBarsSpec } from './proportion-bars-spec.js';
import { type ProportionRow, proportionRows } from './proportion-rows.js';

/**
 * Draws the share of subjects with the event in each arm, with its interval: responder rates, one analysis below the
 * other. An arm without a proportion stays and says why.
 *
 * @throws PlanError `display/no-rows` when no result has a proportion.
 */
export const proportionBarsDisplay: DisplayDefinition<typeof proportionBarsOptions> = defineDisplay({
  id: 'proportion-bars',
  label: 'Proportions by arm',
  summary: 'One bar an arm: the share of subjects with the event and its interval.',
  needs: ['summary'],
  results: 'many',
  options: proportionBarsOptions,
  build: buildProportionBars,
});

function buildProportionBars(
  results: readonly Result[],
  options: ProportionBarsOptions & { title?: string },
): Figure {
  const rows = proportionRows(results, options);
  if (rows.length === 0) {
    throw new PlanError({
      code: 'display/no-rows',
      where: 'proportion-bars',
      what: 'no result has a proportion to draw',
      expected: 'summary rows with statistic "proportion"',
    });
  }
  const grouped = new Set(rows.map(({ analysis }) => analysis)).size > 1;
  const title = options.title ?? (grouped ? proportionBarsDisplay.label : rows[0]!.analysis);
  const summary = proportionSummary(rows, grouped);
  const spec = (variant: Variant) =>
    proportionBarsSpec({
      rows,
      grouped,
      maximum: options.maximum,
      description: `${title}. ${summary}`,
      variant,
    });
  const level = rows.find((row) => row.level !== null)?.level ?? null;
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: {
      title,
      columns: [
        ...(grouped ? [{ id: 'analysis', label: 'Analysis', align: 'left' as const }] : []),
        { id: 'arm', label: 'Arm', align: 'left' },
        { id: 'events', label: 'n/N', align: 'right' },
        { id: 'percent', label: 'Proportion', align: 'right' },
        { id: 'interval', label: level === null ? 'Interval' : `${formatLevel(level)} CI`, align: 'right' },
      ],
      rows: rows.map(({ analysis, arm, events, percent, interval }) => ({
        analysis,
        arm,
        events,
        percent,
        interval,
      })),
      footnotes: [],
    },
    summary,
    footnotes: intervalNotes(rows),
  };
}

function proportionSummary(rows: readonly ProportionRow[], grouped: boolean): string {
  const analyses = [...new Set(rows.map(({ analysis }) => analysis))];
  return analyses
    .map((analysis) => {
      const arms = rows.filter((row) => row.analysis === analysis).map(({ arm, text }) => `${arm} ${text}`);
      return `${grouped ? `${analysis}: ` : ''}${arms.join('; ')}.`;
    })
    .join(' ');
}

function intervalNotes(rows: readonly ProportionRow[]): readonly string[] {
  const methods = [...new Set(rows.flatMap(({ method }) => (method === null ? [] : [method])))];
  const level = rows.find((row) => row.level !== null)?.level ?? null;
  const missing = rows.filter(({ value }) => !isEstimable(value));
  return [
    methods.length === 0 || level === null
      ? null
      : `Lines: ${formatLevel(level)} intervals (${methods.join('; ')}).`,
    missing.length === 0
      ? null
      : `Not estimable: ${missing.map(({ arm, percent }) => `${arm} (${percent})`).join('; ')}.`,
  ].filter((note) => note !== null);
}
