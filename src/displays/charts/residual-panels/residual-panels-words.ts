import type { Table } from '../../../core/display.js';
import type { Result } from '../../../core/result.js';
import {
  formatCount,
  formatLevel,
  formatSignificant,
  inSentence,
  joinInterval,
} from '../../format-number.js';
import { mostPoints, type Panel } from './panel.js';

/** What is drawn against what, and the note of each panel. */
export function panelsSummary(panels: readonly Panel[]): string {
  const { xLabel } = panels[0]!;
  const drawn = [...new Set(panels.map(({ yLabel }) => yLabel))]
    .map((label, index) => (index === 0 ? label : inSentence(label)))
    .join(' and ');
  const names = panels.map(({ title, series: { note } }) => (note === null ? title : `${title}: ${note}`));
  const joined = names.map((name) => name.replace(/\.$/, '')).join('; ');
  return `${drawn} against ${inSentence(xLabel)}. ${joined}.`;
}

/** What points, curve, band and line are, and who was counted. */
export function panelsFootnotes(result: Result, panels: readonly Panel[]): readonly string[] {
  const { variable } = result.context;
  const level = result.options['level'];
  const smooth = panels.some(({ series }) => series.smooth !== null);
  const reference = panels.some(({ series }) => series.referenceLine !== null);
  const coverage = typeof level === 'number' ? `${formatLevel(level)} ` : '';
  return [
    variable === null ? null : `Variable: ${variable}.`,
    `Points: ${[...new Set(panels.map(({ series }) => formatCount(series.x.length)))].join(', ')} a panel.`,
    panels.some(({ series }) => series.x.length > mostPoints)
      ? `Drawn: ${formatCount(mostPoints)} points of a panel with more, spread evenly over their order.`
      : null,
    smooth
      ? `Curve and band: smooth through the points with its pointwise ${coverage}interval, cut at the ends of the axis.`
      : null,
    reference ? 'Dashed line: the reference value, given in the table.' : null,
  ].filter((note) => note !== null);
}

/** Shares of the smooth curve, from its start to its end, at which the table reads it. */
const readings = [0, 0.25, 0.5, 0.75, 1];

/** The smooth curve of each panel at five places; a panel without one gives the range of its points. */
export function panelsTable(title: string, panels: readonly Panel[]): Table {
  const print = (value: number): string => formatSignificant(value, 3);
  return {
    title,
    columns: [
      { id: 'panel', label: 'Panel', align: 'left' },
      { id: 'points', label: 'Points', align: 'right' },
      { id: 'x', label: panels[0]!.xLabel, align: 'right' },
      { id: 'smooth', label: 'Smooth curve', align: 'right' },
      { id: 'interval', label: 'Interval', align: 'right' },
      { id: 'reference', label: 'Reference', align: 'right' },
    ],
    rows: panels.flatMap(({ title: panel, series: { x, y, smooth, referenceLine } }) => {
      const shared = {
        panel,
        points: formatCount(x.length),
        reference: referenceLine === null ? '' : print(referenceLine),
      };
      if (smooth === null || smooth.x.length === 0) {
        return [{ ...shared, x: rangeOf(x), smooth: `points from ${rangeOf(y)}`, interval: '' }];
      }
      const places = [...new Set(readings.map((share) => Math.round(share * (smooth.x.length - 1))))];
      return places.map((place) => ({
        ...shared,
        x: print(smooth.x[place]!),
        smooth: print(smooth.y[place]!),
        interval: joinInterval(print(smooth.lower[place]!), print(smooth.upper[place]!)),
      }));
    }),
    footnotes: [],
  };
}

function rangeOf(values: readonly number[]): string {
  const sorted = [...values].sort((one, other) => one - other);
  return `${formatSignificant(sorted[0]!, 3)} to ${formatSignificant(sorted.at(-1)!, 3)}`;
}
