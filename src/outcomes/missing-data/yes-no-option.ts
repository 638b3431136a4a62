import { z } from 'zod';
import type { LongitudinalData } from '../../core/analysis-data.js';

/** The `yesNo` option of methods for both kinds of outcome: responders often come as numbers 0 and 1. */
export const yesNoOption = z
  .boolean()
  .default(false)
  .describe('Take the values, each 0 or 1, as no and yes, such as responders of a numeric column.');

/** The data with numbers 0 and 1 taken as no and yes where asked for. Other values are refused where data are checked. */
export function withYesNo(data: LongitudinalData, yesNo: boolean): LongitudinalData {
  return yesNo && data.outcomeIs === 'number' ? { ...data, outcomeIs: 'yes-no', unit: null } : data;
}
