import { information, type Notice } from '../../core/notice.js';
import type { ArmContrast } from '../arm-contrasts.js';

/** Says which strata got 1/2 in every cell; none where there are none. */
export function strataHalfAddedNotices(
  method: string,
  { of, versus }: ArmContrast<{ readonly name: string }>,
  strata: readonly string[],
): readonly Notice[] {
  if (strata.length === 0) return [];
  return [
    information(
      `${method}/half-added`,
      `${of.name} against ${versus.name}: 1/2 was added to all four cells of strata with a zero cell (${strata.join(', ')}).`,
    ),
  ];
}
