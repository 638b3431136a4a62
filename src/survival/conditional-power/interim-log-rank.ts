import { argumentError } from '../../core/errors.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { buildRiskTable } from '../risk-table.js';
import { readSurvivalColumns, type SurvivalInput, singleLevel } from '../survival-columns.js';
import { weightedLogRankSums } from '../weighted-log-rank-sums.js';

export interface InterimLogRank {
  readonly of: string;
  readonly versus: string;
  /** Events of both arms. */
  readonly events: number;
  /** (Observed - expected) / root variance of the first arm; `no-events` or `no-variation`. */
  readonly z: Estimable;
}

/** The signed log-rank statistic of two arms at an interim look; conventions are those of `logRank`. O(n log n). */
export function interimLogRank(
  input: Omit<SurvivalInput, 'weight'> & {
    readonly group: NameColumn;
    readonly strata?: NameColumn | undefined;
    readonly reference: string | null;
  },
): InterimLogRank {
  const method = 'conditional-power';
  const columns = readSurvivalColumns(method, input);
  const group = readNames(method, 'group', input.group, columns.n);
  const strata =
    input.strata === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'strata', input.strata, columns.n);
  if (group.levels.length !== 2) {
    throw argumentError(method, 'group', 'has not two arms', group.levels.join(', '), 'two arms');
  }
  const versus = input.reference ?? group.levels[0]!;
  const place = group.levels.findIndex((level) => level !== versus);
  if (!group.levels.includes(versus)) {
    throw argumentError(method, 'reference', 'is no arm', `"${versus}"`, group.levels.join(', '));
  }
  const { observed, expected, variance } = weightedLogRankSums(
    buildRiskTable(columns, group, strata),
    () => 1,
  );
  const events = columns.event.reduce((sum, event) => sum + event, 0);
  const spread = variance[place * 2 + place]!;
  const z =
    spread > 0
      ? (observed[place]! - expected[place]!) / Math.sqrt(spread)
      : notEstimable(events === 0 ? 'no-events' : 'no-variation');
  return { of: group.levels[place]!, versus, events, z };
}
