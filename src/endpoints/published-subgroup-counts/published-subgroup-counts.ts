import { z } from 'zod';
import { PlanError } from '../../core/errors.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { derivedCountNotices, type PublishedArm } from '../published-arms.js';
import { armTotals, publishedStrata } from '../published-strata.js';

/** Two-arm counts within each subgroup of one outcome: a forest of subgroups and a test for interaction. */
export const publishedSubgroupCounts = defineEndpoint({
  id: 'published-subgroup-counts',
  label: 'Published counts by arm within subgroups',
  summary: 'Two-arm counts, one row an arm and subgroup, for effects by subgroup and their heterogeneity.',
  gives: 'studies',
  dictionaries: ['published-counts'],
  options: z.strictObject({
    event: z.string().default('event').describe('What an event is, in words.'),
  }),
  derive: ({ dataset, rows, compare }) => {
    if (compare === null) {
      throw new PlanError({
        code: 'plan/comparison-missing',
        where: dataset.source.file,
        what: 'Subgroup counts need the two arms to compare',
        fix: 'Add `compare: { of: …, versus: … }`.',
      });
    }
    const strata = publishedStrata(dataset, rows, compare);
    const counts = ({ events, n }: PublishedArm) => ({ events, n });
    return {
      data: {
        kind: 'studies',
        rows: strata.map(({ name, arms }) => ({
          name,
          type: 'counts' as const,
          of: counts(arms[0]!),
          versus: counts(arms[1]!),
        })),
        rowsAre: 'subgroups',
        of: compare.of,
        versus: compare.versus,
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
