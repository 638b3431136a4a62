import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { Estimable } from '../../../core/estimable.js';
import { information, type Notice, warning } from '../../../core/notice.js';
import type { EstimateRow, SummaryRow } from '../../../core/result.js';
import type { StatisticName } from '../../../core/statistic-names.js';
import { rateUnit } from '../../count/rate-unit.js';
import { levelOption } from '../../level-option.js';
import {
  type AdverseEventRow,
  type AdverseEventSummary,
  adverseEventLevels,
  adverseEventOrders,
  adverseEventSummary,
  exposureRules,
} from './adverse-event-summary.js';
import { differenceIntervals, differenceTests, type ExposureRate } from './arm-figures.js';
import { missingStartRules } from './event-times.js';

const options = z.strictObject({
  by: z
    .enum(adverseEventLevels)
    .default('body-system-and-term')
    .describe('Which rows follow any adverse event: classes with their terms, classes, terms, or none.'),
  order: z
    .enum(adverseEventOrders)
    .default('frequency')
    .describe('Most frequent first, or by the alphabet; terms within their class.'),
  orderArm: z
    .string()
    .nullable()
    .default(null)
    .describe('The arm that decides the order by frequency; null for all arms together.'),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Terms are shown where the share of subjects in some arm is at least this, such as 0.05.'),
  severity: z
    .boolean()
    .default(false)
    .describe('Whether subjects are also counted by the worst severity that they had.'),
  per: z.number().positive().default(100).describe('Units of exposure that rates are given for.'),
  exposure: z
    .enum(exposureRules)
    .nullable()
    .default(null)
    .describe(
      'Time at risk of incidence: until the first event of each subject, or its whole exposure; null for the first where the start of events is known, else the second.',
    ),
  missingStart: z
    .enum(missingStartRules)
    .default('start-of-exposure')
    .describe(
      'Where events without a start are placed: the start of exposure gives the highest incidence, its end the lowest.',
    ),
  compareIncidence: z
    .boolean()
    .default(false)
    .describe('Whether arms are also compared by incidence: difference and ratio with score intervals.'),
  interval: z
    .enum(differenceIntervals)
    .default('miettinen-nurminen')
    .describe('How intervals of risk differences are made.'),
  test: z
    .enum(differenceTests)
    .default('score')
    .describe('The test behind p: the score test, or the exact test of Fisher.'),
  level: levelOption,
});

export const adverseEventSummaryMethod = defineMethod({
  id: 'adverse-event-summary',
  label: 'Adverse events',
  summary:
    'Subjects with adverse events by system organ class and preferred term, with rates over time at risk and risk differences.',
  accepts: 'adverse-events',
  options,
  returns: ['summary', 'estimates'],
  statistics: [
    'n',
    'exposure',
    'subjects-with-events',
    'events',
    'proportion',
    'exposure-adjusted-incidence',
    'rate',
    'time-at-risk',
    'risk-difference',
    'incidence-difference',
    'incidence-ratio',
  ],
  run: (data, settings) => {
    const summary = adverseEventSummary(data, settings);
    const units = {
      exposure: data.exposureUnit,
      rate: rateUnit(data.exposureUnit, settings.per),
      incidence: `${rateUnit(data.exposureUnit, settings.per)}${summary.exposure === 'until-first-event' ? ' to first event' : ''}`,
    };
    const { belowThreshold, rows } = summary;
    const compared = rows.some(({ differences }) => differences.length > 0);
    const severity = rows.flatMap((row) => severityRows(row));
    return {
      parts: [
        {
          kind: 'summary',
          rows: [
            ...armRows(summary, data.exposureUnit),
            ...rows.flatMap((row) => countRows(row, units, settings.level)),
          ],
        },
        ...(severity.length > 0 ? [{ kind: 'summary' as const, rows: severity }] : []),
        {
          kind: 'estimates',
          rows: rows.flatMap((row) => [
            ...differenceRows(row, summary.arms, settings),
            ...incidenceRows(row, settings.level),
          ]),
        },
      ],
      notices: [
        ...timeNotices(summary, data.events.subject.length, settings),
        ...(belowThreshold > 0
          ? [
              information(
                'adverse-event-summary/below-threshold',
                `${settings.by === 'body-system' ? 'Classes' : 'Terms'} below ${Number((settings.threshold * 100).toPrecision(12))}% in every arm, not shown: ${belowThreshold}.`,
              ),
            ]
          : []),
        ...(compared && rows.length > 1
          ? [
              information(
                'adverse-event-summary/multiplicity',
                'P-values and intervals are not adjusted for the number of terms: they point to differences, they do not show them.',
              ),
            ]
          : []),
      ],
    };
  },
  sources: [
    'Garwood F. Biometrika 1936;28:437-442',
    'Miettinen O, Nurminen M. Stat Med 1985;4:213-226',
    'Newcombe RG. Stat Med 1998;17:873-890',
    'Graham PL, Mengersen K, Morton AP. Stat Med 2003;22:2071-2083 (ratio of incidences)',
    'Fisher RA. J R Stat Soc 1935;98:39-82',
  ],
});

function armRows({ arms }: AdverseEventSummary, exposureUnit: string): readonly SummaryRow[] {
  return arms.flatMap(({ arm, n, exposure }): SummaryRow[] => [
    { group: arm, term: null, statistic: 'n', value: n, unit: null },
    ...(exposure === null
      ? []
      : [{ group: arm, term: null, statistic: 'exposure' as const, value: exposure, unit: exposureUnit }]),
  ]);
}

const placeWords = {
  'start-of-exposure': 'start of exposure, which gives the highest incidence',
  'end-of-exposure': 'end of exposure, which gives the lowest incidence',
};

