import { z } from 'zod';
import type { DesignAssumptionsData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import { type Estimable, isEstimable } from '../../core/estimable.js';
import { information } from '../../core/notice.js';
import type { MethodOutput, SummaryRow } from '../../core/result.js';
import { type DesignRates, survivalDesign } from './survival-design.js';

const method = 'survival-design';

const options = z.strictObject({
  formula: z
    .enum(['schoenfeld', 'freedman', 'lachin-foulkes'])
    .default('schoenfeld')
    .describe(
      'How events or subjects are counted: from the log hazard ratio, from the ratio itself, or from constant rates.',
    ),
  controlHazard: z
    .number()
    .positive()
    .optional()
    .describe('Constant event rate of the control arm, in one unit of time with accrual and duration.'),
  controlMedian: z
    .number()
    .positive()
    .optional()
    .describe('Median time to the event in the control arm, in place of its rate.'),
  accrual: z
    .number()
    .nonnegative()
    .default(0)
    .describe('Time over which subjects are recruited evenly; 0 when all enter at once.'),
  duration: z.number().positive().optional().describe('Time from the first subject to the end of the trial.'),
  dropoutHazard: z
    .number()
    .nonnegative()
    .default(0)
    .describe('Constant rate of loss to follow-up in both arms.'),
});
type Options = z.output<typeof options>;

function runSurvivalDesign({ rows }: DesignAssumptionsData, chosen: Options): MethodOutput {
  const rates = ratesOf(chosen);
  const { formula } = chosen;
  const designs = rows.map(({ name, allocation, ...row }) => ({
    name,
    row,
    result: survivalDesign({ ...row, allocationRatio: allocation }, { formula, rates }),
  }));
  const ignored =
    formula === 'lachin-foulkes' && rows.some(({ eventProbability }) => eventProbability !== null);
  return {
    parts: [
      {
        kind: 'summary',
        rows: designs.flatMap(({ name, row, result }) => [
          summaryRow(name, 'hazard-ratio', row.hazardRatio),
          ...known(name, 'required-events', result.requiredEvents),
          ...known(name, 'required-subjects', result.requiredSubjects),
          ...known(name, 'power', result.power),
        ]),
      },
    ],
    notices: [
      information('survival-design/formula', formulaTexts[formula]),
      ...(ignored
        ? [
            information(
              'survival-design/event-probability',
              'The formula of Lachin and Foulkes takes the share of subjects with the event from the rates, not from the data.',
            ),
          ]
        : []),
    ],
  };
}

const formulaTexts = {
  schoenfeld:
    'Events by Schoenfeld, from the log hazard ratio, rounded up; subjects are these events over the share of subjects with the event, rounded up.',
  freedman:
    'Events by Freedman, from the hazard ratio itself, rounded up; subjects are these events over the share of subjects with the event, rounded up.',
  'lachin-foulkes':
    'Subjects by Lachin and Foulkes, from constant rates, rounded up in each arm; events are those expected.',
};

/** What does not apply to a row, such as the power of a trial that planned no number of events, is left out. */
function known(name: string, statistic: SummaryRow['statistic'], value: Estimable): readonly SummaryRow[] {
  return isEstimable(value) ? [summaryRow(name, statistic, value)] : [];
}

function summaryRow(term: string, statistic: SummaryRow['statistic'], value: number): SummaryRow {
  return { group: null, term, statistic, value, unit: null };
}

function ratesOf({
  controlHazard,
  controlMedian,
  accrual,
  duration,
  dropoutHazard,
}: Options): DesignRates | undefined {
  if (controlHazard === undefined && controlMedian === undefined && duration === undefined) return undefined;
  if ((controlHazard === undefined) === (controlMedian === undefined)) {
    throw argumentError(
      method,
      'controlHazard',
      'and "controlMedian" are the same assumption',
      controlHazard === undefined ? 'neither' : 'both',
      'one of them',
    );
  }
  if (duration === undefined) {
    throw argumentError(
      method,
      'duration',
      'is needed with the rate of the control arm',
      'nothing',
      'a time',
    );
  }
  return { hazardControl: controlHazard ?? Math.LN2 / controlMedian!, accrual, duration, dropoutHazard };
}

/** Size and power of time-to-event trials as a method of a plan; one row of assumptions a trial. */
export const survivalDesignMethod = defineMethod({
  id: 'survival-design',
  label: 'Size and power of a trial with a time to event',
  summary:
    'How many events and subjects a trial needs for the power that it assumed, and what power its planned events give.',
  accepts: 'design-assumptions',
  options,
  returns: ['summary'],
  statistics: ['hazard-ratio', 'required-events', 'required-subjects', 'power'],
  run: runSurvivalDesign,
  sources: [
    'Schoenfeld D. Biometrika 1981;68:316-319',
    'Freedman LS. Stat Med 1982;1:121-129',
    'Lachin JM, Foulkes MA. Biometrics 1986;42:507-519',
  ],
});
