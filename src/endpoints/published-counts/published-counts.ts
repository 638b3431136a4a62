import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { derivedCountNotices, publishedArm } from '../published-arms.js';
import { combinations, mostCombinations } from '../rounding-range.js';
import { selectArms } from '../select-arms.js';

/**
 * Numbers with the event in each arm, as a paper prints them. Where only a percentage was printed, the count is worked
 * back from it, and every count that the printed digits allow is offered for the verdict `within rounding`.
 */
export const publishedCounts = defineEndpoint({
  id: 'published-counts',
  label: 'Published counts by arm',
  summary: 'Subjects with the event out of all subjects, one row an arm, as printed.',
  gives: 'binary',
  dictionaries: ['published-counts'],
  options: z.strictObject({
    event: z.string().default('event').describe('What an event is, in words.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const arms = selectArms(
      Array.from(rows, (row) => publishedArm(dataset, row)),
      compare,
      dataset,
    );
    const data = (events: readonly number[]) => ({
      kind: 'binary' as const,
      arms: arms.map((arm, index) => ({ name: arm.name, n: arm.n, events: events[index]! })),
      reference: compare?.versus ?? null,
      eventLabel: options.event,
    });
    const choices = arms.map((arm) => arm.possibleEvents);
    const count = choices.reduce((product, list) => product * list.length, 1);
    return {
      data: data(arms.map((arm) => arm.events)),
      population: {
        label: 'as published',
        groups: arms.map(({ name, n, events }) => ({ name, n, events })),
        exclusions: [],
      },
      notices: derivedCountNotices(arms, dataset, rows),
      ...(count > 1 && count <= mostCombinations
        ? {
            alternativesAre: 'complete' as const,
            alternatives: function* () {
              for (const events of combinations(choices)) yield data(events);
            },
          }
        : {}),
    };
  },
});
