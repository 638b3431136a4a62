import { type DisplayDefinition, defineDisplay, type Figure, type Table } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { Result } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { capitalise, formatCount, formatLevel, formatPercent, formatPWithSign } from '../../format-number.js';
import { formatEffect } from '../../natural-effect.js';
import { estimateRows } from '../../result-parts.js';
import { categoryColours } from '../../style/category-ramp.js';
import type { Variant } from '../../style/theme.js';
import { type ArmShares, categoryShares } from './category-shares.js';
import { type OrdinalBarsOptions, ordinalBarsOptions } from './ordinal-bars-options.js';
import { ordinalBarsSpec } from './ordinal-bars-spec.js';

/**
 * Draws how each arm is spread over the categories of an ordinal outcome: one bar of 100% an arm, categories in the
 * order of the scale, darker where the outcome is worse.
 *
 * @throws PlanError `display/no-categories` when the result has no counts by category.
 */
export const ordinalBarsDisplay: DisplayDefinition<typeof ordinalBarsOptions> = defineDisplay({
  id: 'ordinal-bars',
  label: 'Ordinal outcome by arm',
  summary: 'One stacked bar an arm: the share of subjects in each category of an ordinal outcome.',
  needs: ['summary'],
  results: 'one',
  options: ordinalBarsOptions,
  build: buildOrdinalBars,
});

function buildOrdinalBars(
  results: readonly Result[],
  options: OrdinalBarsOptions & { title?: string },
): Figure {
  const result = results[0]!;
  const { categories, arms } = categoryShares(result);
  if (categories.length === 0) {
    throw new PlanError({
      code: 'display/no-categories',
      where: 'ordinal-bars',
      what: `analysis "${result.analysis}" has no counts by category`,
      expected: 'summary rows with statistic "count", a group and a category',
    });
  }
  const title = options.title ?? result.context.title;
  const ramp = categoryColours(categories.length, options.palette);
  const palette = result.context.benefit === 'higher' ? [...ramp].reverse() : ramp;
  const summary = ordinalSummary(categories, arms);
  const spec = (variant: Variant) =>
    ordinalBarsSpec({ categories, palette, arms, description: `${title}. ${summary}`, variant, options });
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: ordinalTable(categories, arms, title),
    summary,
    footnotes: [
      ...effectNotes(result),
      `Categories stand in the order of the scale.${
        options.palette === 'sequential' && result.context.benefit !== null ? ' Darker is worse.' : ''
      }`,
    ],
  };
}

/** The two ends of the scale, and the category in which each arm has its median. */
function ordinalSummary(categories: readonly string[], arms: readonly ArmShares[]): string {
  const end = (category: string): string =>
    arms
      .map(
        ({ arm, shares }) =>
          `${arm} ${formatPercent(shares.find((share) => share.category === category)!.share)}`,
      )
      .join(', ');
  const medians = arms.map(({ arm, shares }) => {
    const median = shares.find(({ to }) => to >= 0.5 - 1e-12);
    return median === undefined ? `${arm} not estimable` : `${arm} "${median.category}"`;
  });
  return (
    `First category, "${categories[0]}": ${end(categories[0]!)}. ` +
    `Last category, "${categories.at(-1)}": ${end(categories.at(-1)!)}. Median category: ${medians.join(', ')}.`
  );
}

function ordinalTable(categories: readonly string[], arms: readonly ArmShares[], title: string): Table {
  return {
    title,
    columns: [
      { id: 'category', label: 'Category', align: 'left' },
      ...arms.map(({ arm, n }, index) => ({
        id: `arm${index}`,
        label: `${capitalise(arm)} (n=${formatCount(n)})`,
        align: 'right' as const,
      })),
    ],
    rows: categories.map((category, row) => ({
      category,
      ...Object.fromEntries(
        arms.map(({ n, shares }, index) => {
          const { count, share } = shares[row]!;
          return [`arm${index}`, n === 0 ? 'empty group' : `${formatCount(count)} (${formatPercent(share)})`];
        }),
      ),
    })),
    footnotes: [],
  };
}

/** Effects of the same result, such as the proportional odds ratio, in one line each. */
function effectNotes(result: Result): readonly string[] {
  return estimateRows(result).map((row) => {
    const name = statisticLabel(row.statistic).label;
    const arms = row.of === null || row.versus === null ? '' : `, ${row.of} versus ${row.versus}`;
    const term = row.term === null ? '' : ` (${row.term})`;
    const p = row.p === null ? '' : `, ${formatPWithSign(row.p)}`;
    return `${name}${term}${arms}: ${formatEffect(row).text}${p} (${formatLevel(row.level)} CI; ${row.intervalMethod}).`;
  });
}
