import { argumentError } from '../../core/errors.js';
import { type Estimable, isEstimable } from '../../core/estimable.js';
import { type WaldContrast, waldContrast } from '../wald-contrast.js';
import type { MultiStateCurves } from './multi-state.js';

/** A group's probability of a state at a time, or its mean time in the state, less that of the reference. */
export interface StateContrast extends WaldContrast {
  readonly of: string;
  readonly versus: string;
  readonly quantity: 'occupancy' | 'time-in-state';
  readonly state: string;
  /** null for a mean time. */
  readonly time: number | null;
}

/**
 * Differences between groups, with normal intervals and tests. Groups hold other subjects, so that the variance of a
 * difference is the sum of two variances by the infinitesimal jackknife. A reason of either group passes through.
 */
export function stateContrasts(
  groups: readonly MultiStateCurves[],
  wanted: string | null | undefined,
  level: number,
): readonly StateContrast[] {
  const reference = wanted ?? groups[0]?.group ?? null;
  const versus = groups.find(({ group }) => group === reference);
  if (versus === undefined) {
    const names = groups.map(({ group }) => group).join(', ');
    throw argumentError('multi-state', 'reference', 'is no group', `"${reference}"`, names);
  }
  return groups.flatMap((of) => {
    if (of === versus) return [];
    const names = { of: of.group!, versus: versus.group! };
    return [
      ...of.at.map((row, place): StateContrast => {
        const other = versus.at[place]!;
        const contrast = difference(row.probability, row, other.probability, other, level);
        return { ...names, quantity: 'occupancy', state: row.state, time: row.time, ...contrast };
      }),
      ...of.timeIn.map((row, place): StateContrast => {
        const other = versus.timeIn[place]!;
        const contrast = difference(row.mean, row, other.mean, other, level);
        return { ...names, quantity: 'time-in-state', state: row.state, time: null, ...contrast };
      }),
    ];
  });
}

interface WithError {
  readonly standardError: Estimable;
}

function difference(
  left: Estimable,
  { standardError: leftError }: WithError,
  right: Estimable,
  { standardError: rightError }: WithError,
  level: number,
): WaldContrast {
  if (!isEstimable(left)) return waldContrast(left, 0, level);
  if (!isEstimable(right)) return waldContrast(right, 0, level);
  // A standard error exists wherever its estimate does.
  return waldContrast(left - right, Math.hypot(leftError as number, rightError as number), level);
}
