import { argumentError } from '../../core/errors.js';
import type { EventCount } from './event-count.js';

/** Subjects of both arms above which exact limits are refused. */
const mostSubjects = 400;

/**
 * Throws where two arms have too many subjects for exact unconditional limits; `instead` names the interval to take.
 */
export function requireExactSize(method: string, of: EventCount, versus: EventCount, instead: string): void {
  if (of.n + versus.n <= mostSubjects) return;
  throw argumentError(
    method,
    'n',
    'is too large for exact unconditional limits',
    String(of.n + versus.n),
    `at most ${mostSubjects} subjects in both arms`,
    `With so many subjects the ${instead} says the same`,
  );
}
