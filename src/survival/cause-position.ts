import type { CompetingEventsData } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';

/** The number that stands for a named cause in the data; the first cause, that of interest, without a name. */
export function causePosition(method: string, data: CompetingEventsData, cause: string | undefined): number {
  if (cause === undefined) return 1;
  const position = data.causes.indexOf(cause);
  if (position >= 0) return position + 1;
  throw argumentError(
    method,
    'cause',
    'is no kind of event of the data',
    `"${cause}"`,
    data.causes.join(', '),
  );
}
