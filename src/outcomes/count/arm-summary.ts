import type { CountArm } from '../../core/analysis-data.js';
import { notEstimable } from '../../core/estimable.js';
import type { SummaryPart } from '../../core/result.js';
import { rateUnit } from './rate-unit.js';

/** Events, exposure and rate of each arm, the rate per `per` units of exposure. */
export function summariseArms(arms: readonly CountArm[], exposureUnit: string, per: number): SummaryPart {
  return {
    kind: 'summary',
    rows: arms.flatMap(({ name, events, exposure }) => [
      { group: name, term: null, statistic: 'events', value: events, unit: null },
      { group: name, term: null, statistic: 'exposure', value: exposure, unit: exposureUnit },
      {
        group: name,
        term: null,
        statistic: 'rate',
        value: exposure === 0 ? notEstimable('empty-group') : (per * events) / exposure,
        unit: rateUnit(exposureUnit, per),
      },
    ]),
  };
}
