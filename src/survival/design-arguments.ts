import { argumentError } from '../core/errors.js';
import { normalUpperQuantile } from '../math/distributions/normal.js';

/** What every design has in common. */
export interface DesignLevels {
  /** Probability of a false positive over all sides. Default 0.05. */
  readonly alpha?: number;
  /** 2 (default) or 1. With 2 sides, the chance to win on the wrong side is left out of the power, as usual. */
  readonly sides?: 1 | 2;
  /** Subjects of the experimental arm for each one of the control arm. Default 1. */
  readonly allocationRatio?: number;
}

export interface CheckedLevels {
  /** Normal value that the test statistic must pass. */
  readonly critical: number;
  readonly allocationRatio: number;
  /** Share of subjects in the experimental arm. */
  readonly share: number;
}

export function checkLevels(
  method: string,
  { alpha = 0.05, sides = 2, allocationRatio = 1 }: DesignLevels,
): CheckedLevels {
  requireBetween(method, 'alpha', alpha, 0, 1);
  if (sides !== 1 && sides !== 2) throw argumentError(method, 'sides', 'is neither', String(sides), '1 or 2');
  requireAbove(method, 'allocationRatio', allocationRatio);
  return {
    critical: normalUpperQuantile(alpha / sides),
    allocationRatio,
    share: allocationRatio / (1 + allocationRatio),
  };
}

export function requireBetween(
  method: string,
  argument: string,
  value: number,
  low: number,
  high: number,
): void {
  if (!(value > low && value < high)) {
    throw argumentError(
      method,
      argument,
      'is out of range',
      String(value),
      `a number between ${low} and ${high}`,
    );
  }
}

export function requireAbove(method: string, argument: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw argumentError(method, argument, 'is out of range', String(value), 'a number above 0');
  }
}

export function requireHazardRatio(method: string, hazardRatio: number): void {
  requireAbove(method, 'hazardRatio', hazardRatio);
  if (hazardRatio === 1) {
    throw argumentError(method, 'hazardRatio', 'is no difference', '1', 'a ratio other than 1');
  }
}
