import { argumentError } from '../../../core/errors.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type SampleMeanT, sampleMeanT } from '../sample-mean-t.js';
import { type Sample, sampleSummary } from '../sample-summary.js';

export interface OneSampleTTest extends SampleMeanT {
  readonly n: number;
  readonly nullValue: number;
  readonly level: number;
}

/**
 * Does the mean of one arm differ from a value? Student's t test of one sample with its interval, as R
 * `t.test(x, mu = nullValue)` and SAS TTEST `H0=`.
 *
 * Of printed mean changes from baseline with their SD and n it is the paired t test. Takes printed n, mean and SD, or
 * values. No value: `empty-group`; one leaves the mean and makes the rest `too-few-observations`; values that are all
 * alike make the test `no-variation`.
 *
 * @throws MethodError when a value, a mean or the value tested is not finite, n is not whole, an SD is negative, or level is not in (0, 1).
 *
 * Source: Student. Biometrika 1908;6:1-25. Oracle: test/oracles/one-sample-t.
 */
export function oneSampleT(
  sample: Sample,
  options: { readonly nullValue?: number; readonly level?: number } = {},
): OneSampleTTest {
  requireOptions('one-sample-t', options, { nullValue: 'number', level: 'checked later' });
  const { nullValue = 0, level = 0.95 } = options;
  if (!Number.isFinite(nullValue)) {
    throw argumentError('one-sample-t', 'nullValue', 'is not a finite number', String(nullValue), 'a mean');
  }
  requireLevel('one-sample-t', 'level', level);
  const summary = sampleSummary('one-sample-t', 'sample', sample);
  return { ...sampleMeanT(summary, nullValue, level), n: summary.n, nullValue, level };
}
