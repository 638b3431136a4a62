import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import { type Estimable, isEstimable, mapEstimable } from '../../core/estimable.js';
import { information, type Notice } from '../../core/notice.js';
import type { MethodOutput, SummaryRow } from '../../core/result.js';
import { normalTwoSidedP } from '../../math/distributions/normal.js';
import { requireGroup } from '../require-group.js';
import { conditionalPower } from './conditional-power.js';
import { interimLogRank } from './interim-log-rank.js';

const method = 'conditional-power';

const options = z.strictObject({
  plannedEvents: z.number().positive().describe('Events of both arms at which the final test is made.'),
  designHazardRatio: z
    .number()
    .positive()
    .describe('Hazard ratio that the trial was planned for, not 1; below 1 it is to show fewer events.'),
  alpha: z.number().gt(0).lt(1).default(0.05).describe('Level of the final test over all its sides.'),
  sides: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe('Sides of the final test. Only a result on the side of benefit counts.'),
  allocation: z
    .number()
    .positive()
    .default(1)
    .describe('Subjects given the treatment for each one given its comparator, as planned.'),
  stratified: z
    .boolean()
    .default(true)
    .describe('Whether the log-rank test is stratified, where the endpoint names strata.'),
});
type Options = z.output<typeof options>;

function runConditionalPower(data: SurvivalData, chosen: Options): MethodOutput {
  const group = requireGroup(method, data);
  if (data.weight !== undefined) {
    throw argumentError(method, 'weight', 'is not supported', 'case weights', 'one subject a row');
  }
  const { plannedEvents, designHazardRatio, alpha, sides, allocation, stratified } = chosen;
  if (designHazardRatio === 1) {
    throw argumentError(method, 'designHazardRatio', 'is no difference', '1', 'a ratio other than 1');
  }
  const interim = interimLogRank({
    time: data.time,
    event: data.event,
    entry: data.entry,
    group,
    reference: data.reference,
    strata: stratified ? data.strata : undefined,
  });
  const benefit = designHazardRatio < 1 ? 'lower' : 'higher';
  const look = {
    events: interim.events,
    plannedEvents,
    alpha,
    sides,
    allocationRatio: allocation,
    benefit,
  } as const;
  const under = (assume: 'trend' | 'null' | number): Estimable =>
    mapEstimable(
      interim.z,
      (statistic) => conditionalPower({ ...look, z: statistic, assume }).conditionalPower,
    );
  const design = under(designHazardRatio);
  return {
    parts: [
      {
        kind: 'summary',
        rows: [
          summaryRow('events', 'so far', interim.events),
          summaryRow('events', 'planned', plannedEvents),
          summaryRow('information-fraction', null, interim.events / plannedEvents),
          summaryRow('conditional-power', 'design hazard ratio', design),
          summaryRow('conditional-power', 'current trend', under('trend')),
          summaryRow('conditional-power', 'no effect', under('null')),
        ],
      },
      {
        kind: 'test',
        rows: [
          {
            statistic: 'log-rank',
            term: null,
            value: interim.z,
            df: null,
            p: mapEstimable(interim.z, normalTwoSidedP),
            method: `standard normal ${interim.of} against ${interim.versus}${stratified && data.strata ? ', stratified' : ''}, hypergeometric variance; below 0: fewer events than expected`,
          },
        ],
      },
    ],
    notices: notices(chosen, isEstimable(interim.z)),
  };
}

function summaryRow(statistic: SummaryRow['statistic'], term: string | null, value: Estimable): SummaryRow {
  return { group: null, term, statistic, value, unit: null };
}

function notices({ alpha, sides, designHazardRatio }: Options, known: boolean): readonly Notice[] {
  if (!known) return [];
  const sidesText = sides === 2 ? 'two sides' : 'one side';
  return [
    information(
      'conditional-power/final-test',
      `The final test is taken at the full level of ${alpha} on ${sidesText}, without correction for looks; only a hazard ratio ${designHazardRatio < 1 ? 'below' : 'above'} 1 counts as success.`,
    ),
    information(
      'conditional-power/trend',
      'The current trend is that of the events so far: early on it moves with chance and predicts little.',
    ),
  ];
}

/** Conditional power at an interim look as a method of a plan: under the design, the current trend, and no effect. */
export const conditionalPowerMethod = defineMethod({
  id: 'conditional-power',
  label: 'Conditional power at an interim look',
  summary:
    'With what probability a log-rank test will be significant at the planned number of events, given the events so far.',
  accepts: 'survival',
  options,
  returns: ['summary', 'test'],
  statistics: ['events', 'information-fraction', 'conditional-power', 'log-rank'],
  run: runConditionalPower,
  sources: ['Lan KKG, Wittes J. Biometrics 1988;44:579-585', 'Lachin JM. Stat Med 2005;24:2747-2764'],
});
