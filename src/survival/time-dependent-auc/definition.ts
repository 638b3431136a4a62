import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import { information } from '../../core/notice.js';
import type { MethodOutput, PointsPart, SummaryRow, TestRow } from '../../core/result.js';
import { covariateValues, refuseWeightedRows } from '../prediction-rows.js';
import { timeDependentRoc } from './roc-curve.js';
import { type TimeDependentAuc, timeDependentAuc } from './time-dependent-auc.js';

const method = 'time-dependent-auc';

const options = z.strictObject({
  marker: z
    .string()
    .optional()
    .describe('Name of the covariate of the endpoint that is the score. Default: the only covariate.'),
  direction: z
    .enum(['higher', 'lower'])
    .default('higher')
    .describe('Which values of the score foretell the earlier event.'),
  times: z
    .array(z.number().positive())
    .min(1)
    .describe('Times by which the event may have come: one area and one curve each.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});
type Options = z.output<typeof options>;

function runTimeDependentAuc(data: SurvivalData, chosen: Options): MethodOutput {
  refuseWeightedRows(method, data);
  const { times, level, direction } = chosen;
  const marker = chosen.marker ?? onlyCovariate(data);
  const values = covariateValues(method, 'marker', marker, data);
  const predictions = direction === 'higher' ? values : values.map((value) => -value);
  const input = { time: data.time, event: data.event, predictions };
  const areas = timeDependentAuc(input, { times, level });
  return {
    parts: [
      { kind: 'summary', rows: areas.flatMap((area) => summaryRows(area, data.timeUnit, level)) },
      { kind: 'test', rows: areas.map((area) => testRow(area, data.timeUnit)) },
      rocPart(input, chosen, data.timeUnit),
    ],
    notices: [
      information(
        'time-dependent-auc/in-sample',
        `The area holds for ${marker} as it is. If the score was made from these subjects, it flatters the score: test it on others, or resample.`,
      ),
    ],
  };
}

function onlyCovariate({ covariates }: SurvivalData): string {
  const [first, ...others] = covariates;
  if (first !== undefined && others.length === 0) return first.name;
  throw argumentError(
    method,
    'marker',
    'is needed where the endpoint does not name exactly one covariate',
    `${covariates.length} covariates`,
    first === undefined
      ? 'a covariate, named under `covariates` of the endpoint'
      : covariates.map(({ name }) => name).join(', '),
  );
}

/** The name of a curve and of its rows, such as "14 days". */
const named = (time: number, timeUnit: string) => `${time} ${timeUnit}`;

function summaryRows(
  { time, auc, standardError, lower, upper, cases, controls }: TimeDependentAuc,
  timeUnit: string,
  level: number,
): readonly SummaryRow[] {
  const row = (statistic: SummaryRow['statistic'], value: SummaryRow['value']): SummaryRow => ({
    group: null,
    term: named(time, timeUnit),
    statistic,
    value,
    unit: null,
  });
  return [
    {
      ...row('auc', auc),
      interval: {
        lower,
        upper,
        level,
        method: 'normal, cut at 0 and 1, influence functions with the censoring weights estimated',
      },
    },
    row('standard-error', standardError),
    // Subjects censored before the time are neither.
    row('n', cases + controls),
    row('events', cases),
  ];
}

function testRow({ time, z: statistic, p }: TimeDependentAuc, timeUnit: string): TestRow {
  return {
    statistic: 'wald',
    term: named(time, timeUnit),
    value: statistic,
    df: null,
    p,
    method: 'area of one half: no better than chance, normal',
  };
}

function rocPart(
  input: Parameters<typeof timeDependentRoc>[0],
  { times, direction }: Options,
  timeUnit: string,
): PointsPart {
  const sign = direction === 'higher' ? 1 : -1;
  return {
    kind: 'points',
    xLabel: '1 - specificity',
    yLabel: 'Sensitivity',
    series: timeDependentRoc(input, { times })
      .filter(({ reason }) => reason === null)
      .map(({ time, falsePositive, sensitivity, threshold }) => ({
        name: named(time, timeUnit),
        x: falsePositive,
        y: sensitivity,
        labels: threshold.map((cut) => (cut === null ? '' : String(Number((sign * cut).toPrecision(6))))),
        referenceLine: null,
        smooth: null,
        note: null,
      })),
  };
}

/** The time-dependent area under the ROC curve as a method of a plan: areas with intervals, counts, curves. */
export const timeDependentAucMethod = defineMethod({
  id: 'time-dependent-auc',
  label: 'Time-dependent area under the ROC curve',
  summary:
    'How well a score tells who will have the event by a time from who will not, corrected for censoring.',
  accepts: 'survival',
  options,
  returns: ['summary', 'test', 'points'],
  statistics: ['auc', 'standard-error', 'n', 'events', 'wald'],
  run: runTimeDependentAuc,
  sources: [
    'Heagerty PJ, Lumley T, Pepe MS. Biometrics 2000;56:337-344',
    'Uno H, Cai T, Tian L, Wei LJ. J Am Stat Assoc 2007;102:527-537',
    'Blanche P, Dartigues J-F, Jacqmin-Gadda H. Stat Med 2013;32:5381-5397',
  ],
});
