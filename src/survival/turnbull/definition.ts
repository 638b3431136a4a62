import { z } from 'zod';
import type { IntervalCensoredData } from '../../core/analysis-data.js';
import { defineMethod } from '../../core/definition.js';
import { isEstimable, notEstimable, numberOrNull } from '../../core/estimable.js';
import { information, type Notice, warning } from '../../core/notice.js';
import type { Curve, MethodOutput, SummaryRow } from '../../core/result.js';
import { countsAlongGrid } from '../model-curve.js';
import { seenEvents } from '../seen-events.js';
import { stepQuantile } from '../step-quantile.js';
import { type TurnbullCurve, type TurnbullInterval, turnbull, turnbullIntervals } from './turnbull.js';

const options = z.strictObject({
  quantiles: z
    .array(z.number().gt(0).lt(1))
    .default([0.5])
    .describe('Shares of subjects with the event whose times are wanted; 0.5 is the median.'),
  times: z
    .array(z.number().nonnegative())
    .default([])
    .describe('Times at which event-free probabilities are wanted, in the unit of the data.'),
  interval: z
    .enum(turnbullIntervals)
    .default('none')
    .describe(
      'Limits of event-free probabilities: from the inverse information on the steps found, which suits a few common visits, or from resampled subjects.',
    ),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the limits.'),
  resamples: z.number().int().min(2).default(500).describe('Resamples of the bootstrap.'),
  seed: z.number().int().nonnegative().default(1).describe('Seed of the bootstrap.'),
  maximumIterations: z
    .number()
    .int()
    .positive()
    .default(1000)
    .describe('Newton steps before the fit is given up.'),
});

/**
 * Where the data leave the curve open, the value shown is the highest that fits them: events at the latest time at which
 * they may have come, as a visit finds them. The limits stand beside it in rows of their own.
 */
function runTurnbull(data: IntervalCensoredData, chosen: z.output<typeof options>): MethodOutput {
  const seen = seenEvents(data);
  const grid = [...new Set([0, ...seen.time])].sort((left, right) => left - right);
  const asked = chosen.times.length;
  // The bands of the curves are limits at every time that they show.
  const times = chosen.interval === 'none' ? chosen.times : [...chosen.times, ...grid];
  const result = turnbull(data, { ...chosen, times });
  const method = intervalText[chosen.interval];
  const curves = result.curves.map((curve) => {
    const bands = new Map(curve.at.slice(asked).map((at) => [at.time, at]));
    return { curve: { ...curve, at: curve.at.slice(0, asked) }, shown: drawn(curve, data, bands) };
  });
  return {
    parts: [
      {
        kind: 'curves',
        quantity: 'survival',
        timeUnit: data.timeUnit,
        level: chosen.level,
        intervalMethod: method ?? 'none given',
        curves: curves.filter(({ curve }) => curve.status === 'converged').map(({ shown }) => shown),
      },
      {
        kind: 'summary',
        rows: curves.flatMap(({ curve, shown }) =>
          summaryRows(curve, shown, data.timeUnit, chosen.level, method),
        ),
      },
    ],
    notices: notices(result.curves, chosen.interval),
  };
}

const intervalText: Record<TurnbullInterval, string | null> = {
  none: null,
  information: 'complementary log-log transform, inverse observed information on the steps found',
  bootstrap: 'percentiles of resampled subjects',
};

/** Steps at their ends, with subjects not yet seen to have the event; up to the last time observed. */
function drawn(
  { group, steps }: TurnbullCurve,
  data: IntervalCensoredData,
  bands: ReadonlyMap<number, TurnbullCurve['at'][number]>,
): Curve {
  const seen = seenEvents(data);
  const own = seen.time.filter((_, row) => data.group.levels[data.group.codes[row]!] === group);
  const time = [...new Set([0, ...own])].sort((left, right) => left - right);
  let step = 0;
  let survival = 1;
  const estimate = time.map((now) => {
    for (; step < steps.length && (steps[step]!.upper ?? Number.POSITIVE_INFINITY) <= now; step += 1) {
      survival = steps[step]!.survival;
    }
    return survival;
  });
  const limit = (side: 'lower' | 'upper') =>
    time.map((now) => {
      const at = bands.get(now);
      return at === undefined ? null : numberOrNull(at[side]);
    });
  return {
    group,
    time,
    estimate,
    lower: limit('lower'),
    upper: limit('upper'),
    ...countsAlongGrid(seen, group, time),
  };
}

