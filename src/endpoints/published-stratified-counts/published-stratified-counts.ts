import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { derivedCountNotices } from '../published-arms.js';
import { armTotals, publishedStrata } from '../published-strata.js';

/** Counts by arm within each stratum of one outcome, for methods that adjust for the strata. */
export const publishedStratifiedCounts = defineEndpoint({
  id: 'published-stratified-counts',
  label: 'Published counts by arm within strata',
  summary: 'Counts by arm, one row an arm and stratum (column SUBGROUP), for stratified methods.',
  gives: 'stratified-binary',
  dictionaries: ['published-counts'],
  options: z.strictObject({
    event: z.string().default('event').describe('What an event is, in words.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const strata = publishedStrata(dataset, rows, compare);
    return {
      data: {
        kind: 'stratified-binary',
        strata: strata.map(({ name, arms }) => ({
          name,
          arms: arms.map((arm) => ({ name: arm.name, n: arm.n, events: arm.events })),
        })),
        reference: compare?.versus ?? null,
        eventLabel: options.event,
      },
      population: { label: 'as published', groups: armTotals(strata), exclusions: [] },
      notices: derivedCountNotices(
        strata.flatMap(({ arms }) => arms),
        dataset,
        rows,
      ),
    };
  },
});
