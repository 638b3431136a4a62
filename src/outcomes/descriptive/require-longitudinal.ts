import type { LongitudinalData } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';
import { requireFactor } from '../require-factor.js';
import { requireVisits } from '../require-visits.js';

/**
 * Throws unless the arrays of measured values at visits agree in length and hold numbers or NaN, and the values are the
 * measurements themselves, from which a change can be taken.
 */
export function requireLongitudinal(method: string, data: Omit<LongitudinalData, 'kind'>): void {
  requireObject(method, 'data', data, 'subjects, visits, outcome and group');
  requireList(method, 'subjects', data.subjects, 'names');
  requireVisits(method, data.visits);
  const size = data.subjects.length;
  requireFactor(method, 'group', data.group, size);
  if (data.outcomeIs !== 'number') {
    throw argumentError(method, 'outcomeIs', 'is not a number', String(data.outcomeIs), 'number');
  }
  if (data.outcomeIsChange === true) {
    throw argumentError(
      method,
      'outcome',
      'is a change already, from which baseline would be taken a second time',
      data.outcomeLabel,
      'the measured values',
      'Name the column of values in the endpoint, such as AVAL, without `change: true`',
    );
  }
  requireValues(method, 'outcome', data.outcome, size * data.visits.length);
  if (data.baseline !== undefined) requireValues(method, 'baseline', data.baseline, size);
}

function requireValues(method: string, name: string, values: Float64Array, length: number): void {
  requireList(method, name, values, 'numbers');
  if (values.length !== length) {
    throw argumentError(method, name, 'has the wrong length', String(values.length), String(length));
  }
  for (let index = 0; index < length; index += 1) {
    const value = values[index]!;
    if (Number.isFinite(value) || Number.isNaN(value)) continue;
    throw argumentError(
      method,
      `${name}[${index}]`,
      'is infinite',
      String(value),
      'a number, or NaN where missing',
    );
  }
}
