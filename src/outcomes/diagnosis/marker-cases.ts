import { argumentError } from '../../core/errors.js';
import { requireList } from '../../math/argument-checks.js';

/** Which values of a marker point to the condition. */
export const markerDirections = ['higher', 'lower'] as const;
export type MarkerDirection = (typeof markerDirections)[number];

export interface MarkerInput {
  /** 1 (or true) for subjects with the condition, 0 (or false) for those without. */
  readonly condition: ArrayLike<number | boolean>;
  /** One value a subject; NaN or null where it was not measured. */
  readonly marker: ArrayLike<number | null>;
}

/** A marker's values split by the condition, turned so that higher points to it. */
export interface MarkerCases {
  readonly cases: Float64Array;
  readonly controls: Float64Array;
  /** Subjects without a value. */
  readonly missing: number;
}

/** Reads a marker; throws on other codes than 0 and 1, on infinite values and on lists of different lengths. */
export function markerCases(method: string, input: MarkerInput, direction: MarkerDirection): MarkerCases {
  const { condition, marker } = input;
  requireList(method, 'condition', condition, 'one 0 or 1 a subject');
  requireList(method, 'marker', marker, 'one value a subject');
  if (condition.length !== marker.length) {
    throw argumentError(
      method,
      'marker',
      'has another length than the condition',
      String(marker.length),
      `${condition.length}, one a subject`,
    );
  }
  const sign = direction === 'higher' ? 1 : -1;
  const cases: number[] = [];
  const controls: number[] = [];
  let missing = 0;
  for (let row = 0; row < condition.length; row += 1) {
    const has = Number(condition[row]);
    if (has !== 0 && has !== 1) {
      throw argumentError(method, `condition[${row}]`, 'is neither 0 nor 1', String(condition[row]));
    }
    const value = marker[row];
    if (value === null || value === undefined || Number.isNaN(value)) {
      missing += 1;
      continue;
    }
    if (!Number.isFinite(value)) {
      throw argumentError(method, `marker[${row}]`, 'is not finite', String(value), 'a number, or NaN');
    }
    (has === 1 ? cases : controls).push(sign * value);
  }
  return { cases: Float64Array.from(cases), controls: Float64Array.from(controls), missing };
}
