import { type DisplayDefinition, defineDisplay, type Figure, type Table } from '../../../core/display.js';
import { PlanError } from '../../../core/errors.js';
import type { Result } from '../../../core/result.js';
import { formatCount, formatLevel, formatNumber, formatPWithSign } from '../../format-number.js';
import { estimateRows } from '../../result-parts.js';
import { type RocOptions, rocOptions } from './roc-options.js';
import { type RocSeries, rocSeries } from './roc-rows.js';
import { rocSpec } from './roc-spec.js';

/**
 * Draws receiver operating characteristic curves: sensitivity against 1 - specificity over all cuts, with the areas.
 *
 * @throws PlanError `display/no-roc` when the result has no such curve, `display/several-markers` when cuts are asked
 * for of several markers.
 */
export const rocDisplay: DisplayDefinition<typeof rocOptions> = defineDisplay({
  id: 'roc',
  label: 'ROC curves',
  summary:
    'Sensitivity against 1 - specificity over all cuts of each marker, with the areas beneath the curves.',
  needs: ['points'],
  results: 'one',
  options: rocOptions,
  build: buildRoc,
});

function buildRoc(results: readonly Result[], options: RocOptions & { title?: string }): Figure {
  const result = results[0]!;
  const series = rocSeries(result);
  if (options.cuts.length > 0 && series.length > 1) {
    throw new PlanError({
      code: 'display/several-markers',
      where: 'roc, option "cuts"',
      what: 'cuts of several markers cannot be told apart',
      got: `${series.length} markers`,
      expected: 'one marker',
    });
  }
  const title = options.title ?? result.context.title;
  const summary = rocSummary(series);
  return {
    title,
    wide: rocSpec(series, options, 'wide', `${title}. ${summary}`),
    narrow: rocSpec(series, options, 'narrow', `${title}. ${summary}`),
    table: rocTable(title, series),
    summary,
    footnotes: rocFootnotes(result, series),
  };
}

function rocSummary(series: readonly RocSeries[]): string {
  const areas = series.map(({ name, area }) => (area === null ? name : `${name} ${area}`)).join('; ');
  return `Area under the curve: ${areas}.`;
}

function rocFootnotes(result: Result, series: readonly RocSeries[]): readonly string[] {
  const interval = series.find(({ areaRow }) => areaRow?.interval !== undefined)?.areaRow?.interval;
  const difference = estimateRows(result).filter(({ statistic }) => statistic === 'auc-difference');
  return [
    result.context.variable === null ? null : `Condition: ${result.context.variable}.`,
    interval === undefined
      ? null
      : `Area with its ${formatLevel(interval.level)} interval (${interval.method}).`,
    ...difference.map(
      ({ of, versus, estimate, p }) =>
        `${of} less ${versus}: ${formatNumber(estimate, 3)}${p === null ? '' : `, ${formatPWithSign(p)}`} (DeLong).`,
    ),
    'Dashed diagonal: a marker that tells nothing.',
  ].filter((note) => note !== null);
}

/** The cuts nearest to a few specificities, lowest false positives first. */
function rocTable(title: string, series: readonly RocSeries[]): Table {
  const wanted = [0.95, 0.9, 0.8, 0.7, 0.5];
  return {
    title,
    columns: [
      { id: 'marker', label: 'Marker', align: 'left' },
      { id: 'subjects', label: 'With the condition / all', align: 'right' },
      { id: 'area', label: 'Area under the curve', align: 'right' },
      { id: 'cut', label: 'Cut', align: 'right' },
      { id: 'sensitivity', label: 'Sensitivity', align: 'right' },
      { id: 'specificity', label: 'Specificity', align: 'right' },
    ],
    rows: series.flatMap((each) => {
      const cuts = each.labels.flatMap((label, place) => (label === '' ? [] : [place]));
      const nearest = (specificity: number) =>
        cuts.reduce((best, place) =>
          Math.abs(1 - each.x[place]! - specificity) < Math.abs(1 - each.x[best]! - specificity)
            ? place
            : best,
        );
      const places = cuts.length === 0 ? [] : [...new Set(wanted.map(nearest))];
      const counts =
        each.cases === null || each.subjects === null
          ? ''
          : `${formatCount(each.cases)} / ${formatCount(each.subjects)}`;
      const named = { marker: each.name, subjects: counts, area: each.area ?? '' };
      if (places.length === 0) return [{ ...named, cut: '', sensitivity: '', specificity: '' }];
      return places.map((place, row) => ({
        ...(row === 0 ? named : { marker: '', subjects: '', area: '' }),
        cut: each.labels[place]!,
        sensitivity: formatNumber(each.y[place]!, 3),
        specificity: formatNumber(1 - each.x[place]!, 3),
      }));
    }),
    footnotes: ['Cuts whose specificity is nearest to 0.95, 0.90, 0.80, 0.70 and 0.50.'],
  };
}
