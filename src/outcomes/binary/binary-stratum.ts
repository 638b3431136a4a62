import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';
import { type EventCount, requireEventCount } from './event-count.js';

/** Two arms within one stratum, such as a centre, an oxygen group or a steroid group. */
export interface BinaryStratum {
  readonly name: string;
  readonly of: EventCount;
  readonly versus: EventCount;
}

/** Throws unless there is a stratum and every count is one. */
export function requireStrata(method: string, strata: readonly BinaryStratum[]): void {
  requireList(method, 'strata', strata, 'a list of strata');
  if (strata.length === 0) throw argumentError(method, 'strata', 'are none', '0', 'at least one stratum');
  for (const [index, stratum] of strata.entries()) {
    requireObject(method, `strata[${index}]`, stratum, 'a stratum with its two arms');
    requireEventCount(method, `${stratum.name}.of`, stratum.of);
    requireEventCount(method, `${stratum.name}.versus`, stratum.versus);
  }
}

/** Strata with subjects in both arms; the others say nothing of the contrast. */
export function comparableStrata(strata: readonly BinaryStratum[]): readonly BinaryStratum[] {
  return strata.filter(({ of, versus }) => of.n > 0 && versus.n > 0);
}
