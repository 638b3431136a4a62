import { z } from 'zod';
import { imputationSchemes } from './draw-imputations.js';
import { imputationModels } from './fill-column.js';

/** The same of scripts, as `requireOptions` takes them: what draws imputations checks them. */
export const imputationOptionChecks = {
  scheme: 'checked later',
  model: 'checked later',
  imputations: 'checked later',
  cycles: 'checked later',
  burnIn: 'checked later',
  between: 'checked later',
  byArm: 'checked later',
  seed: 'checked later',
} as const;

/** Options of every method that draws imputations. */
export const imputationOptions = {
  scheme: z
    .enum(imputationSchemes)
    .default('chained-equations')
    .describe('How missing values are drawn: chained equations, or regressions in the order of the visits.'),
  model: z
    .enum(imputationModels)
    .default('normal')
    .describe('How a measured value is drawn; yes-no outcomes are always logistic.'),
  imputations: z.number().int().min(2).max(10000).default(100).describe('How many times to impute.'),
  cycles: z.number().int().min(1).default(10).describe('Rounds of the chained equations.'),
  burnIn: z
    .number()
    .int()
    .min(0)
    .default(200)
    .describe('Monotone scheme: steps of data augmentation before the first imputation.'),
  between: z
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Monotone scheme: steps of data augmentation before each imputation.'),
  byArm: z
    .boolean()
    .default(true)
    .describe('Give each arm imputation models of its own; otherwise the arm is a predictor.'),
  seed: z
    .number()
    .int()
    .min(0)
    .default(20260101)
    .describe('Seed of the random numbers: the same seed gives the same result.'),
};
