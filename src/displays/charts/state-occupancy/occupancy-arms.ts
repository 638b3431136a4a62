import { PlanError } from '../../../core/errors.js';
import type { Curve, CurvesPart, Result } from '../../../core/result.js';
import { curveAt, numbersAt } from '../../curves/curve-at-time.js';
import { capitalise, capitaliseLabel } from '../../format-number.js';
import { partsOf } from '../../result-parts.js';

/** One arm: its states in drawing order, all on the same times. */
export interface OccupancyArm {
  readonly name: string;
  readonly curves: readonly Curve[];
  /** Where follow-up of the arm ends. */
  readonly last: number;
}

export interface Occupancy {
  readonly part: CurvesPart;
  /** As in the data, bottom first. */
  readonly states: readonly string[];
  /** As they are printed. */
  readonly labels: readonly string[];
  /** First and last state of the scale as the data have it, whatever the order drawn. */
  readonly ends: readonly [first: string, last: string];
  readonly arms: readonly OccupancyArm[];
}

/** The arms of a result of state occupancy with their states in order, or a `PlanError` that says what is missing. */
export function occupancyOf(result: Result, order: readonly string[] | null): Occupancy {
  const part = partsOf(result, 'curves').find(({ quantity }) => quantity === 'state-occupancy');
  const own = [...new Set((part?.curves ?? []).flatMap(({ state }) => state ?? []))];
  if (part === undefined || own.length === 0 || !part.curves.some(({ time }) => (time.at(-1) ?? 0) > 0)) {
    throw new PlanError({
      code: 'display/no-states',
      where: 'state-occupancy',
      what: `analysis "${result.analysis}" has no shares of states over time`,
      expected: 'the result of method multi-state',
      fix: 'Shares free of an event are drawn by the display kaplan-meier.',
    });
  }
  const states = order ?? own;
  const odd = states.find((state) => !own.includes(state)) ?? own.find((state) => !states.includes(state));
  if (odd !== undefined || new Set(states).size !== states.length) {
    throw new PlanError({
      code: 'display/unknown-state',
      where: 'state-occupancy, option "states"',
      what: 'the list must hold every state of the result once, as the areas add up to all subjects',
      got: states.join(', '),
      expected: own.join(', '),
    });
  }
  const groups = [...new Set(part.curves.map(({ group }) => group))];
  const arms = groups.map((group): OccupancyArm => {
    const curves = states.flatMap((state) =>
      part.curves.filter((curve) => curve.group === group && curve.state === state),
    );
    return {
      name: capitalise(group ?? 'all'),
      curves,
      last: Math.max(...curves.map(({ time }) => time.at(-1) ?? 0)),
    };
  });
  const ends = [capitaliseLabel(own[0]!), capitaliseLabel(own.at(-1)!)] as const;
  return { part, states, labels: states.map(capitaliseLabel), ends, arms };
}

/** The shares of an arm at a time, one a state; null past its follow-up. */
export function sharesAt({ curves }: OccupancyArm, time: number): readonly number[] | null {
  const values = curves.map((curve) => curveAt(curve, time)?.estimate ?? null);
  return values.some((value) => value === null) ? null : (values as number[]);
}

/** Subjects under observation just before a time, whatever their state. */
export function observedAt({ curves }: OccupancyArm, time: number): number {
  return curves.reduce((sum, curve) => sum + numbersAt(curve, time).atRisk, 0);
}
