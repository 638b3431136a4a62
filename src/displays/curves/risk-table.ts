import type { Curve } from '../../core/result.js';
import { formatCount } from '../format-number.js';
import { type Layer, type PlacedText, pixel, roundPixel, textLayer, withRows } from '../layout/layers.js';
import { armColour, armDash, colours } from '../style/palette.js';
import { textWidth } from '../style/text-width.js';
import { competingEvents, hasLateEntry, type NumbersAtTime, numbersAt } from './curve-at-time.js';
import type { CurveScales } from './curve-scales.js';
import type { DrawnCurve } from './drawn-curve.js';

export interface RiskRow {
  readonly label: string;
  readonly key: keyof NumbersAtTime;
}

/** The rows of each arm; competing events have theirs where there are any. */
export function riskRowsOf(curves: readonly DrawnCurve[]): readonly RiskRow[] {
  const competing = curves.some(({ curve }) => competingEvents(curve) > 0);
  return [
    { label: 'At risk', key: 'atRisk' },
    { label: 'Events', key: 'events' },
    ...(competing ? [{ label: 'Competing', key: 'competing' } as const] : []),
    { label: 'Censored', key: 'censored' },
  ];
}

const gapBetweenArms = 5;

/** Height of the table in pixels. */
export function riskTableHeight(
  curves: readonly DrawnCurve[],
  rows: readonly RiskRow[],
  lineHeight: number,
): number {
  return curves.length * ((rows.length + 1) * lineHeight + gapBetweenArms);
}

/**
 * The KMunicate table: at risk, events and censored of each arm under the axis. The numbers stand on the x scale of the
 * curves itself, in the same view, so a column cannot drift from its tick.
 */
export function riskTable(
  curves: readonly DrawnCurve[],
  riskRows: readonly RiskRow[],
  times: readonly number[],
  { x }: CurveScales,
  place: {
    readonly left: number;
    readonly top: number;
    readonly fontSize: number;
    readonly lineHeight: number;
  },
): readonly Layer[] {
  const { left, top, fontSize, lineHeight } = place;
  const names: PlacedText[] = [];
  const labels: PlacedText[] = [];
  const numbers: { time: number; y: number; text: string }[] = [];
  const samples: Layer[] = [];
  curves.forEach(({ name, curve }, arm) => {
    const start = top + arm * ((riskRows.length + 1) * lineHeight + gapBetweenArms);
    names.push({ x: left, y: start + lineHeight / 2, text: name });
    samples.push(lineSample(left + textWidth(name, fontSize, 'bold') + 8, start + lineHeight / 2, arm));
    riskRows.forEach(({ label, key }, row) => {
      const y = roundPixel(start + (row + 1.5) * lineHeight);
      labels.push({ x: left, y, text: label });
      for (const time of times) numbers.push({ time, y, text: formatCount(numbersAt(curve, time)[key]) });
    });
  });
  return [
    ...withRows([textLayer(names, { weight: 'bold' }), textLayer(labels, { colour: colours.muted })]),
    ...samples,
    {
      data: { values: numbers },
      mark: { type: 'text', align: 'center' },
      encoding: { x: { ...x, field: 'time' }, y: pixel('y'), text: { field: 'text', type: 'nominal' } },
    },
  ];
}

/** How the table counts, for the notes beneath a figure. */
export function riskTableFootnote(curves: readonly Curve[]): string {
  if (curves.some(hasLateEntry)) {
    return 'At risk: just before each time; subjects enter after the origin, so numbers can rise. Events and censored: cumulative, before each time.';
  }
  const events = curves.some((curve) => competingEvents(curve) > 0) ? 'Events, competing events' : 'Events';
  return `At risk: just before each time. ${events} and censored: cumulative, before each time, so they and those at risk add up to the size of the arm.`;
}

/** A piece of line in the colour and dash of an arm. */
export function lineSample(x: number, y: number, arm: number, length = 26): Layer {
  return {
    data: { values: [{ x: roundPixel(x), x2: roundPixel(x + length), y: roundPixel(y) }] },
    mark: {
      type: 'rule',
      color: armColour(arm),
      strokeWidth: 2,
      ...(arm === 0 ? {} : { strokeDash: armDash(arm) }),
    },
    encoding: { x: pixel('x'), x2: { field: 'x2' }, y: pixel('y') },
  };
}
