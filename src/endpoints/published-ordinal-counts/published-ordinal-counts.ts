import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { publishedOrdinalCells } from '../published-ordinal-cells.js';

/** Numbers in each category of an ordered scale by arm, as a paper prints them. */
export const publishedOrdinalCounts = defineEndpoint({
  id: 'published-ordinal-counts',
  label: 'Published ordinal counts by arm',
  summary: 'Subjects in each category of an ordered scale, one row an arm and category, as printed.',
  gives: 'ordinal',
  dictionaries: ['published-ordinal-counts'],
  options: z.strictObject({}),
  derive: ({ dataset, rows, compare }) => ({
    ...publishedOrdinalCells(dataset, rows, compare, null),
    notices: [],
  }),
});
