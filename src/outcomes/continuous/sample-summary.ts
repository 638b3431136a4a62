import { argumentError } from '../../core/errors.js';
import { requireCount, requireList, requireObject } from '../../math/argument-checks.js';
import { safeUnit } from '../../math/safe-unit.js';

/** A sample as a paper prints it. */
export interface SampleSummary {
  readonly n: number;
  readonly mean: number;
  /** With divisor n - 1. */
  readonly standardDeviation: number;
}

/**
 * A sample by its subject-level values, alone as an array or typed array or under `values`, which then decide; or by
 * its printed summary.
 */
export type Sample = ArrayLike<number> | { readonly values: ArrayLike<number> } | SampleSummary;

/**
 * Size, mean and standard deviation of a sample, checked. Values are summed in two passes, so that a large common
 * offset costs no digits, and squared in a unit in which they neither overflow nor vanish. With no values the mean is 0, with fewer than two the standard deviation is 0; callers look
 * at n first.
 *
 * @throws MethodError when a value is not finite, n is not a whole number, or a standard deviation is negative.
 */
export function sampleSummary(method: string, name: string, sample: Sample): SampleSummary {
  requireObject(method, name, sample, 'values, or n, mean and standard deviation');
  // An array has a method called `values`, which is not meant.
  if (isList(sample)) return summariseValues(method, name, sample);
  if ('values' in sample && sample.values !== undefined) {
    requireList(method, `${name}.values`, sample.values, 'numbers');
    return summariseValues(method, name, sample.values);
  }
  const { n, mean, standardDeviation } = sample as SampleSummary;
  requireCount(method, `${name}.n`, n);
  if (n > 0 && !Number.isFinite(mean)) {
    throw argumentError(method, `${name}.mean`, 'is not a finite number', String(mean), 'a finite number');
  }
  if (n > 1 && !(standardDeviation >= 0 && Number.isFinite(standardDeviation))) {
    throw argumentError(
      method,
      `${name}.standardDeviation`,
      'is not a spread',
      String(standardDeviation),
      'a finite number from 0 up',
    );
  }
  return { n, mean, standardDeviation };
}

function isList(sample: Sample): sample is ArrayLike<number> {
  return Array.isArray(sample) || ArrayBuffer.isView(sample);
}

function summariseValues(method: string, name: string, values: ArrayLike<number>): SampleSummary {
  const n = values.length;
  let size = 0;
  for (let index = 0; index < n; index += 1) {
    const value = values[index]!;
    if (!Number.isFinite(value)) {
      throw argumentError(
        method,
        `${name}.values[${index}]`,
        'is not a finite number',
        String(value),
        'a finite number',
        'Leave missing values out',
      );
    }
    size = Math.max(size, Math.abs(value));
  }
  if (n === 0) return { n, mean: 0, standardDeviation: 0 };
  const unit = safeUnit(size);
  let sum = 0;
  for (let index = 0; index < n; index += 1) sum += values[index]! / unit;
  const roughMean = sum / n;
  let rest = 0;
  let squares = 0;
  for (let index = 0; index < n; index += 1) {
    const deviation = values[index]! / unit - roughMean;
    rest += deviation;
    squares += deviation * deviation;
  }
  const variance = n > 1 ? Math.max(0, squares - (rest * rest) / n) / (n - 1) : 0;
  return { n, mean: unit * (roughMean + rest / n), standardDeviation: unit * Math.sqrt(variance) };
}
