import { z } from 'zod';

/** `cumulative-hazard`: −log S(t) against time. `log-log`: log(−log S(t)) against the logarithm of time. */
export const survivalScales = ['cumulative-hazard', 'log-log'] as const;
export type SurvivalScale = (typeof survivalScales)[number];

export const survivalTransformOptions = z.strictObject({
  scale: z
    .enum(survivalScales)
    .default('cumulative-hazard')
    .describe(
      'Cumulative hazard, -log S(t), against time; or log-log, log(-log S(t)) against log time, where proportional hazards give parallel curves.',
    ),
  times: z
    .array(z.number().nonnegative())
    .min(2)
    .nullable()
    .default(null)
    .describe('Times of the axis ticks and of the tables; null chooses them. Times of 0 have no logarithm.'),
  bands: z
    .boolean()
    .nullable()
    .default(null)
    .describe(
      'Shade the pointwise intervals; null shades those of the cumulative hazard, and leaves the log-log plot bare.',
    ),
  riskTable: z
    .boolean()
    .default(true)
    .describe('Show the numbers at risk, with events and censored, under the axis.'),
});

export type SurvivalTransformOptions = z.output<typeof survivalTransformOptions>;
