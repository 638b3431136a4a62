import type { SubjectOutcomeData } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import type { EventRate } from './event-rate.js';

/** Events and time at risk of every arm within one stratum. */
export interface StratumRates {
  readonly name: string;
  /** In the order of the arms. */
  readonly arms: readonly EventRate[];
}

/** Adds up the subjects of each arm within each stratum. Throws where the data have no strata. */
export function stratumRates(method: string, data: SubjectOutcomeData): readonly StratumRates[] {
  const { strata, group, outcome, exposure } = data;
  if (strata === undefined) {
    throw argumentError(
      method,
      'strata',
      'are missing',
      undefined,
      'a stratum for every subject',
      'Name the columns of strata in the endpoint',
    );
  }
  const events = new Float64Array(strata.levels.length * group.levels.length);
  const time = new Float64Array(events.length);
  for (let row = 0; row < outcome.length; row += 1) {
    const place = strata.codes[row]! * group.levels.length + group.codes[row]!;
    events[place] = events[place]! + outcome[row]!;
    time[place] = time[place]! + exposure[row]!;
  }
  return strata.levels.map((name, level) => ({
    name,
    arms: group.levels.map((_, arm) => {
      const place = level * group.levels.length + arm;
      return { events: events[place]!, exposure: time[place]! };
    }),
  }));
}
