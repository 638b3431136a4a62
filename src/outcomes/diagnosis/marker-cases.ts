import { argumentError } from '../../core/errors.js';
import { numbersWithGaps, zerosAndOnes } from '../../math/number-list.js';

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

/** Reads a marker; throws on other codes than 0 and 1, on text, on infinite values and on lists of different lengths. */
export function markerCases(method: string, input: MarkerInput, direction: MarkerDirection): MarkerCases {
  const condition = zerosAndOnes(method, 'condition', input.condition);
  const marker = numbersWithGaps(method, 'marker', input.marker);
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
    const value = marker[row]!;
    if (Number.isNaN(value)) missing += 1;
    else (condition[row] === 1 ? cases : controls).push(sign * value);
  }
  return { cases: Float64Array.from(cases), controls: Float64Array.from(controls), missing };
}
