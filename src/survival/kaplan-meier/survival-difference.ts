import { argumentError } from '../../core/errors.js';
import { isEstimable } from '../../core/estimable.js';
import { type WaldContrast, waldContrast } from '../wald-contrast.js';
import type { KaplanMeierCurve } from './kaplan-meier.js';

/** Event-free probability of one group less that of another at one time, with interval and test. */
export interface SurvivalDifference extends WaldContrast {
  readonly time: number;
  readonly of: string;
  readonly versus: string;
}

/**
 * Differences in the event-free probability of each group and the reference at each time. Variances add, since groups
 * are independent; the interval is symmetric. A time with no estimate in one group has its reason; where neither group
 * has had an event the difference is 0 and the rest `no-variation`. Throws for a reference that is no group.
 * Source: Klein JP et al. Stat Med 2007;26:4505-4519. Oracle: test/oracles/kaplan-meier/options.json.
 */
export function survivalDifferences(
  curves: readonly Pick<KaplanMeierCurve, 'group' | 'at'>[],
  times: readonly number[],
  groups: readonly string[],
  reference: string | null | undefined,
  level: number,
): readonly SurvivalDifference[] {
  const versus = reference ?? groups[0] ?? '';
  const place = groups.indexOf(versus);
  if (place < 0) {
    throw argumentError('kaplan-meier', 'reference', 'is no group', `"${versus}"`, groups.join(', '));
  }
  return times.flatMap((time, index) =>
    groups.flatMap((of, code): SurvivalDifference[] => {
      if (code === place) return [];
      const own = curves[code]!.at[index]!;
      const other = curves[place]!.at[index]!;
      const names = { time, of, versus };
      if (!isEstimable(own.survival)) return [{ ...names, ...waldContrast(own.survival, 0, level) }];
      if (!isEstimable(other.survival)) return [{ ...names, ...waldContrast(other.survival, 0, level) }];
      // Survival 0 has no standard error in Greenwood's formula; nothing is left to vary.
      const errors = [own.standardError, other.standardError].map((error) =>
        isEstimable(error) ? error : 0,
      );
      const error = Math.hypot(errors[0]!, errors[1]!);
      return [{ ...names, ...waldContrast(own.survival - other.survival, error, level) }];
    }),
  );
}
