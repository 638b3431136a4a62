import { PlanError } from '../core/errors.js';
import type { ResultPart } from '../core/result.js';
import { type NaturalFigures, naturalFigures } from '../core/result-figures.js';
import type { StatisticName } from '../core/statistic-names.js';

export interface FigureAddress {
  readonly statistic: StatisticName;
  readonly term?: string;
  readonly group?: string;
}

/**
 * The one row of a result that a claim speaks of. Without `term`, a pooled row stands before study rows, and a
 * contrast before covariates. Throws when no row, or more than one, fits.
 */
export function findFigures(
  parts: readonly ResultPart[],
  address: FigureAddress,
  where: string,
): NaturalFigures {
  const named = naturalFigures(parts).filter((row) => row.statistic === address.statistic);
  const matching = named.filter(
    (row) =>
      (address.term === undefined ? true : row.term === address.term) &&
      (address.group === undefined ? true : row.group === address.group),
  );
  const untermed = address.term === undefined ? matching.filter((row) => row.term === null) : matching;
  const chosen = untermed.length > 0 ? untermed : matching;
  if (chosen.length === 1) return chosen[0]!;
  const known = named.map((row) =>
    [row.group && `group "${row.group}"`, row.term && `term "${row.term}"`].filter(Boolean).join(', '),
  );
  throw new PlanError({
    code: chosen.length === 0 ? 'claim/no-such-row' : 'claim/ambiguous',
    where,
    what:
      chosen.length === 0
        ? `The result has no ${address.statistic} that fits the claim`
        : `${chosen.length} rows of the result fit the claim`,
    got: JSON.stringify(address),
    expected:
      known.length > 0
        ? `one of: ${known.slice(0, 12).join('; ') || 'the single row'}`
        : 'a statistic of this result',
    fix: 'Set `group` or `term` in the claim.',
  });
}
