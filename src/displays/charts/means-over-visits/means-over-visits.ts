import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Figure, type Table } from '../../../core/display.js';
import { type Estimable, isEstimable } from '../../../core/estimable.js';
import type { EstimateRow, Result } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { goodSide } from '../../effect-direction.js';
import {
  capitaliseLabel,
  formatCount,
  formatLevel,
  formatNumber,
  formatP,
  formatPWithSign,
  joinInterval,
} from '../../format-number.js';
import { meansSpec } from './means-spec.js';
import { type VisitMeans, valueTitle, visitMeans } from './visit-means.js';

const options = z.strictObject({
  intervals: z.boolean().default(true).describe('Draw the interval of each mean.'),
  connect: z.boolean().default(true).describe('Join the means of an arm from visit to visit.'),
  numbers: z.boolean().default(true).describe('Print beneath the axis how many outcomes each mean has.'),
  valueLabel: z
    .string()
    .nullable()
    .default(null)
    .describe('What the vertical axis shows; the kind of mean and the variable of the estimand when null.'),
  range: z
    .tuple([z.number(), z.number()])
    .nullable()
    .default(null)
    .describe('Ends of the vertical axis; null fits the means and their intervals.'),
  decimals: z
    .number()
    .int()
    .min(0)
    .max(4)
    .default(1)
    .describe('Decimals of means and differences in the table.'),
});
type Options = z.output<typeof options>;

/**
 * Draws the mean of each arm at each visit with its interval, arms side by side, and beneath the axis how many outcomes
 * each mean has. The axis title has the unit and says which side is better for patients.
 *
 * @throws PlanError `display/no-visit-means` when the result has no means by visit.
 */
export const meansOverVisitsDisplay: DisplayDefinition<typeof options> = defineDisplay({
  id: 'means-over-visits',
  label: 'Means over visits',
  summary: 'The mean of each arm at each visit with its interval, and the number of outcomes beneath.',
  needs: ['summary'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => buildMeans(result!, chosen, title ?? result!.context.title),
});

function buildMeans(result: Result, chosen: Options, title: string): Figure {
  const means = visitMeans(result);
  const plan = {
    means,
    title: valueTitle(result, means, chosen.valueLabel),
    intervals: chosen.intervals,
    connect: chosen.connect,
    numbers: chosen.numbers && means.points.some(({ n }) => n !== null),
    range: chosen.range,
    decimals: chosen.decimals,
  };
  const summary = saySummary(result, means, chosen);
  const description = `${title}. ${summary}`;
  return {
    title,
    wide: meansSpec(plan, description, 'wide'),
    narrow: meansSpec(plan, description, 'narrow'),
    table: meansTable(title, means, chosen),
    summary,
    footnotes: footnotes(result, means, chosen),
  };
}

const printed = (value: number | null, why: Estimable, decimals: number): string =>
  formatNumber(value === null ? why : value, decimals);

/** The last visit in words: means of the arms, and how they differ. */
function saySummary(result: Result, means: VisitMeans, { decimals }: Options): string {
  const last = means.visits.length - 1;
  const unit = means.unit === null ? '' : ` ${means.unit}`;
  const arms = means.points
    .filter(({ visit }) => visit === last)
    .map(
      ({ arm, mean, row }) =>
        `${means.arms[arm]} ${printed(mean, row.value, decimals)}${mean === null ? '' : unit}`,
    );
  const differences = means.differences
    .filter(({ visit }) => visit === last)
    .map(
      ({ row }) =>
        `${capitaliseLabel(row.of ?? '')} minus ${row.versus}: ${sayDifference(row, decimals)}${favours(row, result)}.`,
    );
  return [
    `${statisticLabel(means.statistic).label} at ${means.visits[last]}: ${arms.join('; ')}.`,
    ...differences,
  ].join(' ');
}

function sayDifference({ estimate, lower, upper, level, p }: EstimateRow, decimals: number): string {
  if (!isEstimable(estimate)) return formatNumber(estimate, decimals);
  const limits = joinInterval(formatNumber(lower, decimals), formatNumber(upper, decimals));
  const test = p === null ? '' : `, ${formatPWithSign(p)}`;
  return `${formatNumber(estimate, decimals)} (${formatLevel(level)} CI ${limits}${test})`;
}

function favours(row: EstimateRow, result: Result): string {
  const good = goodSide(row, result);
  if (good === null || !isEstimable(row.estimate) || row.estimate === 0) return '';
  return `, in favour of ${(good === 'below') === row.estimate < 0 ? row.of : row.versus}`;
}

function meansTable(title: string, means: VisitMeans, { decimals }: Options): Table {
  const interval = means.level === null ? '' : ` (${formatLevel(means.level)} CI)`;
  const pairs = [...new Set(means.differences.map(({ row }) => `${row.of} minus ${row.versus}`))];
  const level = means.differences[0]?.row.level;
  return {
    title,
    columns: [
      { id: 'visit', label: 'Visit', align: 'left' },
      ...means.arms.flatMap((arm, index) => [
        { id: `n${index}`, label: `${arm}, n`, align: 'right' as const },
        { id: `mean${index}`, label: `${arm}, mean${interval}`, align: 'right' as const },
      ]),
      ...pairs.flatMap((pair, index) => [
        {
          id: `difference${index}`,
          label: `${pair}${level === undefined ? '' : ` (${formatLevel(level)} CI)`}`,
          align: 'right' as const,
        },
        { id: `p${index}`, label: 'p', align: 'right' as const },
      ]),
    ],
    rows: means.visits.map((visit, place) => {
      const cells: Record<string, string> = { visit };
      for (const { visit: at, arm, n, mean, lower, upper, row } of means.points) {
        if (at !== place) continue;
        cells[`n${arm}`] = n === null ? '' : formatCount(n);
        const limits =
          lower === null || upper === null
            ? ''
            : ` (${joinInterval(formatNumber(lower, decimals), formatNumber(upper, decimals))})`;
        cells[`mean${arm}`] = `${printed(mean, row.value, decimals)}${mean === null ? '' : limits}`;
      }
      for (const { visit: at, row } of means.differences) {
        if (at !== place) continue;
        const index = pairs.indexOf(`${row.of} minus ${row.versus}`);
        cells[`difference${index}`] = isEstimable(row.estimate)
          ? `${formatNumber(row.estimate, decimals)} (${joinInterval(formatNumber(row.lower, decimals), formatNumber(row.upper, decimals))})`
          : formatNumber(row.estimate, decimals);
        cells[`p${index}`] = row.p === null ? '' : formatP(row.p);
      }
      return cells;
    }),
    footnotes: [],
  };
}

function footnotes(result: Result, means: VisitMeans, chosen: Options): readonly string[] {
  const { variable } = result.context;
  const without = means.points.some(({ mean }) => mean === null);
  return [
    variable === null ? null : `Variable: ${variable}.`,
    means.statistic === 'least-squares-mean'
      ? 'Least-squares means of the model; outcomes that are missing are taken as missing at random.'
      : 'Means of the outcomes that were observed at each visit.',
    chosen.intervals && means.level !== null
      ? `Bars: ${formatLevel(means.level)} confidence intervals of the means${means.intervalMethod === null ? '' : ` (${means.intervalMethod})`}, without adjustment for several visits.`
      : null,
    chosen.numbers
      ? 'Visits are evenly spaced; numbers beneath are outcomes observed.'
      : 'Visits are evenly spaced.',
    without ? 'A mean that cannot be estimated is not drawn; the table says why.' : null,
  ].filter((note) => note !== null);
}