function timeNotices(
  { exposure, starts }: AdverseEventSummary,
  events: number,
  { exposure: asked, missingStart }: z.output<typeof options>,
): readonly Notice[] {
  const notice = (kind: typeof information, code: string, message: string): Notice =>
    kind(`adverse-event-summary/${code}`, message);
  if (exposure === 'whole' && asked === null) {
    return [
      notice(
        information,
        'whole-exposure',
        'Incidence divides by the whole exposure of all subjects, not by the time to the first event, as the start of events is not among the data.',
      ),
    ];
  }
  if (starts === null) return [];
  const { missing, before, after } = starts;
  return [
    ...(missing > 0
      ? [
          notice(
            warning,
            'missing-start',
            `Events without a start: ${missing} of ${events}; taken at the ${placeWords[missingStart]} (missingStart: ${missingStart}).`,
          ),
        ]
      : []),
    ...(before > 0
      ? [
          notice(
            warning,
            'start-before-exposure',
            `Events that start before exposure: ${before} of ${events}; their subjects count, without time at risk in the rows of these events.`,
          ),
        ]
      : []),
    ...(after > 0
      ? [
          notice(
            information,
            'start-after-exposure',
            `Events that start after the end of exposure: ${after} of ${events}; their subjects count, and are at risk for their whole exposure.`,
          ),
        ]
      : []),
  ];
}

/** A term stands under its class; any adverse event has neither term nor heading. */
function countRows(
  { name, bodySystem, arms }: AdverseEventRow,
  units: { readonly exposure: string; readonly rate: string; readonly incidence: string },
  level: number,
): readonly SummaryRow[] {
  const heading = bodySystem === null ? {} : { heading: bodySystem };
  return arms.flatMap((figures): SummaryRow[] => {
    const { arm, subjects, events, proportion, timeAtRisk, incidence, eventRate } = figures;
    const row = (statistic: StatisticName, value: Estimable): SummaryRow => ({
      group: arm,
      ...heading,
      term: name,
      statistic,
      value,
      unit: null,
    });
    const rate = (statistic: StatisticName, unit: string, figures: ExposureRate | null): SummaryRow[] =>
      figures === null
        ? []
        : [
            {
              ...row(statistic, figures.rate),
              interval: {
                lower: figures.lower,
                upper: figures.upper,
                level,
                method: 'exact Poisson (Garwood)',
              },
              unit,
            },
          ];
    return [
      row('subjects-with-events', subjects),
      row('events', events),
      row('proportion', proportion),
      ...(timeAtRisk === null ? [] : [{ ...row('time-at-risk', timeAtRisk), unit: units.exposure }]),
      ...rate('exposure-adjusted-incidence', units.incidence, incidence),
      ...rate('rate', units.rate, eventRate),
    ];
  });
}

/** The words for the row of all events, where it needs a name. */
const anyEvent = 'Any adverse event';

/** Severities stand under the row that they split: `Pneumonia: SEVERE` under `Pneumonia`. */
function severityRows({ name, arms }: AdverseEventRow): readonly SummaryRow[] {
  const heading = name ?? anyEvent;
  return arms.flatMap(({ arm, worstSeverity }) =>
    worstSeverity.flatMap(({ severity, subjects, proportion }): SummaryRow[] => {
      const row = { group: arm, heading, term: `${heading}: ${severity}`, unit: null };
      return [
        { ...row, statistic: 'subjects-with-events', value: subjects },
        { ...row, statistic: 'proportion', value: proportion },
      ];
    }),
  );
}

const intervalWords = { 'miettinen-nurminen': 'Miettinen-Nurminen score', newcombe: 'Newcombe hybrid score' };
const testWords = { score: '', fisher: '; p of the exact test of Fisher' };

function differenceRows(
  { name, arms, differences }: AdverseEventRow,
  sizes: AdverseEventSummary['arms'],
  { interval, test, level }: z.output<typeof options>,
): readonly EstimateRow[] {
  const countOf = (name: string) => ({
    events: arms.find(({ arm }) => arm === name)!.subjects,
    n: sizes.find(({ arm }) => arm === name)!.n,
  });
  return differences.map(
    ({ of, versus, riskDifference, standardError, lower, upper, p }): EstimateRow => ({
      statistic: 'risk-difference',
      term: name,
      role: 'comparison',
      of,
      versus,
      scale: 'linear',
      estimate: riskDifference,
      standardError,
      lower,
      upper,
      level,
      p,
      reference: { distribution: test === 'fisher' ? 'exact' : 'normal' },
      intervalMethod: `${intervalWords[interval]}${testWords[test]}`,
      counts: { of: countOf(of), versus: countOf(versus) },
    }),
  );
}

/** Difference and ratio of the incidences of each pair of arms, which share their test. */
function incidenceRows({ name, incidenceContrasts }: AdverseEventRow, level: number): readonly EstimateRow[] {
  return incidenceContrasts.flatMap((contrast): EstimateRow[] => {
    const row = {
      term: name,
      role: 'comparison',
      of: contrast.of,
      versus: contrast.versus,
      level,
      p: contrast.p,
      reference: { distribution: 'normal' },
    } as const;
    return [
      {
        ...row,
        statistic: 'incidence-difference',
        scale: 'linear',
        estimate: contrast.incidenceDifference,
        standardError: contrast.differenceStandardError,
        lower: contrast.differenceLower,
        upper: contrast.differenceUpper,
        intervalMethod: 'Miettinen-Nurminen score for rates',
      },
      {
        ...row,
        statistic: 'incidence-ratio',
        scale: 'log',
        estimate: contrast.logIncidenceRatio,
        standardError: contrast.logRatioStandardError,
        lower: contrast.logRatioLower,
        upper: contrast.logRatioUpper,
        intervalMethod: 'score',
      },
    ];
  });
}
