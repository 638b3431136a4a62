import { z } from 'zod';

export const ordinalBarsOptions = z.strictObject({
  palette: z
    .enum(['sequential', 'diverging'])
    .default('sequential')
    .describe('Colours from good to bad: one ramp from light to dark, or two ramps that meet in the middle.'),
  labels: z
    .enum(['percent', 'count', 'both', 'none'])
    .default('both')
    .describe('What stands in a segment that has room for it.'),
  connectors: z.boolean().default(true).describe('Lines from arm to arm where categories end.'),
});

export type OrdinalBarsOptions = z.output<typeof ordinalBarsOptions>;
