import { capitalise, formatCount, formatPercent } from '../../format-number.js';
import {
  type Layer,
  lineLayer,
  type PlacedLine,
  type PlacedText,
  pixel,
  roundPixel,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { colours } from '../../style/palette.js';
import { type Occupancy, observedAt, sharesAt } from './occupancy-arms.js';
import type { OccupancyLayout, PlacedArm } from './occupancy-layout.js';

const yTicks = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Stacked areas of each state, a seam between them, and slices for the pointer, back to front. */
export function areaLayers(
  { part, labels }: Occupancy,
  placed: PlacedArm,
  palette: readonly string[],
  end: number,
): readonly Layer[] {
  const { arm, left, right, top, bottom } = placed;
  const x = (time: number): number => roundPixel(left + (time / end) * (right - left));
  const y = (share: number): number => roundPixel(bottom - share * (bottom - top));
  const times = [...new Set(arm.curves.flatMap(({ time }) => time))].sort((one, other) => one - other);
  const stacks = times.map((time) => ({ time, edges: stack(sharesAt(arm, time) ?? []) }));
  const areas = labels.map((_, state): Layer => {
    const values = stacks.map(({ time, edges }) => ({
      x: x(time),
      y: y(edges[state]!),
      y2: y(edges[state + 1]!),
    }));
    return {
      data: { values: thin(values) },
      mark: { type: 'area', interpolate: 'step-after', color: palette[state]!, opacity: 1 },
      encoding: { x: pixel('x'), y: pixel('y'), y2: { field: 'y2' } },
    };
  });
  const seams = labels.slice(1).map((_, state): Layer => {
    const values = stacks.map(({ time, edges }) => ({ x: x(time), y: y(edges[state + 1]!) }));
    return {
      data: { values: thin(values) },
      mark: {
        type: 'line',
        interpolate: 'step-after',
        color: colours.seam,
        strokeWidth: 1,
        strokeJoin: 'miter',
      },
      encoding: { x: pixel('x'), y: pixel('y') },
    };
  });
  const slices = hoverTimes(times, arm.last).map((time, index, all) => ({
    x: x(time),
    x2: x(all[index + 1] ?? arm.last),
    y: top,
    y2: bottom,
    tip: {
      title: `${arm.name}, from ${Number(time.toPrecision(4))} ${part.timeUnit}`,
      ...Object.fromEntries(
        labels.map((label, state) => [label, formatPercent(sharesAt(arm, time)![state]!)]).reverse(),
      ),
      'Under observation': formatCount(observedAt(arm, time)),
    },
  }));
  return withRows([
    ...areas,
    ...seams,
    {
      data: { values: slices },
      mark: { type: 'rect', color: colours.ink, opacity: 0, cursor: 'default' },
      encoding: {
        x: pixel('x'),
        x2: { field: 'x2' },
        y: pixel('y'),
        y2: { field: 'y2' },
        tooltip: { field: 'tip', type: 'nominal' },
      },
    },
  ]);
}

/** Lower edges of the states and the top: 0, the first share, the sum of two, ... */
function stack(shares: readonly number[]): readonly number[] {
  const edges = [0];
  for (const share of shares) edges.push(edges.at(-1)! + share);
  return edges;
}

/** Steps that move no edge by a hundredth of a pixel add nothing; the last one ends the area. */
function thin<Row extends { readonly y: number; readonly y2?: number }>(
  values: readonly Row[],
): readonly Row[] {
  return values.filter((value, step) => {
    const before = values[step - 1];
    return (
      before === undefined || step === values.length - 1 || value.y !== before.y || value.y2 !== before.y2
    );
  });
}

const mostSlices = 60;

function hoverTimes(times: readonly number[], last: number): readonly number[] {
  const inside = times.filter((time) => time < last);
  if (inside.length <= mostSlices) return inside;
  return Array.from({ length: mostSlices }, (_, index) => (index * last) / mostSlices);
}

/** Axes, ticks, titles and numbers of all panels, at measured places. */
export function frameLayers(
  layout: OccupancyLayout,
  timeTitle: string,
  valueTitle: string,
  riskTable: boolean,
): readonly Layer[] {
  const { panels, fontSize, lineHeight, end } = layout;
  const lines: PlacedLine[] = [];
  const centred: PlacedText[] = [];
  const percentages: PlacedText[] = [];
  const titles: PlacedText[] = [];
  const muted: PlacedText[] = [];
  for (const { arm, left, right, top, bottom, edge, labelled, titleLines, times } of panels) {
    lines.push({ x: left, y: bottom, x2: right, y2: bottom }, { x: left, y: top, x2: left, y2: bottom });
    titleLines.forEach((text, line) => {
      titles.push({ x: left, y: top - 6 - (titleLines.length - line - 0.5) * lineHeight, text });
    });
    for (const tick of yTicks) {
      const y = bottom - tick * (bottom - top);
      lines.push({ x: left - 5, y, x2: left, y2: y });
      if (labelled) percentages.push({ x: left - 9, y, text: formatPercent(tick, 0) });
    }
    for (const tick of times) {
      const x = left + (tick / end) * (right - left);
      lines.push({ x, y: bottom, x2: x, y2: bottom + 5 });
      centred.push({ x, y: bottom + 9 + fontSize / 2, text: String(tick) });
    }
    const under = bottom + 12 + fontSize;
    centred.push({ x: (left + right) / 2, y: under + lineHeight / 2, text: timeTitle });
    if (!riskTable) continue;
    muted.push({ x: labelled ? edge : left, y: under + 1.7 * lineHeight, text: 'Under observation' });
    for (const tick of times) {
      const x = left + (tick / end) * (right - left);
      centred.push({ x, y: under + 2.7 * lineHeight, text: formatCount(observedAt(arm, tick)) });
    }
  }
  return withRows([
    lineLayer(lines, { colour: colours.axis }),
    textLayer([{ x: 0, y: lineHeight / 2, text: capitalise(valueTitle) }]),
    textLayer(titles, { weight: 'bold' }),
    textLayer(percentages, { align: 'right' }),
    textLayer(centred, { align: 'center' }),
    textLayer(muted, { colour: colours.muted }),
  ]);
}
