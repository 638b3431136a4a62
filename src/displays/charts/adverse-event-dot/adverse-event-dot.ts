import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import {
  type AdverseEventContrast,
  adverseEventContrast,
  type ContrastedEvent,
} from '../../adverse-event-contrast.js';
import {
  formatEvents,
  formatLevel,
  formatNumber,
  formatPercent,
  joinInterval,
  toPercent,
} from '../../format-number.js';
import { adverseEventDotSpec } from './adverse-event-dot-spec.js';

const options = z.strictObject({
  arm: z
    .string()
    .nullable()
    .default(null)
    .describe('The arm set against the reference; the first when null.'),
  rows: z.enum(['terms', 'classes']).default('terms').describe('Preferred terms or system organ classes.'),
  sort: z
    .enum(['difference', 'frequency', 'given'])
    .default('difference')
    .describe('By risk difference, by subjects of both arms, or as the method gave them.'),
  limit: z.number().int().min(1).max(60).default(25).describe('Most rows that are drawn.'),
  sentenceCase: z
    .boolean()
    .default(false)
    .describe('Whether names in capital letters are printed in small ones.'),
});

/**
 * Draws adverse events as two panels over the same rows: on the left the share of subjects in each arm as dots, on the
 * right the risk difference with its interval. After Amit O, Heiberger RM, Lane PW. Pharm Stat 2008;7:20-35.
 *
 * @throws PlanError `display/no-rows` without a contrast of two arms.
 */
export const adverseEventDotDisplay: DisplayDefinition<typeof options> = defineDisplay({
  id: 'adverse-event-dot',
  label: 'Adverse events of two arms',
  summary: 'Share of subjects with each adverse event as a dot an arm, beside the risk difference.',
  needs: ['summary', 'estimates'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => buildDots(result!, chosen, title ?? result!.context.title),
});

function buildDots(result: Result, chosen: z.output<typeof options>, title: string): Figure {
  const contrast = adverseEventContrast('adverse-event-dot', result, chosen);
  const ordered = sorted(contrast.events, chosen.sort);
  const events = shownEvents(ordered, chosen.limit);
  const shown = { ...contrast, events };
  const summary = sayEvents(shown);
  const description = `${title}. ${summary}`;
  return {
    title,
    wide: adverseEventDotSpec(shown, description, 'wide'),
    narrow: adverseEventDotSpec(shown, description, 'narrow'),
    table: {
      title,
      columns: [
        { id: 'event', label: 'Adverse event', align: 'left' },
        { id: 'of', label: shown.of, align: 'right' },
        { id: 'versus', label: shown.versus, align: 'right' },
        {
          id: 'difference',
          label: `Risk difference, percentage points (${formatLevel(shown.level)} CI)`,
          align: 'right',
        },
      ],
      rows: events.map((event) => ({
        event: event.label,
        of: formatEvents(event.of, true),
        versus: formatEvents(event.versus, true),
        difference: sayDifference(event),
      })),
      footnotes: [],
    },
    summary,
    footnotes: [
      'Dots: share of all subjects of the arm with at least one event.',
      `Lines: ${formatLevel(shown.level)} intervals of the risk difference (${shown.intervalMethod}), not adjusted for the number of events.`,
      ...(events.length < ordered.length
        ? [`${events.length} of ${ordered.length} events are drawn: those with the largest differences.`]
        : []),
    ],
  };
}

function sorted(
  events: readonly ContrastedEvent[],
  sort: z.output<typeof options>['sort'],
): readonly ContrastedEvent[] {
  if (sort === 'given') return events;
  const key = ({ difference, of, versus }: ContrastedEvent): number =>
    sort === 'difference' ? difference : of.events + versus.events;
  return [...events].sort((left, right) => key(right) - key(left));
}

/** The rows that stay when there are too many: those furthest from no difference, in their order. */
function shownEvents(events: readonly ContrastedEvent[], limit: number): readonly ContrastedEvent[] {
  if (events.length <= limit) return events;
  const kept = new Set(
    [...events].sort((left, right) => Math.abs(right.difference) - Math.abs(left.difference)).slice(0, limit),
  );
  return events.filter((event) => kept.has(event));
}

function sayDifference({ difference, lower, upper }: ContrastedEvent): string {
  const points = (value: number): string => formatNumber(toPercent(value), 1);
  return `${points(difference)} (${joinInterval(points(lower), points(upper))})`;
}

function sayEvents({ of, versus, events }: AdverseEventContrast): string {
  const most = events.reduce((best, event) => (event.difference > best.difference ? event : best));
  const least = events.reduce((best, event) => (event.difference < best.difference ? event : best));
  const say = ({ label, of: first, versus: second }: ContrastedEvent): string =>
    `${label} (${formatPercent(first.proportion)} v ${formatPercent(second.proportion)})`;
  const parts = [
    most.difference > 0 ? `most in excess with ${of}: ${say(most)}` : null,
    least.difference < 0 ? `most in excess with ${versus}: ${say(least)}` : null,
  ].filter((part) => part !== null);
  const count = events.length === 1 ? '1 adverse event' : `${events.length} adverse events`;
  return `${count}, ${of} v ${versus}${parts.length === 0 ? '' : `; ${parts.join('; ')}`}.`;
}
