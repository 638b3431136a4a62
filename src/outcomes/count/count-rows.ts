import { argumentError } from '../../core/errors.js';
import type { RegressorColumns, Regressors } from '../regression-data.js';
import { regressionDesign } from '../regression-design.js';
import type { CountRows } from './count-likelihood.js';
import { requireEventRate } from './event-rate.js';

/** One entry a row: a subject, or an arm with its total of events and time at risk. */
export interface CountRegressionData extends Regressors {
  readonly events: ArrayLike<number>;
  /** Time at risk, above 0. */
  readonly exposure: ArrayLike<number>;
}

/** Checks and lays out the rows of a regression of counts. */
export function countRows(
  method: string,
  data: Omit<CountRegressionData, keyof Regressors> & RegressorColumns,
): CountRows {
  const rows = data.events.length;
  if (data.exposure.length !== rows) {
    throw argumentError(
      method,
      'exposure',
      'has the wrong length',
      String(data.exposure.length),
      String(rows),
    );
  }
  for (let row = 0; row < rows; row += 1) {
    requireEventRate(method, `row ${row}`, { events: data.events[row]!, exposure: data.exposure[row]! });
    if (data.exposure[row] === 0) {
      throw argumentError(
        method,
        `exposure[${row}]`,
        'is 0',
        '0',
        'a time above 0',
        'Leave out subjects without time at risk',
      );
    }
  }
  const design = regressionDesign(method, data.covariates, new Float64Array(rows).fill(1));
  return {
    design,
    events: Float64Array.from(data.events),
    logExposure: Float64Array.from(data.exposure, Math.log),
  };
}

/** Start of a search: the overall rate, and no effect of any covariate. */
export function overallRate({ design, events, logExposure }: CountRows): Float64Array {
  const start = new Float64Array(design.size);
  const exposure = logExposure.reduce((sum, value) => sum + Math.exp(value), 0);
  start[0] = Math.log(events.reduce((sum, value) => sum + value, 0) / exposure);
  return start;
}
