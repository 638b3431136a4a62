import { z } from 'zod';
import { type DisplayDefinition, defineDisplay, type Figure } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import type { PointsPart, Result, SummaryRow } from '../../../core/result.js';
import { capitaliseLabel, formatCount, formatNumber } from '../../format-number.js';
import { partsOf, summaryRows } from '../../result-parts.js';
import { type Course, type CoursePanel, mostCourses, spaghettiSpec } from './spaghetti-spec.js';

const options = z.strictObject({
  mean: z.boolean().default(true).describe('Draw the mean of each arm at each visit as a heavy line.'),
  arms: z
    .array(z.string())
    .min(1)
    .nullable()
    .default(null)
    .describe('Arms to draw, in this order; null draws all.'),
  decimals: z.number().int().min(0).max(4).default(1).describe('Decimals in the table.'),
});
type Options = z.output<typeof options>;

/**
 * Draws the course of every subject as a thin line, one panel an arm, with the mean of the arm above them: what lies
 * behind the means, who leaves early, and how much subjects differ.
 *
 * @throws PlanError `display/no-courses` when the result has no points that name their subjects, or none of the arms.
 */
export const spaghettiDisplay: DisplayDefinition<typeof options> = defineDisplay({
  id: 'spaghetti',
  label: 'Courses of subjects',
  summary: 'One thin line a subject over the visits, a panel an arm, with the mean as a heavy line.',
  needs: ['points'],
  results: 'one',
  options,
  build: ([result], { title, ...chosen }) => buildSpaghetti(result!, chosen, title ?? result!.context.title),
});

function buildSpaghetti(result: Result, chosen: Options, title: string): Figure {
  const part = partsOf(result, 'points').find(({ series }) =>
    series.some(({ labels }) => labels !== undefined),
  );
  const series = (part?.series ?? []).filter(({ labels, x }) => labels !== undefined && x.length > 0);
  const names = chosen.arms ?? series.map(({ name }) => name);
  const drawn = names.flatMap((name) => series.filter((one) => one.name === name));
  if (part === undefined || drawn.length === 0 || drawn.length < names.length) {
    throw new PlanError({
      code: 'display/no-courses',
      where: 'spaghetti',
      what:
        series.length === 0
          ? `analysis "${result.analysis}" has no courses of subjects`
          : `analysis "${result.analysis}" has no subjects in one of the arms asked for`,
      expected:
        series.length === 0
          ? 'the result of method visit-summary'
          : `arms among ${series.map(({ name }) => name).join(', ')}`,
    });
  }
  const places = [...new Set(series.flatMap(({ x }) => x))].sort((left, right) => left - right);
  const visits = visitNames(result, places);
  const means = chosen.mean ? summaryRows(result).filter(({ statistic }) => statistic === 'mean') : [];
  const panels = drawn.map(
    (one): CoursePanel => ({
      arm: capitaliseLabel(one.name),
      courses: coursesOf(one),
      mean: meanCourse(one.name, means, visits),
    }),
  );
  const { benefit } = result.context;
  const yLabel = capitaliseLabel(part.yLabel);
  const plan = {
    panels,
    xTicks: visits,
    xTitle: part.xLabel,
    yTitle: benefit === null ? yLabel : `${yLabel}; ${benefit} is better`,
  };
  const summary = `${yLabel} of each subject over ${visits.length} visits. ${panels
    .map(({ arm, courses }) => `${arm}: ${formatCount(courses.length)} subjects`)
    .join('; ')}.`;
  const description = `${title}. ${summary}`;
  return {
    title,
    wide: spaghettiSpec(plan, description, 'wide'),
    narrow: spaghettiSpec(plan, description, 'narrow'),
    table: {
      title,
      columns: [
        { id: 'arm', label: 'Arm', align: 'left' },
        { id: 'visit', label: 'Visit', align: 'left' },
        { id: 'subjects', label: 'Subjects', align: 'right' },
        { id: 'median', label: 'Median', align: 'right' },
        { id: 'range', label: 'Range', align: 'right' },
      ],
      rows: panels.flatMap(({ arm, courses }) =>
        visits.map(({ at, text }) => ({ arm, visit: text, ...spreadAt(courses, at, chosen.decimals) })),
      ),
      footnotes: [],
    },
    summary,
    footnotes: [
      'Thin lines: subjects, joined over visits that they missed. Dots: values observed.',
      ...(panels.some(({ courses }) => courses.length > mostCourses)
        ? [`Drawn: ${formatCount(mostCourses)} subjects of an arm with more, spread evenly over their order.`]
        : []),
      ...(panels.some(({ mean }) => mean !== null) ? ['Heavy line: mean of those seen at each visit.'] : []),
    ],
  };
}

/** Names of the places on the axis: the visits of the summary where their number agrees, else the numbers. */
function visitNames(
  result: Result,
  places: readonly number[],
): readonly { readonly at: number; readonly text: string }[] {
  const rows = summaryRows(result);
  const seen = (name: string) =>
    rows.some(({ term, statistic, value }) => term === name && statistic === 'n' && value !== 0);
  const names = [...new Set(rows.filter(({ term }) => term !== null).map(({ term }) => term!))].filter(seen);
  return places.map((at, index) => ({
    at,
    text: names.length === places.length ? names[index]! : String(at),
  }));
}

function coursesOf({ x, y, labels }: PointsPart['series'][number]): readonly Course[] {
  const courses = new Map<string, { x: number; y: number }[]>();
  labels!.forEach((subject, index) => {
    const own = courses.get(subject) ?? [];
    own.push({ x: x[index]!, y: y[index]! });
    courses.set(subject, own);
  });
  return [...courses].map(([subject, points]) => {
    const sorted = points.sort((left, right) => left.x - right.x);
    return { subject, x: sorted.map((point) => point.x), y: sorted.map((point) => point.y) };
  });
}

function meanCourse(
  arm: string,
  means: readonly SummaryRow[],
  visits: readonly { readonly at: number; readonly text: string }[],
): Course | null {
  const points = visits.flatMap(({ at, text }) => {
    const row = means.find(({ group, term }) => group === arm && term === text);
    return row === undefined || !isEstimable(row.value) ? [] : [{ at, value: row.value }];
  });
  if (points.length < 2) return null;
  return { subject: arm, x: points.map(({ at }) => at), y: points.map(({ value }) => value) };
}

function spreadAt(courses: readonly Course[], at: number, decimals: number) {
  const values = courses
    .flatMap(({ x, y }) => y.filter((_, index) => x[index] === at))
    .sort((left, right) => left - right);
  const middle = values.length / 2;
  const median =
    values.length === 0
      ? ''
      : formatNumber((values[Math.ceil(middle) - 1]! + values[Math.floor(middle)]!) / 2, decimals);
  return {
    subjects: formatCount(values.length),
    median,
    range:
      values.length === 0
        ? ''
        : `${formatNumber(values[0]!, decimals)} to ${formatNumber(values.at(-1)!, decimals)}`,
  };
}
