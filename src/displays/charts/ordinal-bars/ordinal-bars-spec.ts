import type { VegaLiteSpec } from '../../../core/display.js';
import { capitalise, formatCount, formatPercent } from '../../format-number.js';
import { categoryLegend } from '../../layout/category-legend.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { columnWidth, type Layer, pixel, roundPixel, textLayer, withRows } from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { textColourOn } from '../../style/category-ramp.js';
import { colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import type { ArmShares, CategoryShare } from './category-shares.js';
import type { OrdinalBarsOptions } from './ordinal-bars-options.js';

export interface OrdinalPlan {
  readonly categories: readonly string[];
  readonly palette: readonly string[];
  readonly arms: readonly ArmShares[];
  readonly description: string;
  readonly variant: Variant;
  readonly options: OrdinalBarsOptions;
}

interface Bar extends ArmShares {
  readonly labelLines: readonly string[];
  readonly top: number;
}

const barHeight = 44;

/** Arms as stacked bars of equal length, categories in the order of the scale from left to right. */
export function ordinalBarsSpec(plan: OrdinalPlan): VegaLiteSpec {
  const { variant, arms, options } = plan;
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const wide = variant === 'wide';
  const total = figureWidths[variant];
  const names = arms.map(({ arm }) => capitalise(arm));
  // Wide: arm names stand left of the bars. Narrow: above them.
  const labelRoom = wide ? Math.min(columnWidth(names, fontSize, 'bold'), 130) : total;
  const left = wide ? labelRoom + 14 : 10;
  const right = 18;
  const width = total - left - right;
  const above = wide ? 0 : lineHeight + 2;
  const gap = options.connectors ? 26 : 14;
  const bars = arms.map(
    (arm, index): Bar => ({
      ...arm,
      labelLines: wrapText(names[index]!, labelRoom, fontSize, 'bold'),
      top: 4 + above + index * (barHeight + gap + above),
    }),
  );
  const height = (bars.at(-1)?.top ?? 0) + barHeight + 6;
  const legend = categoryLegend(plan.categories, plan.palette, {
    width: total,
    top: height + fontSize + 24,
    fontSize,
    lineHeight,
  });
  const x = { type: 'quantitative', title: null, scale: { domain: [0, 1], nice: false, zero: false } };
  const layers = [
    axisLayer(x, height),
    ...(options.connectors && wide ? connectorLayer(bars, x) : []),
    segmentLayer(bars, plan, x),
    ...armTexts(bars, { wide, left, fontSize, lineHeight }),
    ...segmentTexts(bars, plan, { width, fontSize, lineHeight }),
    ...shiftLayers(legend.layers, left),
  ];
  const padding = { left, right, top: 4, bottom: Math.ceil(fontSize + 24 + legend.height + 2) };
  return figureSpec({ variant, width, height, padding }, plan.description, layers);
}

/** The legend starts at the edge of the figure, not of the bars. */
function shiftLayers(layers: readonly Layer[], left: number): readonly Layer[] {
  return layers.map((layer) => {
    const { values } = layer['data'] as { values: readonly { x: number; x2?: number }[] };
    const shifted = values.map((value) => ({
      ...value,
      x: roundPixel(value.x - left),
      ...(value.x2 === undefined ? {} : { x2: roundPixel(value.x2 - left) }),
    }));
    return { ...layer, data: { values: shifted } };
  });
}

function axisLayer(x: Layer, height: number): Layer {
  return {
    data: { values: [{ x: 0, y: height }] },
    mark: { type: 'point', opacity: 0, size: 1 },
    encoding: {
      x: {
        ...x,
        field: 'x',
        axis: { orient: 'bottom', values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: '.0%' },
      },
      y: pixel('y'),
    },
  };
}

function connectorLayer(bars: readonly Bar[], x: Layer): readonly Layer[] {
  const values = bars.slice(0, -1).flatMap((bar, index) => {
    const below = bars[index + 1]!;
    return bar.shares.slice(0, -1).map(({ to }, category) => ({
      x: to,
      x2: below.shares[category]!.to,
      y: bar.top + barHeight,
      y2: below.top,
    }));
  });
  if (values.length === 0 || values.length > 14) return [];
  return [
    {
      data: { values },
      mark: { type: 'rule', color: colours.axis, strokeWidth: 1 },
      encoding: { x: { ...x, field: 'x' }, x2: { field: 'x2' }, y: pixel('y'), y2: { field: 'y2' } },
    },
  ];
}

function segmentLayer(bars: readonly Bar[], { palette }: OrdinalPlan, x: Layer): Layer {
  const values = bars.flatMap(({ arm, n, shares, top }) =>
    shares.flatMap((share, index) =>
      share.count === 0
        ? []
        : [
            {
              from: share.from,
              to: share.to,
              y: top,
              y2: top + barHeight,
              colour: palette[index]!,
              tip: {
                title: share.category,
                [capitalise(arm)]:
                  `${formatCount(share.count)} of ${formatCount(n)} (${formatPercent(share.share)})`,
                'This or an earlier category': formatPercent(share.to),
              },
            },
          ],
    ),
  );
  return {
    data: { values },
    mark: { type: 'rect', stroke: colours.seam, strokeWidth: 1, cursor: 'default' },
    encoding: {
      x: { ...x, field: 'from' },
      x2: { field: 'to' },
      y: pixel('y'),
      y2: { field: 'y2' },
      fill: { field: 'colour', type: 'nominal', scale: null, legend: null },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}

function armTexts(
  bars: readonly Bar[],
  { wide, left, fontSize, lineHeight }: { wide: boolean; left: number; fontSize: number; lineHeight: number },
): readonly Layer[] {
  const names = bars.flatMap(({ labelLines, top }) => {
    const first = wide
      ? top + barHeight / 2 - (labelLines.length * lineHeight) / 2
      : top - lineHeight / 2 - 3;
    return labelLines.map((text, line) => ({ x: -left, y: first + line * lineHeight, text }));
  });
  const sizes = bars.map(({ labelLines, n, top }) => {
    const text = `n=${formatCount(n)}`;
    if (wide) {
      const y = top + barHeight / 2 + (labelLines.length * lineHeight) / 2;
      return { x: -left, y, text };
    }
    return { x: -left + textWidth(labelLines[0]!, fontSize, 'bold') + 8, y: top - lineHeight / 2 - 3, text };
  });
  return [textLayer(names, { weight: 'bold' }), textLayer(sizes, { colour: colours.muted })];
}

/** Percent above count, in black or white, where the segment is wide enough for both. */
function segmentTexts(
  bars: readonly Bar[],
  { palette, options }: OrdinalPlan,
  { width, fontSize, lineHeight }: { width: number; fontSize: number; lineHeight: number },
): readonly Layer[] {
  if (options.labels === 'none') return [];
  const texts = bars.flatMap(({ shares, top }) =>
    shares.flatMap((share, index) => {
      const lines = segmentLines(share, options.labels);
      const widest = Math.max(...lines.map((line) => textWidth(line, fontSize)));
      if (share.count === 0 || widest + 6 > share.share * width) return [];
      const first = top + barHeight / 2 - ((lines.length - 1) * lineHeight) / 2;
      return lines.map((text, line) => ({
        x: ((share.from + share.to) / 2) * width,
        y: first + line * lineHeight,
        text,
        colour: textColourOn(palette[index]!),
      }));
    }),
  );
  return withRows(
    (['#000000', '#fefefe'] as const).map((colour) =>
      textLayer(
        texts.filter((text) => text.colour === colour),
        { align: 'center', colour },
      ),
    ),
  );
}

function segmentLines(
  { count, share }: CategoryShare,
  labels: OrdinalBarsOptions['labels'],
): readonly string[] {
  const percent = formatPercent(share, 0);
  const number = formatCount(count);
  return labels === 'both' ? [percent, `(${number})`] : [labels === 'percent' ? percent : number];
}
