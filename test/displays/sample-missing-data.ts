/** Tipping-point results of invented data: shifts of measured values, and counts of responders. */
import type { LongitudinalData } from '../../src/core/analysis-data.js';
import type { Result } from '../../src/core/result.js';
import { tippingPointMethod } from '../../src/outcomes/missing-data/tipping-point/definition.js';
import { sampleData } from '../sample-data.js';
import { sampleResult } from './sample-results.js';

/** -6 to 6 points. */
const shifts = Array.from({ length: 13 }, (_, index) => index - 6);

const run = (data: LongitudinalData, options: object) =>
  tippingPointMethod.run(data, tippingPointMethod.options.parse({ imputations: 10, ...options })).parts;

const context = { of: 'tocilizumab', versus: 'placebo' } as const;

/** `[events, observed, missing]` of either arm at one visit. */
export function respondersWithMissing(
  of: readonly [number, number, number],
  versus: readonly [number, number, number],
): LongitudinalData {
  const arm = ([events, observed, missing]: readonly [number, number, number]): readonly number[] =>
    Array.from({ length: observed + missing }, (_, index) =>
      index < events ? 1 : index < observed ? 0 : Number.NaN,
    );
  const rows = [arm(of), arm(versus)];
  return {
    kind: 'longitudinal',
    subjects: rows.flat().map((_, index) => `subject ${index + 1}`),
    visits: [{ name: 'week 24', time: 24 }],
    outcomeIs: 'yes-no',
    outcome: Float64Array.from(rows.flat()),
    group: {
      levels: ['tocilizumab', 'placebo'],
      codes: Int32Array.from(rows.flatMap((list, code) => list.map(() => code))),
    },
    reference: 'placebo',
    covariates: [],
    outcomeLabel: 'ACR20 response',
    unit: null,
  };
}

export const tippingShifts: Result = sampleResult(
  'tipping-shifts',
  'tipping-point',
  run(sampleData.longitudinal, { shifts, referenceShifts: shifts }),
  { ...context, title: 'DAS28 at week 24 under shifts', variable: 'DAS28 at week 24', benefit: 'lower' },
);

export const tippingOneArm: Result = sampleResult(
  'tipping-one-arm',
  'tipping-point',
  run(sampleData.longitudinal, { shifts: [0, 1, 2, 4], referenceShifts: [0], report: [2] }),
  { ...context, title: 'DAS28 with one arm shifted', benefit: null },
);

export const tippingCounts: Result = sampleResult(
  'tipping-counts',
  'tipping-point',
  run(respondersWithMissing([60, 100, 14], [38, 98, 12]), {}),
  { ...context, title: 'ACR20 response at week 24', variable: 'ACR20 response', benefit: 'higher' },
);

/** So many cells that neighbours of one colour are drawn as one. */
export const tippingManyCounts: Result = sampleResult(
  'tipping-many-counts',
  'tipping-point',
  run(respondersWithMissing([60, 110, 45], [40, 110, 40]), { interval: 'newcombe' }),
  { ...context, title: 'Response with many missing', benefit: null },
);
