import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import { formatCount, formatLevel, formatSignificant, joinInterval } from '../../format-number.js';
import { type AgreementLimits, agreementLimits, type LimitLine } from './agreement-limits.js';
import { type LimitsOptions, limitsOptions } from './limits-options.js';
import { limitsSpec, mostPoints } from './limits-spec.js';

/**
 * Draws the differences of two ways of measuring against their mean, with the mean difference and the limits of
 * agreement (Bland and Altman 1986).
 *
 * @throws PlanError `display/no-limits` when the result has none.
 */
export const limitsOfAgreementDisplay: DisplayDefinition<typeof limitsOptions> = defineDisplay({
  id: 'limits-of-agreement',
  label: 'Limits of agreement',
  summary: 'Differences of two ways of measuring against their mean, with the limits of agreement.',
  needs: ['points', 'summary'],
  results: 'one',
  options: limitsOptions,
  build: buildLimits,
});

function buildLimits(results: readonly Result[], options: LimitsOptions & { title?: string }): Figure {
  const result = results[0]!;
  const limits = agreementLimits(result);
  const title = options.title ?? result.context.title;
  const summary = `${limits.yLabel}: ${limits.lines.map((line) => `${line.label.toLowerCase()} ${printed(line)}`).join('; ')}.`;
  return {
    title,
    wide: limitsSpec(limits, options.intervals, 'wide', `${title}. ${summary}`),
    narrow: limitsSpec(limits, options.intervals, 'narrow', `${title}. ${summary}`),
    table: {
      title,
      columns: [
        { id: 'line', label: limits.yLabel, align: 'left' },
        { id: 'value', label: 'Value', align: 'right' },
        { id: 'interval', label: 'Interval', align: 'right' },
      ],
      rows: limits.lines.map((line) => ({
        line: line.label,
        value: formatSignificant(line.value, 3),
        interval: intervalText(line),
      })),
      footnotes: [],
    },
    summary,
    footnotes: footnotes(limits, options.intervals),
  };
}

const intervalText = ({ lower, upper }: LimitLine): string =>
  upper > lower ? joinInterval(formatSignificant(lower, 3), formatSignificant(upper, 3)) : '';

const printed = (line: LimitLine): string => {
  const interval = intervalText(line);
  return `${formatSignificant(line.value, 3)}${interval === '' ? '' : ` (${interval})`}`;
};

function footnotes({ x, lines, noDifference }: AgreementLimits, intervals: boolean): readonly string[] {
  const interval = lines.find(({ row }) => row.interval !== undefined)?.row.interval;
  return [
    `Points: ${formatCount(x.length)} subjects with both measurements${x.length > mostPoints ? `; ${formatCount(mostPoints)} of them, spread evenly over their order, are drawn` : ''}.`,
    `Dashed: limits between which 95% of the ${noDifference === 1 ? 'ratios' : 'differences'} are expected to lie (mean and 1.96 standard deviations${noDifference === 1 ? ' of the logarithms' : ''}).`,
    ...(intervals && interval !== undefined
      ? [`Shaded: ${formatLevel(interval.level)} intervals (${interval.method}).`]
      : []),
  ];
}
