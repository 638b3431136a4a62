/** Results of methods for outcomes at visits on the sample data, as the toolkit returns them. */
import type { AnyMethod } from '../../src/core/definition.js';
import type { Result } from '../../src/core/result.js';
import { mixedModelRepeatedMeasuresMethod } from '../../src/outcomes/longitudinal/mixed-model-repeated-measures/definition.js';
import { visitSummaryMethod } from '../../src/outcomes/longitudinal/visit-summary/definition.js';
import { descriptiveResult } from './sample-descriptive.js';

export const modelledVisits: Result = descriptiveResult(
  mixedModelRepeatedMeasuresMethod as unknown as AnyMethod,
);
export const observedVisits: Result = descriptiveResult(visitSummaryMethod as unknown as AnyMethod);
