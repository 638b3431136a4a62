import { z } from 'zod';

/** Options that every endpoint on subject-level rows shares. */
export const subjectOptions = {
  arm: z.string().default('TRTP').describe('Column that holds the treatment arm.'),
  arms: z.array(z.string()).optional().describe('Arms and their order, when `compare` does not name two.'),
  reference: z
    .string()
    .optional()
    .describe('Comparator of all other arms, when `compare` does not name two.'),
};

/** Covariates for methods that adjust. */
export const covariateOptions = {
  covariates: z
    .array(z.string())
    .default([])
    .describe('Columns to adjust for: numbers as they are, text as indicators against the first level.'),
};
