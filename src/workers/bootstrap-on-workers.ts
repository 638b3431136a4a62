import { argumentError } from '../core/errors.js';
import {
  type BootstrapInput,
  type BootstrapOptions,
  type BootstrapResult,
  describeBootstrap,
  planBootstrap,
} from '../outcomes/resampling/bootstrap/bootstrap-plan.js';
import { loadStatistic } from './load-statistic.js';
import { runBlocksOnWorkers } from './run-blocks-on-workers.js';

export interface WorkerBootstrapInput extends Omit<BootstrapInput, 'statistic'> {
  /**
   * Address of a module, such as `new URL('./my-statistic.js', import.meta.url)`; threads cannot be handed a function.
   */
  readonly module: URL;
  /** Name of its export: a function from `data` to a function from row numbers to a number. Default `statistic`. */
  readonly exportName?: string;
  /** What the export is called with, once a thread: anything that can be cloned, such as typed arrays. */
  readonly data: unknown;
}

export interface WorkerOptions {
  /** How many threads. Default 4; the numbers do not depend on it. */
  readonly workers?: number;
}

/**
 * `bootstrap` on several threads of Node.js: the same numbers, to the last bit, for any number of workers.
 *
 * The module's export is called as `statistic(data)` in every thread and must return a function from row numbers
 * (Int32Array) to a number. An error in a thread ends the others and rejects the promise.
 *
 * @throws MethodError as `bootstrap`, and when the module has no such export.
 */
export async function bootstrapOnWorkers(
  input: WorkerBootstrapInput,
  options: BootstrapOptions & WorkerOptions = {},
): Promise<BootstrapResult> {
  const { workers = 4, ...others } = options;
  if (!Number.isInteger(workers) || workers < 1 || workers > 256) {
    throw argumentError(
      'bootstrap',
      'workers',
      'is out of range',
      String(workers),
      'a whole number from 1 to 256',
    );
  }
  const plan = planBootstrap(input, others);
  const job = { module: input.module.href, exportName: input.exportName ?? 'statistic', data: input.data };
  const statistic = await loadStatistic(job);
  const values = await runBlocksOnWorkers(job, plan.strata, plan.blocks, plan.replicates, workers);
  return describeBootstrap(plan, statistic, values);
}
