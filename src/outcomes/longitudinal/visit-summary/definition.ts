import { z } from 'zod';
import type { LongitudinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { PointsPart, SummaryRow } from '../../../core/result.js';
import { levelOption } from '../../level-option.js';
import { subjectVisitRows } from '../subject-visit-rows.js';
import { type VisitSummary, visitSummary } from './visit-summary.js';

export const visitSummaryMethod = defineMethod({
  id: 'visit-summary',
  label: 'Summary by visit',
  summary:
    'Describes the outcome of each arm at each visit as observed, and holds the course of every subject.',
  accepts: 'longitudinal',
  options: z.strictObject({
    level: levelOption,
    courses: z
      .boolean()
      .default(true)
      .describe('Whether the result holds the values of every subject, for spaghetti plots.'),
  }),
  returns: ['summary', 'points'],
  statistics: [
    'n',
    'missing',
    'mean',
    'standard-deviation',
    'standard-error',
    'median',
    'first-quartile',
    'third-quartile',
    'minimum',
    'maximum',
  ],
  run: (data, { level, courses }) => {
    const { visit, outcome, group } = subjectVisitRows('visit-summary', data);
    const summary = visitSummary({ visit, outcome, group }, { level });
    return {
      parts: [
        { kind: 'summary', rows: summaryRows(summary, data.unit) },
        ...(courses ? [coursesPart(data)] : []),
      ],
      notices: [],
    };
  },
  sources: ['Hyndman RJ, Fan Y. Am Stat 1996;50:361-365'],
});

function summaryRows({ figures, level }: VisitSummary, unit: string | null): readonly SummaryRow[] {
  return figures.flatMap((one): readonly SummaryRow[] => {
    const row = { group: one.group, term: one.visit };
    const measured = (statistic: SummaryRow['statistic'], value: SummaryRow['value']): SummaryRow => ({
      ...row,
      statistic,
      value,
      unit,
    });
    return [
      { ...row, statistic: 'n', value: one.n, unit: null },
      { ...row, statistic: 'missing', value: one.missing, unit: null },
      { ...measured('mean', one.mean), interval: { lower: one.lower, upper: one.upper, level, method: 't' } },
      measured('standard-deviation', one.standardDeviation),
      measured('standard-error', one.standardError),
      measured('median', one.median),
      measured('first-quartile', one.firstQuartile),
      measured('third-quartile', one.thirdQuartile),
      measured('minimum', one.minimum),
      measured('maximum', one.maximum),
    ];
  });
}

/**
 * One series an arm: every observed value, labelled with its subject; x is the planned time, or the visit's number
 * from 1.
 */
function coursesPart(data: LongitudinalData): PointsPart {
  const visits = data.visits.length;
  const timed = data.visits.every(({ time }) => time !== null);
  const unit = data.unit === null ? '' : ` (${data.unit})`;
  return {
    kind: 'points',
    xLabel: timed ? 'Planned time' : 'Visit',
    yLabel: `${data.outcomeLabel}${unit}`,
    series: data.group.levels.map((name, arm) => {
      const x: number[] = [];
      const y: number[] = [];
      const labels: string[] = [];
      data.group.codes.forEach((code, subject) => {
        if (code !== arm) return;
        for (let visit = 0; visit < visits; visit += 1) {
          const value = data.outcome[subject * visits + visit]!;
          if (Number.isNaN(value)) continue;
          x.push(timed ? data.visits[visit]!.time! : visit + 1);
          y.push(value);
          labels.push(data.subjects[subject]!);
        }
      });
      return { name, x, y, labels, referenceLine: null, smooth: null, note: null };
    }),
  };
}
