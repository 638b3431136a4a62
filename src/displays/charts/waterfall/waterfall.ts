import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { Result } from '../../../core/result.js';
import { capitaliseLabel, formatNumber } from '../../format-number.js';
import { partsOf } from '../../result-parts.js';
import { type WaterfallBar, waterfallSpec } from './waterfall-spec.js';

const options = z.strictObject({
  layout: z
    .enum(['together', 'by-arm'])
    .default('together')
    .describe('All subjects in one row of bars, coloured by arm, or a panel an arm.'),
  lines: z
    .array(z.number())
    .max(4)
    .default([])
    .describe('Changes that a dashed line marks, such as -30 and 20 for tumour response.'),
  decimals: z.number().int().min(0).max(4).default(1).describe('Decimals of changes in the table.'),
});

/**
 * Draws the change of each subject as a bar, largest increase first: how many improved, and by how much.
 *
 * @throws PlanError `display/no-points` when the result has no subject with a change.
 */
export const waterfallDisplay: DisplayDefinition<typeof options> = defineDisplay({
  id: 'waterfall',
  label: 'Waterfall plot',
  summary: 'One bar a subject: its best or last change from baseline, sorted, coloured by arm.',
  needs: ['points'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => buildWaterfall(result!, chosen, title ?? result!.context.title),
});

function buildWaterfall(result: Result, chosen: z.output<typeof options>, title: string): Figure {
  const [part] = partsOf(result, 'points');
  const arms = (part?.series ?? []).map(({ name }) => name);
  const bars = (part?.series ?? [])
    .flatMap(({ y, labels }, arm): WaterfallBar[] =>
      y.map((change, place) => ({ arm, change, subject: labels?.[place] ?? `${place + 1}` })),
    )
    .sort((left, right) => right.change - left.change || left.arm - right.arm);
  if (part === undefined || bars.length === 0) {
    throw new PlanError({
      code: 'display/no-points',
      where: 'waterfall',
      what: `analysis "${result.analysis}" has no subject with a change`,
      fix: 'Use the method subject-changes.',
    });
  }
  const { benefit } = result.context;
  const yLabel = benefit === null ? part.yLabel : `${part.yLabel}; ${benefit} is better`;
  const summary = sayBars(bars, arms);
  const spec = (variant: 'wide' | 'narrow') =>
    waterfallSpec(
      { bars, arms, yLabel, lines: chosen.lines, byArm: chosen.layout === 'by-arm' },
      `${title}. ${summary}`,
      variant,
    );
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: {
      title,
      columns: [
        { id: 'subject', label: 'Subject', align: 'left' },
        { id: 'arm', label: 'Arm', align: 'left' },
        { id: 'change', label: part.yLabel, align: 'right' },
      ],
      rows: bars.map(({ subject, arm, change }) => ({
        subject,
        arm: capitaliseLabel(arms[arm]!),
        change: formatNumber(change, chosen.decimals),
      })),
      footnotes: [],
    },
    summary,
    footnotes: [
      'One bar a subject, largest increase first. A subject without a change from baseline has none.',
      ...(chosen.lines.length > 0
        ? [
            `Dashed lines: changes of ${chosen.lines.map((line) => formatNumber(line, decimalsOf(line))).join(', ')}.`,
          ]
        : []),
    ],
  };
}

function sayBars(bars: readonly WaterfallBar[], arms: readonly string[]): string {
  return arms
    .map((name, arm) => {
      const own = bars.filter((bar) => bar.arm === arm);
      const fell = own.filter(({ change }) => change < 0).length;
      return `${capitaliseLabel(name)}: ${fell} of ${own.length} ${own.length === 1 ? 'subject' : 'subjects'} below baseline`;
    })
    .join('; ')
    .concat('.');
}

function decimalsOf(line: number): number {
  return Number.isInteger(line) ? 0 : 2;
}
