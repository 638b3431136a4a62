/** Results of methods for diagnosis and agreement on the sample data, as the toolkit returns them. */
import type { AnyMethod } from '../../src/core/definition.js';
import type { Result } from '../../src/core/result.js';
import { blandAltmanMethod } from '../../src/outcomes/agreement/bland-altman/definition.js';
import { rocCurveMethod } from '../../src/outcomes/diagnosis/roc-curve/definition.js';
import { sampleData } from '../sample-data.js';
import { descriptiveResult } from './sample-descriptive.js';

const roc = rocCurveMethod as unknown as AnyMethod;
const { diagnostic } = sampleData;

export const severalMarkers: Result = descriptiveResult(roc);
export const oneMarker: Result = descriptiveResult(roc, {
  ...diagnostic,
  markers: diagnostic.markers.slice(0, 1),
});
export const limitsOfAgreement: Result = descriptiveResult(blandAltmanMethod as unknown as AnyMethod);
