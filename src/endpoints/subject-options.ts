import { z } from 'zod';
import { covariateEntry } from './covariate-entry.js';
import { distinctNames } from './distinct-names.js';

/** Options that every endpoint on subject-level rows shares. */
export const subjectOptions = {
  arm: z.string().default('TRTP').describe('Column that holds the treatment arm.'),
  arms: distinctNames().optional().describe('Arms and their order, when `compare` does not name two.'),
  reference: z
    .string()
    .optional()
    .describe('Comparator of all other arms, when `compare` does not name two.'),
};

/** Covariates for methods that adjust. */
export const covariateOptions = {
  covariates: z
    .array(covariateEntry)
    .default([])
    .describe(
      'What to adjust for. A column: a number as it is, text as indicators against the first level. Or `{ column, reference }`, `{ column, spline }`, `{ interaction: [A, B] }`.',
    ),
};
