import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { argumentError } from '../../../core/errors.js';
import { levelOption } from '../../level-option.js';
import { differenceParts } from '../difference-parts.js';
import { dunnett, dunnettAlternatives } from './dunnett.js';

export const dunnettMethod = defineMethod({
  id: 'dunnett',
  label: 'Dunnett comparisons with a control',
  summary:
    'Compares the mean of each of several arms with one control, with the chance of any false claim held.',
  accepts: 'continuous',
  options: z.strictObject({
    control: z.string().optional().describe('The control arm; the reference of the endpoint unless given.'),
    alternative: z
      .enum(dunnettAlternatives)
      .default('two-sided')
      .describe(
        'What is claimed of each arm: that it differs from the control, or is above (`greater`) or below (`less`) it; one-sided intervals have one limit.',
      ),
    level: levelOption,
  }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['mean-difference', 'adjusted-p', 'n', 'mean', 'standard-deviation'],
  run: (data, options) => {
    const control = options.control ?? data.reference;
    if (control === null) {
      throw argumentError(
        'dunnett',
        'control',
        'is not named',
        'none',
        `one of ${data.arms.map(({ name }) => name).join(', ')}`,
        'Name the control arm as `control`',
      );
    }
    const { comparisons, df, level } = dunnett(data.arms, control, {
      alternative: options.alternative,
      level: options.level,
    });
    const side = options.alternative === 'two-sided' ? '' : `, one-sided (${options.alternative})`;
    const words = `Dunnett comparisons with pooled variance${side}`;
    return {
      parts: differenceParts('dunnett', data, comparisons, { df, level, words, pairs: false }),
      notices: [],
    };
  },
  sources: ['Dunnett CW. J Am Stat Assoc 1955;50:1096-1121', 'Dunnett CW. Biometrics 1964;20:482-491'],
});
