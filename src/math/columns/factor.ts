import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { type NameColumn, readNames } from './name-column.js';

/**
 * Codes a column of names, such as arms or visits, as methods take it: `factor(arm)`, or `factor(visit, ['Week 4',
 * 'Week 12'])` where the order matters. Without levels they are sorted by code unit, as R does with character columns in
 * the C locale. A factor is handed back as it is.
 *
 * @throws MethodError for a missing name, or one that is not among the levels.
 */
export function factor(names: NameColumn, levels?: readonly string[]): Factor {
  const read = readNames('factor', 'names', names);
  if (levels === undefined) return read;
  const places = read.levels.map((level) => levels.indexOf(level));
  const unknown = places.indexOf(-1);
  const used = unknown >= 0 && read.codes.includes(unknown);
  if (used) {
    throw argumentError(
      'factor',
      'names',
      'holds a name that is no level',
      `"${read.levels[unknown]}"`,
      levels.map((level) => `"${level}"`).join(', '),
      'Add it to the levels, or leave those rows out',
    );
  }
  return { levels, codes: read.codes.map((code) => places[code]!) };
}
