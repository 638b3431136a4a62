import { information, type Notice } from '../../core/notice.js';
import type { ArmContrast } from '../arm-contrasts.js';

/** Says that a ratio was made estimable by adding 1/2 to every cell. */
export function halfAddedNotice(method: string, contrast: ArmContrast<{ readonly name: string }>): Notice {
  return information(
    `${method}/half-added`,
    `${contrast.of.name} against ${contrast.versus.name}: a cell is zero, so 1/2 was added to all four cells.`,
  );
}
