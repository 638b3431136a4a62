import { argumentError } from '../core/errors.js';
import type { RowStatistic } from '../outcomes/resampling/leave-one-out.js';

/** Where a statistic comes from, in a form that threads can be sent. */
export interface StatisticJob {
  readonly module: string;
  readonly exportName: string;
  readonly data: unknown;
}

/** Imports the module and makes the statistic from the data. */
export async function loadStatistic({ module, exportName, data }: StatisticJob): Promise<RowStatistic> {
  const loaded = (await import(module)) as Record<string, unknown>;
  const make = loaded[exportName];
  const statistic = typeof make === 'function' ? (make as (data: unknown) => unknown)(data) : null;
  if (typeof statistic !== 'function') {
    throw argumentError(
      'bootstrap',
      'module',
      'does not give a statistic',
      `export "${exportName}" of ${module.slice(module.lastIndexOf('/') + 1)}`,
      'a function from data to a function from row numbers to a number',
    );
  }
  return statistic as RowStatistic;
}