function summaryRows(
  { group, n, events, status, quantiles, at }: TurnbullCurve,
  shown: Curve,
  unit: string,
  level: number,
  method: string | null,
): SummaryRow[] {
  const open = { group, unit, statistic: 'survival-quantile' } as const;
  return [
    { group, term: null, statistic: 'n', value: n, unit: null },
    { group, term: null, statistic: 'events', value: events, unit: null },
    ...quantiles.flatMap(({ probability, earliest, latest }): SummaryRow[] => {
      const median = probability === 0.5;
      const row: SummaryRow = {
        ...open,
        term: median ? null : String(probability),
        statistic: median ? 'median-survival' : 'survival-quantile',
        value:
          status === 'converged'
            ? (stepQuantile(shown.time, shown.estimate, 1 - probability, 'r') ?? notEstimable('not-reached'))
            : latest,
      };
      if (earliest === latest || !isEstimable(earliest)) return [row];
      return [
        row,
        { ...open, term: `${probability}, earliest`, value: earliest },
        { ...open, term: `${probability}, latest`, value: latest },
      ];
    }),
    ...at.flatMap(({ time, lowest, highest, lower, upper }): SummaryRow[] => {
      const row = { group, statistic: 'survival-probability', unit: null } as const;
      const own: SummaryRow = {
        ...row,
        term: String(time),
        value: highest,
        ...(method === null ? {} : { interval: { lower, upper, level, method } }),
      };
      if (lowest === highest || !isEstimable(lowest)) return [own];
      return [
        own,
        { ...row, term: `${time}, lowest`, value: lowest },
        { ...row, term: `${time}, highest`, value: highest },
      ];
    }),
  ];
}

const limitText: Record<TurnbullInterval, string> = {
  none: 'No intervals are given: those of this curve have no simple form.',
  information:
    'Intervals take the steps of the curve as known, which suits a few visits that subjects share; with visits as varied as the subjects they are too narrow.',
  bootstrap:
    'Intervals are percentiles over resampled subjects; with visits as varied as the subjects their coverage is not assured.',
};

function notices(curves: readonly TurnbullCurve[], interval: TurnbullInterval): readonly Notice[] {
  const open = curves.some(({ steps }) => steps.some(({ lower, upper }) => lower !== upper));
  return [
    ...curves
      .filter(({ status }) => status === 'not-converged')
      .map(({ group }) =>
        warning('turnbull/not-converged', `The curve of ${group ?? 'all subjects'} did not converge.`),
      ),
    ...(open
      ? [
          information(
            'turnbull/between-visits',
            `Between visits the data leave the curve open: it is shown at its highest, with events at the latest time at which they may have come. ${limitText[interval]}`,
          ),
        ]
      : []),
  ];
}

/** Turnbull's curve of interval-censored events as a method of a plan: `curves`, and a `summary` with limits. */
export const turnbullMethod = defineMethod({
  id: 'turnbull',
  label: 'Turnbull estimate',
  summary:
    'The share of subjects still free of an event that is only known to lie between two visits, for each arm, with medians.',
  accepts: 'interval-censored',
  options,
  returns: ['curves', 'summary'],
  statistics: ['n', 'events', 'median-survival', 'survival-quantile', 'survival-probability'],
  run: runTurnbull,
  sources: [
    'Peto R. J R Stat Soc C 1973;22:86-91',
    'Turnbull BW. J R Stat Soc B 1976;38:290-295',
    'Gentleman R, Geyer CJ. Biometrika 1994;81:618-623',
  ],
});
