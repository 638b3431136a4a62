import { isEstimable } from '../../../core/estimable.js';
import { type Layer, pixel, roundPixel, withRows } from '../../layout/layers.js';
import { armColour, colours } from '../../style/palette.js';
import type { ProportionRow } from './proportion-rows.js';

/** A bar and where its middle lies, in pixels. */
export interface PlacedBar {
  readonly row: ProportionRow;
  readonly lines: readonly string[];
  readonly middle: number;
}

export const barHeight = 13;

/** The line at zero, open where a heading stands. */
export function baselines(
  bars: readonly PlacedBar[],
  height: number,
): readonly { x: number; y: number; y2: number }[] {
  const lines: { x: number; y: number; y2: number }[] = [];
  bars.forEach(({ row, middle }, index) => {
    const edges = { y: middle - barHeight / 2 - 3, y2: middle + barHeight / 2 + 3 };
    const before = lines.at(-1);
    if (before === undefined || row.analysis !== bars[index - 1]?.row.analysis)
      lines.push({ x: 0, ...edges });
    else before.y2 = edges.y2;
  });
  return lines.map((line, index) => (index === lines.length - 1 ? { ...line, y2: height } : line));
}

export function axisLayer(x: Layer, ticks: readonly number[], values: readonly unknown[]): Layer {
  return {
    data: { values },
    mark: { type: 'rule', color: colours.axis, strokeWidth: 1 },
    encoding: {
      x: { ...x, field: 'x', axis: { orient: 'bottom', values: ticks, format: '~%' } },
      y: pixel('y'),
      y2: { field: 'y2' },
    },
  };
}

/** Pale bars with a firm end, and the interval in ink: the uncertain part of the bar stays readable. */
export function barLayers(bars: readonly PlacedBar[], x: Layer, end: number): readonly Layer[] {
  const shown = bars.flatMap(({ row, middle }) => {
    if (!isEstimable(row.value)) return [];
    const y = middle - barHeight / 2;
    return [{ row, value: Math.min(row.value, end), y, y2: y + barHeight, middle }];
  });
  const fill = (index: number) => ({ fill: { value: armColour(index) } });
  const arms = [...new Set(shown.map(({ row }) => row.armIndex))];
  return withRows([
    ...arms.map((arm) => ({
      data: {
        values: shown
          .filter(({ row }) => row.armIndex === arm)
          .map(({ value, y, y2 }) => ({ from: 0, value, y, y2 })),
      },
      mark: { type: 'rect', opacity: 0.3 },
      encoding: {
        x: { ...x, field: 'from' },
        x2: { field: 'value' },
        y: pixel('y'),
        y2: { field: 'y2' },
        ...fill(arm),
      },
    })),
    ...arms.map((arm) => ({
      data: {
        values: shown.filter(({ row }) => row.armIndex === arm).map(({ value, y, y2 }) => ({ value, y, y2 })),
      },
      mark: { type: 'rule', strokeWidth: 3, color: armColour(arm) },
      encoding: { x: { ...x, field: 'value' }, y: pixel('y'), y2: { field: 'y2' } },
    })),
    {
      data: {
        values: shown.flatMap(({ row, middle }) =>
          row.lower === null || row.upper === null
            ? []
            : [{ lower: Math.min(row.lower, end), upper: Math.min(row.upper, end), y: middle }],
        ),
      },
      mark: { type: 'rule', color: colours.ink, strokeWidth: 1.25 },
      encoding: { x: { ...x, field: 'lower' }, x2: { field: 'upper' }, y: pixel('y') },
    },
  ]);
}

export function hoverLayer(bars: readonly PlacedBar[], width: number, lineHeight: number): Layer {
  const half = lineHeight / 2 + 4;
  return {
    data: {
      values: bars.map(({ row, middle }) => ({
        y: roundPixel(middle - half),
        y2: roundPixel(middle + half),
        tip: {
          title: row.analysis,
          [row.arm]: row.text,
          ...(row.events === '' ? {} : { 'n/N': row.events }),
        },
      })),
    },
    params: [{ name: 'row', select: { type: 'point', on: 'pointerover', clear: 'pointerout' } }],
    mark: { type: 'rect', color: colours.ink, x: 0, x2: width, cursor: 'default' },
    encoding: {
      y: pixel('y'),
      y2: { field: 'y2' },
      opacity: { condition: { param: 'row', empty: false, value: 0.06 }, value: 0 },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}
