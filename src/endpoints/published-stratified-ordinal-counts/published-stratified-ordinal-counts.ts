import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { publishedOrdinalCells } from '../published-ordinal-cells.js';

/** Numbers in each category of an ordered scale by arm within strata, for stratified ordinal methods. */
export const publishedStratifiedOrdinalCounts = defineEndpoint({
  id: 'published-stratified-ordinal-counts',
  label: 'Published ordinal counts by arm within strata',
  summary:
    'Subjects in each category of an ordered scale, one row a stratum, arm and category, for stratified methods.',
  gives: 'ordinal',
  dictionaries: ['published-stratified-ordinal-counts'],
  options: z.strictObject({}),
  derive: ({ dataset, rows, compare }) => ({
    ...publishedOrdinalCells(dataset, rows, compare, 'STRATUM'),
    notices: [],
  }),
});
