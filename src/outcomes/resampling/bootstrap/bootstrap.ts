import { requireFunction } from '../../../math/argument-checks.js';
import {
  type BootstrapInput,
  type BootstrapOptions,
  type BootstrapResult,
  bootstrapBlock,
  describeBootstrap,
  planBootstrap,
} from './bootstrap-plan.js';

export type { BootstrapInput, BootstrapOptions, BootstrapResult } from './bootstrap-plan.js';

/**
 * How uncertain any statistic is, by drawing the subjects again with replacement.
 *
 * `statistic` gets the numbers of the rows drawn and returns one number. With `strata` as many rows are drawn from each
 * stratum as it has: name the arms of a trial there. Resamples without a finite number are counted in `failed` and left
 * out; many of them mean that the intervals describe another quantity. An estimate without a finite number makes
 * everything `not-applicable`.
 *
 * Reproducible: the numbers depend on `seed`, `size`, `strata` and `replicates` alone; `bootstrapOnWorkers` of
 * `il6r/workers` gives the same ones on any number of threads.
 *
 * @throws MethodError when the statistic is no function, size or replicates is not a whole number above 0, or strata have another length.
 *
 * Sources: Efron B. J Am Stat Assoc 1987;82:171-185 (BCa). Davison AC, Hinkley DV. Bootstrap Methods and their
 * Application. Cambridge 1997, chapter 5. Oracle: test/oracles/bootstrap.
 */
export function bootstrap(input: BootstrapInput, options: BootstrapOptions = {}): BootstrapResult {
  const plan = planBootstrap(input, options);
  requireFunction('bootstrap', 'statistic', input.statistic, 'a function of row numbers that gives a number');
  const values = new Float64Array(plan.replicates);
  for (const block of plan.blocks)
    values.set(bootstrapBlock(plan.strata, block, input.statistic), block.first);
  return describeBootstrap(plan, input.statistic, values);
}
