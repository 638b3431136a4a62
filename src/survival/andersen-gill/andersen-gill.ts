import { requireOptions } from '../../math/option-checks.js';
import { type CountingProcessFit, fitClusteredCox } from '../counting-process-cox.js';
import type { RecurrentRegressionInput, RecurrentRegressionOptions } from '../recurrent-regression.js';
import { readRecurrentRows } from '../recurrent-rows.js';

/**
 * Estimates by what factor the rate of events differs between arms when events can recur, all events counted alike: the
 * rate ratio of Andersen and Gill's model with the standard error of Lin, Wei, Yang and Ying, which holds however the
 * events of a subject depend on each other. The score test and `modelStandardError` do rely on independence.
 *
 * A subject is at risk of the next event from the one before it on; gaps in its rows are time not at risk.
 * Result, conventions and reasons for missing numbers are those of `cox`, with robust variance by subject; its
 * hazard ratio is here a ratio of rates. Errors: `MethodError` also for rows of a subject that overlap.
 *
 * Source: Andersen PK, Gill RD. Ann Stat 1982;10:1100-1120; Lin DY, Wei LJ, Yang I, Ying Z. J R Stat Soc B
 * 2000;62:711-730. Oracle: test/oracles/andersen-gill.
 */
export function andersenGill(
  input: RecurrentRegressionInput,
  options: RecurrentRegressionOptions = {},
): CountingProcessFit {
  requireOptions('andersen-gill', options, {
    ties: ['efron', 'breslow'],
    level: 'number',
    maximumIterations: 'number',
  });
  const { subject, subjects, entry, columns } = readRecurrentRows('andersen-gill', input);
  return fitClusteredCox(
    {
      ...input,
      time: columns.time,
      event: columns.event,
      entry,
      cluster: { levels: subjects, codes: subject },
    },
    options,
  );
}
