import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { Result } from '../../../core/result.js';
import {
  type AdverseEventContrast,
  adverseEventContrast,
  type ContrastedEvent,
} from '../../adverse-event-contrast.js';
import { formatEvents, formatNumber, formatP, toPercent } from '../../format-number.js';
import { adverseEventVolcanoSpec } from './adverse-event-volcano-spec.js';

const options = z.strictObject({
  arm: z
    .string()
    .nullable()
    .default(null)
    .describe('The arm set against the reference; the first when null.'),
  rows: z.enum(['terms', 'classes']).default('terms').describe('Preferred terms or system organ classes.'),
  labels: z
    .number()
    .int()
    .min(0)
    .max(30)
    .default(10)
    .describe(
      'Most events that are named, smallest p first; names that would overlap are left out, and a narrow page names at most 6.',
    ),
  sentenceCase: z
    .boolean()
    .default(false)
    .describe('Whether names in capital letters are printed in small ones.'),
});

/**
 * Draws each adverse event by its risk difference and its p-value: events that may differ between the arms stand high
 * and to one side. Larger circles have more subjects. After Zink RC, Wolfinger RD, Mann G. Clin Trials 2013;10:807-818.
 *
 * @throws PlanError `display/no-rows` without a contrast of two arms, or without a p-value.
 */
export const adverseEventVolcanoDisplay: DisplayDefinition<typeof options> = defineDisplay({
  id: 'adverse-event-volcano',
  label: 'Volcano plot of adverse events',
  summary:
    'Risk difference of each adverse event against its p-value, with the names of those that stand out.',
  needs: ['estimates'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => buildVolcano(result!, chosen, title ?? result!.context.title),
});

function buildVolcano(result: Result, chosen: z.output<typeof options>, title: string): Figure {
  const all = adverseEventContrast('adverse-event-volcano', result, chosen);
  const events = all.events
    .filter(({ p }) => p !== null)
    .sort((left, right) => left.p! - right.p! || right.difference - left.difference);
  if (events.length === 0) {
    throw new PlanError({
      code: 'display/no-rows',
      where: 'adverse-event-volcano',
      what: `no event of "${result.analysis}" has a p-value`,
    });
  }
  const contrast = { ...all, events };
  const summary = sayVolcano(contrast);
  const spec = (variant: 'wide' | 'narrow') =>
    adverseEventVolcanoSpec(contrast, chosen.labels, `${title}. ${summary}`, variant);
  return {
    title,
    wide: spec('wide'),
    narrow: spec('narrow'),
    table: {
      title,
      columns: [
        { id: 'event', label: 'Adverse event', align: 'left' },
        { id: 'of', label: contrast.of, align: 'right' },
        { id: 'versus', label: contrast.versus, align: 'right' },
        { id: 'difference', label: 'Risk difference, percentage points', align: 'right' },
        { id: 'p', label: 'p', align: 'right' },
      ],
      rows: events.map((event) => ({
        event: event.label,
        of: formatEvents(event.of, true),
        versus: formatEvents(event.versus, true),
        difference: formatNumber(toPercent(event.difference), 1),
        p: formatP(event.p!),
      })),
      footnotes: [],
    },
    summary,
    footnotes: [
      'Circles: one event each, larger with more subjects. Dashed line: p = 0.05.',
      `P-values (${contrast.intervalMethod}) are not adjusted for the ${events.length} events: they point to differences, they do not show them.`,
    ],
  };
}

function sayVolcano({ of, versus, events }: AdverseEventContrast): string {
  const below = events.filter(({ p }) => p! < 0.05);
  const more = below.filter(({ difference }) => difference > 0);
  const say = (list: readonly ContrastedEvent[], arm: string): string =>
    `${list.length} more often with ${arm}${
      list.length === 0
        ? ''
        : ` (${list
            .slice(0, 3)
            .map(({ label }) => label)
            .join(', ')}${list.length > 3 ? ' …' : ''})`
    }`;
  return `Of ${events.length} adverse events, ${below.length} ${below.length === 1 ? 'has' : 'have'} p below 0.05 without adjustment: ${say(more, of)}, ${say(
    below.filter(({ difference }) => difference < 0),
    versus,
  )}.`;
}
