import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { levelOption } from '../../level-option.js';
import { differenceParts } from '../difference-parts.js';
import { tukeyKramer } from './tukey-kramer.js';

export const tukeyKramerMethod = defineMethod({
  id: 'tukey-kramer',
  label: 'Tukey-Kramer comparisons of all arms',
  summary: 'Compares the means of every pair of arms, with the chance of any false claim held.',
  accepts: 'continuous',
  options: z.strictObject({ level: levelOption }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['mean-difference', 'adjusted-p', 'n', 'mean', 'standard-deviation'],
  run: (data, options) => {
    const { comparisons, df, level } = tukeyKramer(data.arms, options);
    const words = 'Tukey-Kramer comparisons with pooled variance';
    return {
      parts: differenceParts('tukey-kramer', data, comparisons, { df, level, words, pairs: true }),
      notices: [],
    };
  },
  sources: [
    'Tukey JW. The Problem of Multiple Comparisons 1953',
    'Kramer CY. Biometrics 1956;12:307-310',
    'Hayter AJ. Ann Stat 1984;12:61-75',
  ],
});
