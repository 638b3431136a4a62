// Methods on outcomes that are no times, beside R.

import { proportionalOdds } from '../../dist/index.js';
import { survivalData } from '../survival/survival-data.js';

export const cases = [
  {
    name: 'proportional odds, 7 categories, 3 covariates, 1e4 rows',
    data: () => {
      const { arm, group, ...rest } = survivalData(1e4, 2);
      const outcome = Int32Array.from(rest.time, (time) => Math.min(6, Math.floor(time / 60)));
      return { ...rest, arm, group, outcome, weight: new Float64Array(1e4).fill(1) };
    },
    ours: (data) =>
      proportionalOdds({
        categories: ['0', '1', '2', '3', '4', '5', '6'],
        outcome: data.outcome,
        weight: data.weight,
        group: data.group,
        reference: '0',
        covariates: [
          { name: 'x1', values: data.x1 },
          { name: 'x2', values: data.x2 },
        ],
      }),
    r: { setup: 'library(MASS); y <- factor(outcome)', work: 'polr(y ~ arm + x1 + x2, Hess = TRUE)' },
  },
];
