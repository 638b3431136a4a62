import type { VegaLiteSpec } from '../../../core/display.js';
import { formatNumber } from '../../format-number.js';
import { linearTicks, regularTicks } from '../../layout/axis-ticks.js';
import { evenlyChosen } from '../../layout/evenly-chosen.js';
import { figureSpec } from '../../layout/figure-spec.js';
import {
  columnWidth,
  type Layer,
  lineLayer,
  type PlacedLine,
  type PlacedText,
  pixel,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { axisLeft, type PixelScale, placeOn } from '../../layout/pixel-axis.js';
import { wrapText } from '../../layout/wrap-text.js';
import { armColour, colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';

export interface Course {
  readonly subject: string;
  /** Places on the horizontal axis, ascending. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface CoursePanel {
  readonly arm: string;
  readonly courses: readonly Course[];
  /** The mean at each place, where it is known; drawn above the courses. */
  readonly mean: Course | null;
}

export interface SpaghettiPlan {
  readonly panels: readonly CoursePanel[];
  readonly xTicks: readonly { readonly at: number; readonly text: string }[];
  readonly xTitle: string;
  readonly yTitle: string;
}

const gap = 22;
/** Lines drawn in one panel: more would be a surface. */
export const mostCourses = 1000;

/** One panel an arm over shared axes: side by side, or one above the other where the figure is narrow. */
export function spaghettiSpec(plan: SpaghettiPlan, description: string, variant: Variant): VegaLiteSpec {
  const { panels, xTicks } = plan;
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const width = figureWidths[variant];
  const columns = variant === 'wide' ? Math.min(panels.length, 3) : 1;
  const plotHeight = variant === 'wide' ? (columns === 1 ? 300 : 250) : 190;
  const values = panels.flatMap(({ courses }) => courses.flatMap(({ y }) => y));
  const { domain, ticks } = linearTicks(
    values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY),
    values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY),
    5,
  );
  const decimals = Math.max(0, ...ticks.map((tick) => String(tick).split('.')[1]?.length ?? 0));
  const print = (tick: number): string => formatNumber(tick, decimals);
  const left = columnWidth(ticks.map(print), fontSize) + 14;
  const own = (width - left - (columns - 1) * gap) / columns;
  const heading = wrapText(plan.yTitle, width, fontSize);
  const names = panels.map(({ arm, courses }) =>
    wrapText(`${arm} (n\u00a0=\u00a0${courses.length})`, own, fontSize, 'bold'),
  );
  const nameLines = Math.max(...names.map((lines) => lines.length));
  const rowHeight = nameLines * lineHeight + 6 + plotHeight + 12 + fontSize + 10;
  const rows = Math.ceil(panels.length / columns);
  const top = heading.length * lineHeight + 8;
  const height = rows * rowHeight + lineHeight;
  const layers = withRows([
    textLayer(heading.map((text, line) => ({ x: 0, y: -top + (line + 0.5) * lineHeight, text }))),
    ...panels.flatMap((panel, index) => {
      const column = index % columns;
      const start = left + column * (own + gap);
      const above = Math.floor(index / columns) * rowHeight + nameLines * lineHeight + 6;
      const bottom = above + plotHeight;
      const y: PixelScale = { domain, range: [bottom, above] };
      const places = xTicks.map(({ at }) => at);
      // Room at both ends for half of the outer names, so that none leaves its panel.
      const halfName = (end: number): number => textWidth(xTicks.at(end)!.text, fontSize) / 2;
      const x: PixelScale = {
        domain:
          places.length === 1 ? [places[0]! - 1, places[0]! + 1] : [Math.min(...places), Math.max(...places)],
        range: [start + Math.max(halfName(0), 8), start + own - Math.max(halfName(-1), 8)],
      };
      const titles: PlacedText[] = names[index]!.map((text, line) => ({
        x: start,
        y: above - 6 - (names[index]!.length - line - 0.5) * lineHeight,
        text,
      }));
      return [
        ...axisLeft(
          { scale: y, ticks, print: column === 0 ? print : () => '', fontSize, grid: start + own },
          start,
        ),
        ...visitAxis(plan, x, [start, start + own], bottom, fontSize),
        textLayer(titles, { weight: 'bold' }),
        ...courseLayers(panel, index, x, y, decimals + 1, plan),
      ];
    }),
    textLayer([{ x: left + (width - left) / 2, y: rows * rowHeight + lineHeight * 0.3, text: plan.xTitle }], {
      align: 'center',
    }),
  ]);
  return figureSpec(
    { variant, width, height, padding: { left: 0, right: 0, top, bottom: 4 } },
    description,
    layers,
  );
}

function visitAxis(
  { xTicks }: SpaghettiPlan,
  x: PixelScale,
  [from, to]: readonly [number, number],
  bottom: number,
  fontSize: number,
): readonly Layer[] {
  const texts = new Map(xTicks.map(({ at, text }) => [at, text]));
  const shown = regularTicks(
    xTicks.map(({ at }) => at),
    xTicks[0]!.at,
    { place: (at) => placeOn(x, at), width: (at) => textWidth(texts.get(at)!, fontSize) },
  );
  return [
    lineLayer(
      [
        { x: from, x2: to, y: bottom, y2: bottom },
        ...xTicks.map(({ at }) => ({ x: placeOn(x, at), x2: placeOn(x, at), y: bottom, y2: bottom + 5 })),
      ],
      { colour: colours.axis },
    ),
    textLayer(
      shown.map((at) => ({ x: placeOn(x, at), y: bottom + 8 + fontSize / 2, text: texts.get(at)! })),
      { align: 'center' },
    ),
  ];
}

/** Thin lines for the subjects, a dot for one seen once, a heavy line for the mean. */
function courseLayers(
  { courses: all, mean }: CoursePanel,
  arm: number,
  x: PixelScale,
  y: PixelScale,
  decimals: number,
  { xTicks }: SpaghettiPlan,
): readonly Layer[] {
  const colour = armColour(arm);
  const segments = (course: Course): PlacedLine[] =>
    course.x.slice(1).map((at, index) => ({
      x: placeOn(x, course.x[index]!),
      y: placeOn(y, course.y[index]!),
      x2: placeOn(x, at),
      y2: placeOn(y, course.y[index + 1]!),
    }));
  const names = new Map(xTicks.map(({ at, text }) => [at, text]));
  const courses = evenlyChosen(all, mostCourses);
  const opacity = courses.length > 150 ? 0.15 : courses.length > 40 ? 0.28 : 0.45;
  const faded = (layer: Layer): Layer => ({ ...layer, mark: { ...(layer['mark'] as object), opacity } });
  return [
    faded(lineLayer(courses.flatMap(segments), { colour, width: 1 })),
    {
      data: {
        values: courses.flatMap(({ subject, x: xs, y: ys }) =>
          xs.map((at, index) => ({
            x: placeOn(x, at),
            y: placeOn(y, ys[index]!),
            tip: {
              title: subject,
              Visit: names.get(at) ?? String(at),
              Value: formatNumber(ys[index]!, decimals),
            },
          })),
        ),
      },
      mark: {
        type: 'point',
        filled: true,
        shape: 'circle',
        size: 9,
        color: colour,
        opacity: Math.min(1, opacity + 0.1),
      },
      encoding: { x: pixel('x'), y: pixel('y'), tooltip: { field: 'tip', type: 'nominal' } },
    },
    ...(mean === null
      ? []
      : [
          lineLayer(segments(mean), { colour: colours.seam, width: 5 }),
          lineLayer(segments(mean), { colour: colours.ink, width: 2.5 }),
        ]),
  ];
}
