import { type Estimable, isEstimable, numberOrNull } from '../core/estimable.js';
import type { Curve, ResultPart } from '../core/result.js';
import { countsAlongGrid } from './model-curve.js';

interface ModelledArm {
  readonly group: string | null;
  readonly at: readonly {
    readonly survival: Estimable;
    readonly lower: Estimable;
    readonly upper: Estimable;
  }[];
}

/**
 * The curves of a model along a grid of times, with those seen to be at risk; no part where no arm has a curve. The first
 * `skipped` times of each arm are those asked for one by one.
 */
export function modelledCurves(
  arms: readonly ModelledArm[],
  skipped: number,
  grid: readonly number[],
  seen: Parameters<typeof countsAlongGrid>[0] & { readonly timeUnit: string },
  { level, intervalMethod }: { readonly level: number; readonly intervalMethod: string },
): readonly ResultPart[] {
  const curves = arms.flatMap((arm): Curve[] => {
    const at = arm.at.slice(skipped);
    if (!at.every(({ survival }) => isEstimable(survival))) return [];
    return [
      {
        group: arm.group,
        time: grid,
        estimate: at.map(({ survival }) => numberOrNull(survival)!),
        lower: at.map(({ lower }) => numberOrNull(lower)),
        upper: at.map(({ upper }) => numberOrNull(upper)),
        ...countsAlongGrid(seen, arm.group, grid),
      },
    ];
  });
  if (curves.length === 0) return [];
  return [{ kind: 'curves', quantity: 'survival', timeUnit: seen.timeUnit, level, intervalMethod, curves }];
}
