// Meta-analysis beside R package metafor.

import { inverseVariance, randomEffects } from '../../dist/index.js';
import { Xoshiro256 } from '../../dist/math/random/xoshiro256.js';

function trials(k) {
  const random = new Xoshiro256(7);
  const rows = Array.from({ length: k }, (_, index) => {
    const n = 50 + Math.floor(random.uniform() * 400);
    return {
      name: `trial ${index + 1}`,
      type: 'counts',
      of: { events: 5 + Math.floor(random.uniform() * 20), n },
      versus: { events: 5 + Math.floor(random.uniform() * 25), n },
    };
  });
  const column = (side, key) => Float64Array.from(rows, (row) => row[side][key]);
  return {
    rows,
    ai: column('of', 'events'),
    n1: column('of', 'n'),
    ci: column('versus', 'events'),
    n2: column('versus', 'n'),
  };
}

export const cases = [
  {
    name: 'random effects by REML, 27 trials',
    data: () => trials(27),
    ours: ({ rows }) => randomEffects({ rows }, { measure: 'odds-ratio', betweenStudyVariance: 'reml' }),
    r: {
      setup: 'suppressMessages(library(metafor))',
      work: 'rma(measure = "OR", ai = ai, n1i = n1, ci = ci, n2i = n2, method = "REML")',
    },
  },
  {
    name: 'inverse variance, 27 trials',
    data: () => trials(27),
    ours: ({ rows }) => inverseVariance({ rows }, { measure: 'odds-ratio' }),
    r: {
      setup: 'suppressMessages(library(metafor))',
      work: 'rma(measure = "OR", ai = ai, n1i = n1, ci = ci, n2i = n2, method = "FE")',
    },
  },
];
