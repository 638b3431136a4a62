/** Results of descriptive methods on the sample data, as the toolkit returns them. */
import type { AnyMethod } from '../../src/core/definition.js';
import type { Result } from '../../src/core/result.js';
import { adverseEventSummaryMethod } from '../../src/outcomes/descriptive/adverse-event-summary/definition.js';
import { baselineCharacteristicsMethod } from '../../src/outcomes/descriptive/baseline-characteristics/definition.js';
import { changeFromBaselineMethod } from '../../src/outcomes/descriptive/change-from-baseline/definition.js';
import { shiftTableMethod } from '../../src/outcomes/descriptive/shift-table/definition.js';
import { subjectChangesMethod } from '../../src/outcomes/descriptive/subject-changes/definition.js';
import { sampleData } from '../sample-data.js';
import { sampleResult } from './sample-results.js';

/** Runs a method on the sample of its kind, as `runStudy` would. */
export function descriptiveResult(
  method: AnyMethod,
  data: object = sampleData[method.accepts],
  options: object = {},
): Result {
  const parsed = method.options.parse(options);
  const { parts, notices } = method.run(data as never, parsed as never);
  return sampleResult(
    method.id,
    method.id,
    parts,
    { title: method.label, of: 'tocilizumab', versus: 'placebo' },
    {
      options: parsed,
      notices,
      populationAnalysed: {
        label: 'adsl',
        groups: [
          { name: 'tocilizumab', n: 40, events: null },
          { name: 'placebo', n: 40, events: null },
        ],
        exclusions: [],
      },
    },
  );
}

export const baseline: Result = descriptiveResult(baselineCharacteristicsMethod as unknown as AnyMethod);

const severity = {
  levels: ['mild', 'moderate', 'severe'],
  codes: Int32Array.from({ length: 60 }, (_, row) => (row % 4) - 1),
};
const { events } = sampleData['adverse-events'];

export const adverseEvents: Result = descriptiveResult(
  adverseEventSummaryMethod as unknown as AnyMethod,
  { ...sampleData['adverse-events'], events: { ...events, severity } },
  { severity: true, threshold: 0.05 },
);

export const changes: Result = descriptiveResult(changeFromBaselineMethod as unknown as AnyMethod);

export const subjectChanges: Result = descriptiveResult(
  subjectChangesMethod as unknown as AnyMethod,
  sampleData.longitudinal,
  { scale: 'absolute' },
);

const shiftSample = sampleData.shift;

export const shifts: Result = descriptiveResult(shiftTableMethod as unknown as AnyMethod, {
  ...shiftSample,
  before: shiftSample.before.map((code, row) => (row % 17 === 0 ? -1 : code)),
  parameter: { levels: ['ALT', 'AST'], codes: shiftSample.group.codes.map((_, row) => (row >> 1) % 2) },
});
