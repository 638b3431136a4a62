import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { minusSign } from '../../format-number.js';
import { type AxisTicks, linearTicks, ratioTicks, regularTicks, thinTicks } from '../../layout/axis-ticks.js';
import { type Layer, roundPixel } from '../../layout/layers.js';
import { textWidth } from '../../style/text-width.js';
import type { ForestEstimate } from './forest-rows.js';

export interface ForestAxis extends AxisTicks {
  readonly type: 'log' | 'linear';
  readonly noDifference: number | null;
}

/** How every mark of the plot finds its place: the shared scale, and the axis, which one layer draws. */
export interface ForestScale {
  readonly x: Layer;
  readonly axisOf: Layer;
}

export function forestScale(
  axis: ForestAxis,
  plot: readonly [number, number],
  fontSize: number,
): ForestScale {
  const linear = axis.type === 'log' ? {} : { zero: false };
  const labels = {
    place: (tick: number) => axisPlace(tick, axis, plot),
    width: (tick: number) => textWidth(String(tick), fontSize),
  };
  const ticks =
    axis.type === 'log'
      ? thinTicks(axis.ticks, axis.noDifference, labels)
      : regularTicks(axis.ticks, axis.noDifference ?? axis.ticks[0]!, labels);
  return {
    x: {
      type: 'quantitative',
      title: null,
      scale: { type: axis.type, domain: axis.domain, range: plot.map(roundPixel), nice: false, ...linear },
    },
    axisOf: {
      orient: 'bottom',
      values: ticks,
      // Ticks print as chosen; a number format would give 0.8 and 1.25 the same decimals.
      labelExpr: `replace(toString(datum.value), '-', '${minusSign}')`,
    },
  };
}

/** The pixel of a value on the axis. */
export function axisPlace(
  value: number,
  { type, domain }: ForestAxis,
  plot: readonly [number, number],
): number {
  const scale = type === 'log' ? Math.log : (number: number): number => number;
  const share = (scale(value) - scale(domain[0])) / (scale(domain[1]) - scale(domain[0]));
  return plot[0] + share * (plot[1] - plot[0]);
}

/**
 * The axis that all rows share. It holds every estimate and the value of no difference; of the interval limits it
 * holds three in four, so that one very wide interval does not squeeze the others: that one ends in an arrow.
 */
export function forestAxis(
  rows: readonly ForestEstimate[],
  domain: readonly [number, number] | null,
): ForestAxis {
  const { scale, noDifference } = statisticLabel(rows[0]!.row.statistic);
  const type = scale === 'log' ? 'log' : 'linear';
  if (domain !== null) return givenAxis(domain, type, noDifference);
  const values = (pick: (row: ForestEstimate) => unknown, which = rows): number[] =>
    which.map(pick).filter((value): value is number => typeof value === 'number');
  const estimates = values((row) => row.effect.estimate);
  const intervals = rows.filter(({ effect }) => isEstimable(effect.lower) && isEstimable(effect.upper));
  const lowers = values((row) => row.effect.lower, intervals).sort((a, b) => b - a);
  const uppers = values((row) => row.effect.upper, intervals).sort((a, b) => a - b);
  const anchor = noDifference ?? estimates[0] ?? 0;
  const low = Math.min(anchor, ...estimates, threeQuarters(lowers) ?? anchor);
  const high = Math.max(anchor, ...estimates, threeQuarters(uppers) ?? anchor);
  return { ...(type === 'log' ? ratioTicks(low, high) : linearTicks(low, high)), type, noDifference };
}

/** Up to seven limits count all; of more, the outermost quarter may be cut. */
function threeQuarters(sorted: readonly number[]): number | undefined {
  return sorted.length <= 7 ? sorted.at(-1) : sorted[Math.ceil(sorted.length * 0.75) - 1];
}

/** The axis as asked for; where it leaves out no difference, there is no line and no side to favour. */
function givenAxis(
  domain: readonly [number, number],
  type: 'log' | 'linear',
  noDifference: number | null,
): ForestAxis {
  const [low, high] = domain;
  if (low >= high || (type === 'log' && low <= 0)) {
    throw new PlanError({
      code: 'display/axis-ends',
      where: 'forest, option "domain"',
      what: 'the ends of the axis do not make an axis',
      got: `${low} to ${high}`,
      expected: type === 'log' ? 'two positive numbers, smaller first' : 'two numbers, smaller first',
    });
  }
  const inside = noDifference !== null && noDifference >= low && noDifference <= high;
  return { ...ticksWithin(domain, type), type, noDifference: inside ? noDifference : null };
}

function ticksWithin([low, high]: readonly [number, number], type: 'log' | 'linear'): AxisTicks {
  const { ticks } = type === 'log' ? ratioTicks(low, high) : linearTicks(low, high);
  const inside = ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high + Math.abs(high) * 1e-9);
  return { domain: [low, high], ticks: inside };
}

/** An interval cut to the axis; `arrow` names the sides where something was cut off. */
export function clipToAxis(
  lower: number,
  upper: number,
  [low, high]: readonly [number, number],
): {
  readonly lower: number;
  readonly upper: number;
  readonly arrowLeft: boolean;
  readonly arrowRight: boolean;
} {
  return {
    lower: Math.min(Math.max(lower, low), high),
    upper: Math.max(Math.min(upper, high), low),
    arrowLeft: lower < low,
    arrowRight: upper > high,
  };
}
