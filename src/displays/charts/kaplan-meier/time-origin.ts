import type { CurvesPart, Result } from '../../../core/result.js';
import { formatTime } from '../../format-number.js';

/** From when the times of a figure count, in words. */
export interface TimeOrigin {
  /** The title of the axis. */
  readonly timeTitle: string;
  /** What follows a time in a sentence; empty where times count from the start of the study. */
  readonly after: string;
}

/** The start of the study, or the landmark of a result that counts from one. */
export function timeOrigin(
  { options }: Pick<Result, 'options'>,
  { timeUnit }: Pick<CurvesPart, 'timeUnit'>,
): TimeOrigin {
  const landmark = options['landmark'];
  if (typeof landmark !== 'number') return { timeTitle: `Time (${timeUnit})`, after: '' };
  const origin = `the landmark at ${formatTime(landmark, timeUnit)}`;
  return { timeTitle: `Time after ${origin} (${timeUnit})`, after: ` after ${origin}` };
}
