import { z } from 'zod';
import type { StudiesData } from '../../core/analysis-data.js';
import { PlanError } from '../../core/errors.js';
import { requiredText } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { derivedCountNotices, type PublishedArm, publishedArm } from '../published-arms.js';
import { selectArms } from '../select-arms.js';

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
    const subgroups = new Map<string, number[]>();
    for (const row of rows) {
      const name = requiredText(dataset, 'SUBGROUP', row);
      subgroups.set(name, [...(subgroups.get(name) ?? []), row]);
    }
    const all: PublishedArm[] = [];
    const studies: StudiesData['rows'][number][] = [];
    for (const [name, members] of subgroups) {
      const arms = selectArms(
        members.map((row) => publishedArm(dataset, row)),
        compare,
        `${dataset.source.file}, subgroup "${name}"`,
      );
      const [of, versus] = arms as [PublishedArm, PublishedArm];
      all.push(of, versus);
      studies.push({
        name,
        type: 'counts',
        of: { events: of.events, n: of.n },
        versus: { events: versus.events, n: versus.n },
      });
    }
    if (studies.length === 0) {
      throw new PlanError({
        code: 'plan/no-rows',
        where: dataset.source.file,
        what: 'No row satisfies the where clause',
        fix: 'Compare the clause with the values in the file: `il6r describe` lists them.',
      });
    }
    const total = (side: 'of' | 'versus', name: string) => ({
      name,
      n: studies.reduce((sum, row) => sum + (row.type === 'counts' ? row[side].n : 0), 0),
      events: studies.reduce((sum, row) => sum + (row.type === 'counts' ? row[side].events : 0), 0),
    });
    return {
      data: { kind: 'studies', rows: studies, rowsAre: 'subgroups', of: compare.of, versus: compare.versus },
      population: {
        label: 'as published',
        groups: [total('of', compare.of), total('versus', compare.versus)],
        exclusions: [],
      },
      notices: derivedCountNotices(all, dataset, rows),
    };
  },
});
