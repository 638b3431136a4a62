import { evenlyChosen } from '../../layout/evenly-chosen.js';
import {
  type Layer,
  lineLayer,
  type PlacedLine,
  type PlacedText,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { armColour, colours } from '../../style/palette.js';
import { mostPoints } from './panel.js';
import { type PanelLayout, type PlacedPanel, tickText } from './panel-layout.js';

/** Values in a spec: six digits are finer than any screen. */
const roundValue = (value: number): number => Number(value.toPrecision(6));

interface PanelScales {
  readonly x: Layer;
  readonly y: Layer;
}

/** Each panel has scales of its own, from its data to its pixels, so that the spec keeps the data as they are. */
function scalesOf({ panel, left, right, top, bottom }: PlacedPanel): PanelScales {
  const scale = (domain: readonly [number, number], range: readonly [number, number]): Layer => ({
    type: 'quantitative',
    axis: null,
    scale: { domain, range, nice: false, zero: false },
  });
  return { x: scale(panel.x.domain, [left, right]), y: scale(panel.y.domain, [bottom, top]) };
}

/** Band, points, smooth curve and reference line of one panel, back to front. */
export function panelMarks(placed: PlacedPanel): readonly Layer[] {
  const { series } = placed.panel;
  const { x, y } = scalesOf(placed);
  const [low, high] = placed.panel.y.domain;
  const cut = (value: number): number => roundValue(Math.min(Math.max(value, low), high));
  const smooth = (series.smooth?.x ?? []).map((at, index) => ({
    x: roundValue(at),
    y: roundValue(series.smooth!.y[index]!),
    lower: cut(series.smooth!.lower[index]!),
    upper: cut(series.smooth!.upper[index]!),
  }));
  const number = { type: 'quantitative', format: '.4~g' } as const;
  return withRows([
    {
      data: { values: smooth.map(({ x: at, lower, upper }) => ({ x: at, lower, upper })) },
      mark: { type: 'area', color: armColour(1), opacity: 0.18 },
      encoding: { x: { ...x, field: 'x' }, y: { ...y, field: 'lower' }, y2: { field: 'upper' } },
    },
    {
      data: { values: series.referenceLine === null ? [] : [{ y: roundValue(series.referenceLine) }] },
      mark: { type: 'rule', color: colours.muted, strokeDash: [4, 3], x: placed.left, x2: placed.right },
      encoding: { y: { ...y, field: 'y' } },
    },
    {
      data: {
        values: evenlyChosen(
          series.x.map((at, index) => ({ x: at, y: series.y[index]! })),
          mostPoints,
        ).map((point) => ({ x: roundValue(point.x), y: roundValue(point.y) })),
      },
      mark: { type: 'point', filled: true, shape: 'circle', size: 18, color: armColour(0), opacity: 0.5 },
      encoding: {
        x: { ...x, field: 'x' },
        y: { ...y, field: 'y' },
        tooltip: [
          { ...number, field: 'x', title: placed.panel.xLabel },
          { ...number, field: 'y', title: placed.panel.yLabel },
        ],
      },
    },
    {
      data: { values: smooth.map(({ x: at, y: value }) => ({ x: at, y: value })) },
      mark: { type: 'line', color: armColour(1), strokeWidth: 2 },
      encoding: { x: { ...x, field: 'x' }, y: { ...y, field: 'y' } },
    },
  ]);
}

/** Axes, their labels, titles and notes of all panels, at measured places. */
export function panelFrames({ panels, fontSize, lineHeight }: PanelLayout): readonly Layer[] {
  const lines: PlacedLine[] = [];
  const xTexts: PlacedText[] = [];
  const yTexts: PlacedText[] = [];
  const titles: PlacedText[] = [];
  const notes: PlacedText[] = [];
  const labels: PlacedText[] = [];
  for (const placed of panels) {
    const { panel, left, right, top, bottom, edge } = placed;
    lines.push({ x: left, y: bottom, x2: right, y2: bottom }, { x: left, y: top, x2: left, y2: bottom });
    const share = (value: number, [low, high]: readonly [number, number]): number =>
      (value - low) / (high - low);
    for (const tick of placed.xTicks) {
      const x = left + share(tick, panel.x.domain) * (right - left);
      lines.push({ x, y: bottom, x2: x, y2: bottom + 5 });
      xTexts.push({ x, y: bottom + 9 + fontSize / 2, text: tickText(tick) });
    }
    for (const tick of placed.yTicks) {
      const y = bottom - share(tick, panel.y.domain) * (bottom - top);
      lines.push({ x: left - 5, y, x2: left, y2: y });
      yTexts.push({ x: left - 9, y, text: tickText(tick) });
    }
    const titleTop = top - 8 - (placed.titleLines.length + 1) * lineHeight;
    placed.titleLines.forEach((text, line) => {
      titles.push({ x: edge, y: titleTop + (line + 0.5) * lineHeight, text });
    });
    labels.push({ x: edge, y: top - 8 - lineHeight / 2, text: panel.yLabel });
    const under = bottom + 12 + fontSize;
    xTexts.push({ x: (left + right) / 2, y: under + lineHeight / 2, text: panel.xLabel });
    placed.noteLines.forEach((text, line) => {
      notes.push({ x: edge, y: under + (line + 1.5) * lineHeight, text });
    });
  }
  return withRows([
    lineLayer(lines, { colour: colours.axis }),
    textLayer(titles, { weight: 'bold' }),
    textLayer(labels),
    textLayer(xTexts, { align: 'center' }),
    textLayer(yTexts, { align: 'right' }),
    textLayer(notes, { colour: colours.muted }),
  ]);
}
