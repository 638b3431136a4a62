import type { OrdinalData } from '../../core/analysis-data.js';
import { information, type Notice } from '../../core/notice.js';

/** Says that a method leaves the strata of the endpoint out, and which does not; nothing where there are none. */
export function unusedStrataNotice(method: string, { strata }: OrdinalData): readonly Notice[] {
  return strata === undefined
    ? []
    : [
        information(
          `${method}/strata-unused`,
          'The strata of the endpoint are left out; van-elteren and win-statistics compare within strata.',
        ),
      ];
}
