import { z } from 'zod';
import type { SurvivalData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { argumentError } from '../../core/errors.js';
import { information } from '../../core/notice.js';
import type {
  EstimateRow,
  MethodOutput,
  PointsPart,
  ResultPart,
  SummaryRow,
  TestRow,
} from '../../core/result.js';
import { covariateValues, refuseWeightedRows } from '../prediction-rows.js';
import { type AreaDifference, compareTimeDependentAuc } from './compare-areas.js';
import { timeDependentRoc } from './roc-curve.js';
import { type TimeDependentAuc, timeDependentAuc } from './time-dependent-auc.js';

const method = 'time-dependent-auc';

const options = z.strictObject({
  marker: z
    .string()
    .optional()
    .describe('Name of the covariate of the endpoint that is the score. Default: the only covariate.'),
  versus: z
    .string()
    .optional()
    .describe('Another covariate to compare the score with, on the same subjects and in the same direction.'),
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
  const marker = chosen.marker ?? onlyCovariate(data);
  const scores = [scoreOf('marker', marker, data, chosen)];
  if (chosen.versus !== undefined) scores.push(scoreOf('versus', chosen.versus, data, chosen));
  const { times, level } = chosen;
  const parts: ResultPart[] = [];
  const summary: SummaryRow[] = [];
  const tests: TestRow[] = [];
  for (const { input, nameOf } of scores) {
    for (const area of timeDependentAuc(input, { times, level })) {
      summary.push(...summaryRows(area, nameOf(area.time), level));
      tests.push(testRow(area, nameOf(area.time)));
    }
  }
  parts.push({ kind: 'summary', rows: summary });
  if (chosen.versus !== undefined) {
    const differences = compareTimeDependentAuc(
      { ...scores[0]!.input, versus: scores[1]!.input.predictions },
      { times, level },
    );
    parts.push({
      kind: 'estimates',
      rows: differences.map((row) => differenceRow(row, marker, chosen.versus!, data.timeUnit, level)),
    });
  }
  parts.push({ kind: 'test', rows: tests }, rocPart(scores, chosen));
  return {
    parts,
    notices: [
      information(
        'time-dependent-auc/in-sample',
        `The area holds for ${marker} as it is. If the score was made from these subjects, it flatters the score: test it on others, or resample.`,
      ),
    ],
  };
}

/** A score with its direction applied, and the name of its curve at each time. */
interface Score {
  readonly input: {
    readonly time: Float64Array;
    readonly event: Uint8Array;
    readonly predictions: Float64Array;
  };
  readonly nameOf: (time: number) => string;
}

/** Curves are named by their time, such as "14 days", and by their score where there are two. */
function scoreOf(argument: string, name: string, data: SurvivalData, { direction, versus }: Options): Score {
  const values = covariateValues(method, argument, name, data);
  return {
    input: {
      time: data.time,
      event: data.event,
      predictions: direction === 'higher' ? values : values.map((value) => -value),
    },
    nameOf: (time) => `${versus === undefined ? '' : `${name}, `}${time} ${data.timeUnit}`,
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

function summaryRows(
  { auc, standardError, lower, upper, cases, controls }: TimeDependentAuc,
  term: string,
  level: number,
): readonly SummaryRow[] {
  const row = (statistic: SummaryRow['statistic'], value: SummaryRow['value']): SummaryRow => ({
    group: null,
    term,
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

function testRow({ z: statistic, p }: TimeDependentAuc, term: string): TestRow {
  return {
    statistic: 'wald',
    term,
    value: statistic,
    df: null,
    p,
    method: 'area of one half: no better than chance, normal',
  };
}

function differenceRow(
  row: AreaDifference,
  of: string,
  versus: string,
  timeUnit: string,
  level: number,
): EstimateRow {
  return {
    statistic: 'auc-difference',
    term: `${row.time} ${timeUnit}`,
    role: 'comparison',
    of,
    versus,
    scale: 'linear',
    estimate: row.estimate,
    standardError: row.standardError,
    lower: row.lower,
    upper: row.upper,
    level,
    p: row.p,
    reference: { distribution: 'normal' },
    intervalMethod: 'normal, influence functions of both scores on the same subjects',
  };
}

function rocPart(scores: readonly Score[], { times, direction }: Options): PointsPart {
  const sign = direction === 'higher' ? 1 : -1;
  return {
    kind: 'points',
    xLabel: '1 - specificity',
    yLabel: 'Sensitivity',
    series: scores.flatMap(({ input, nameOf }) =>
      timeDependentRoc(input, { times })
        .filter(({ reason }) => reason === null)
        .map(({ time, falsePositive, sensitivity, threshold }) => ({
          name: nameOf(time),
          x: falsePositive,
          y: sensitivity,
          labels: threshold.map((cut) => (cut === null ? '' : String(Number((sign * cut).toPrecision(6))))),
          referenceLine: null,
          smooth: null,
          note: null,
        })),
    ),
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
  returns: ['summary', 'estimates', 'test', 'points'],
  statistics: ['auc', 'auc-difference', 'standard-error', 'n', 'events', 'wald'],
  run: runTimeDependentAuc,
  sources: [
    'Heagerty PJ, Lumley T, Pepe MS. Biometrics 2000;56:337-344',
    'Uno H, Cai T, Tian L, Wei LJ. J Am Stat Assoc 2007;102:527-537',
    'Blanche P, Dartigues J-F, Jacqmin-Gadda H. Stat Med 2013;32:5381-5397',
  ],
});
