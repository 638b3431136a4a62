import type { VegaLiteSpec } from '../../../core/display.js';
import { figureSpec } from '../../layout/figure-spec.js';
import {
  columnWidth,
  type Layer,
  lineLayer,
  type PlacedText,
  pixel,
  roundPixel,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { armColour, armDash, colours } from '../../style/palette.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import type { RocOptions } from './roc-options.js';
import type { RocSeries } from './roc-rows.js';

const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** A square plot with the diagonal of a useless marker, and a legend with the areas beside (or beneath) it. */
export function rocSpec(
  series: readonly RocSeries[],
  options: RocOptions,
  variant: Variant,
  description: string,
): VegaLiteSpec {
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.35);
  const width = figureWidths[variant];
  const left = columnWidth(['0.8'], fontSize) + 12;
  const top = lineHeight + 8;
  const size = variant === 'wide' ? 400 : width - left - 12;
  const x = (value: number) => left + value * size;
  const y = (value: number) => top + (1 - value) * size;
  const bottom = top + size;
  const wide = variant === 'wide';
  const legendLeft = wide ? left + size + 32 : 0;
  const legendTop = wide ? top + 8 : bottom + 16 + 2 * lineHeight;
  const legend = legendLayers(series, options, {
    left: legendLeft,
    top: legendTop,
    width: (wide ? width : width) - legendLeft,
    fontSize,
    lineHeight,
  });
  const height = wide ? bottom + 14 + 2 * lineHeight : legendTop + legend.height + 4;
  const axisTexts: PlacedText[] = ticks.map((tick) => ({
    x: x(tick),
    y: bottom + 8 + lineHeight / 2,
    text: tickText(tick),
  }));
  const layers: Layer[] = [
    lineLayer(
      ticks.flatMap((tick) => [
        { x: x(tick), y: y(0), x2: x(tick), y2: y(1) },
        { x: x(0), y: y(tick), x2: x(1), y2: y(tick) },
      ]),
      { colour: colours.grid },
    ),
    lineLayer([{ x: x(0), y: y(0), x2: x(1), y2: y(1) }], { colour: colours.muted, dash: [4, 3] }),
    lineLayer(
      [
        { x: x(0), y: y(0), x2: x(1), y2: y(0) },
        { x: x(0), y: y(0), x2: x(0), y2: y(1) },
      ],
      { colour: colours.axis },
    ),
    ...series.map((each, index) => curveLayer(each, index, x, y)),
    ...cutLayers(series, options, x, y),
    textLayer([{ x: 0, y: lineHeight / 2, text: 'Sensitivity' }]),
    textLayer(axisTexts, { align: 'center' }),
    textLayer(
      ticks.map((tick) => ({ x: left - 7, y: y(tick), text: tickText(tick) })),
      { align: 'right' },
    ),
    textLayer([{ x: x(0.5), y: bottom + 10 + 1.5 * lineHeight, text: '1 \u2212 specificity' }], {
      align: 'center',
    }),
    ...legend.layers,
  ];
  const frame = {
    variant,
    width,
    height: Math.ceil(height),
    padding: { left: 0, right: 0, top: 0, bottom: 0 },
  };
  return figureSpec(frame, description, withRows(layers));
}

const tickText = (tick: number): string => (tick === 0 || tick === 1 ? String(tick) : tick.toFixed(1));

function curveLayer(
  series: RocSeries,
  index: number,
  x: (v: number) => number,
  y: (v: number) => number,
): Layer {
  return {
    data: {
      values: series.x.map((value, place) => ({
        x: roundPixel(x(value)),
        y: roundPixel(y(series.y[place]!)),
        place,
        cut: series.labels[place] === '' ? 'all or none' : series.labels[place],
        sensitivity: Number(series.y[place]!.toFixed(3)),
        specificity: Number((1 - value).toFixed(3)),
      })),
    },
    mark: {
      type: 'line',
      color: armColour(index),
      strokeWidth: 1.75,
      strokeJoin: 'round',
      ...(index === 0 ? {} : { strokeDash: armDash(index) }),
    },
    encoding: {
      x: pixel('x'),
      y: pixel('y'),
      order: { field: 'place', type: 'quantitative' },
      tooltip: [
        { field: 'cut', title: `Cut of ${series.name}` },
        { field: 'sensitivity', title: 'Sensitivity' },
        { field: 'specificity', title: 'Specificity' },
      ],
    },
  };
}

/** Rings on the curve of the only marker at the cuts asked for, each with its value. */
function cutLayers(
  series: readonly RocSeries[],
  { cuts }: RocOptions,
  x: (v: number) => number,
  y: (v: number) => number,
): readonly Layer[] {
  const [only] = series;
  if (series.length !== 1 || only === undefined || cuts.length === 0) return [];
  const marks = cuts.map((cut) => {
    const places = only.labels.flatMap((label, place) => (label === '' ? [] : [place]));
    const nearest = places.reduce((best, place) =>
      Math.abs(Number(only.labels[place]) - cut) < Math.abs(Number(only.labels[best]) - cut) ? place : best,
    );
    return { x: x(only.x[nearest]!), y: y(only.y[nearest]!), text: `cut ${only.labels[nearest]}` };
  });
  return [
    {
      data: { values: marks.map((mark) => ({ x: roundPixel(mark.x), y: roundPixel(mark.y) })) },
      mark: { type: 'point', shape: 'circle', size: 60, color: armColour(0), filled: false, strokeWidth: 2 },
      encoding: { x: pixel('x'), y: pixel('y') },
    },
    textLayer(marks.map((mark) => ({ x: mark.x + 9, y: mark.y + 10, text: mark.text }))),
  ];
}

interface LegendPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly fontSize: number;
  readonly lineHeight: number;
}

function legendLayers(series: readonly RocSeries[], options: RocOptions, place: LegendPlace) {
  const { left, top, width, fontSize, lineHeight } = place;
  const key = 28;
  const names: PlacedText[] = [];
  const areas: PlacedText[] = [];
  const keys: Layer[] = [];
  let y = top;
  series.forEach((each, index) => {
    keys.push(
      lineLayer([{ x: left, y: y + lineHeight / 2, x2: left + key - 8, y2: y + lineHeight / 2 }], {
        colour: armColour(index),
        width: 2,
        ...(index === 0 ? {} : { dash: armDash(index) }),
      }),
    );
    for (const text of wrapText(each.name, width - key, fontSize, 'bold')) {
      names.push({ x: left + key, y: y + lineHeight / 2, text });
      y += lineHeight;
    }
    if (options.area && each.area !== null) {
      for (const text of wrapText(`Area ${each.area}`, width - key, fontSize)) {
        areas.push({ x: left + key, y: y + lineHeight / 2, text });
        y += lineHeight;
      }
    }
    y += 6;
  });
  return { layers: [...keys, textLayer(names, { weight: 'bold' }), textLayer(areas)], height: y - top };
}
