import { z } from 'zod';
import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { numberColumn, requiredNumber, requiredText, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { noRows } from '../no-rows.js';

/** What trials assumed when they were planned, one row a trial or a scenario. */
export const designAssumptions = defineEndpoint({
  id: 'design-assumptions',
  label: 'Assumptions of a sample size',
  summary:
    'The hazard ratio, level, allocation and power or events that a trial with a time to event assumed.',
  gives: 'design-assumptions',
  dictionaries: ['design-assumptions'],
  options: z.strictObject({}),
  derive: ({ dataset, rows }) => {
    if (rows.length === 0) throw noRows(dataset);
    const seen = new Map<string, number>();
    const designs = Array.from(rows, (row) => {
      const design = readDesign(dataset, row);
      const first = seen.get(design.name);
      if (first !== undefined) {
        throw new DataError({
          code: 'data/trial-twice',
          where: whereRow(dataset, row),
          what: `TRIAL is that of another row, at ${whereRow(dataset, first)}`,
          got: `"${design.name}"`,
          expected: 'one name a row, such as "trial, scenario"',
        });
      }
      seen.set(design.name, row);
      return design;
    });
    return {
      data: { kind: 'design-assumptions', rows: designs },
      population: {
        label: designs.length === 1 ? '1 design' : `${designs.length} designs`,
        groups: [],
        exclusions: [],
      },
      notices: [],
    };
  },
});

function readDesign(dataset: Dataset, row: number) {
  const hazardRatio = requiredNumber(dataset, 'HAZARD_RATIO', row);
  const sides = requiredNumber(dataset, 'SIDES', row);
  const refuse = (name: string, got: number, expected: string): never => {
    throw new DataError({
      code: 'data/design-value',
      where: whereRow(dataset, row),
      what: `${name} cannot be that of a design`,
      got: String(got),
      expected,
    });
  };
  const within = (name: string, value: number, least: number, most: number, expected: string) =>
    value > least && value < most ? value : refuse(name, value, expected);
  const optional = (name: string) => {
    const column = numberColumn(dataset, name);
    return column.missing[row] ? null : column.values[row]!;
  };
  const power = optional('POWER');
  const events = optional('EVENTS');
  const share = optional('EVENT_PROBABILITY');
  if (power === null && events === null) {
    throw new DataError({
      code: 'data/design-open',
      where: whereRow(dataset, row),
      what: 'POWER and EVENTS are both empty, so that nothing can be computed',
      expected: 'a power, a number of events, or both',
    });
  }
  if (hazardRatio === 1) refuse('HAZARD_RATIO', 1, 'a ratio other than 1');
  return {
    name: requiredText(dataset, 'TRIAL', row),
    hazardRatio: within('HAZARD_RATIO', hazardRatio, 0, Number.POSITIVE_INFINITY, 'a ratio above 0'),
    alpha: within('ALPHA', requiredNumber(dataset, 'ALPHA', row), 0, 1, 'a probability such as 0.05'),
    sides: sides === 1 || sides === 2 ? (sides as 1 | 2) : refuse('SIDES', sides, '1 or 2'),
    allocation: within(
      'ALLOCATION',
      requiredNumber(dataset, 'ALLOCATION', row),
      0,
      Number.POSITIVE_INFINITY,
      'subjects of the treatment for each one of its comparator, such as 1 or 2',
    ),
    power: power === null ? null : within('POWER', power, 0, 1, 'a probability such as 0.9'),
    events:
      events === null ? null : within('EVENTS', events, 0, Number.POSITIVE_INFINITY, 'a number above 0'),
    eventProbability:
      share === null || share === 1
        ? share
        : within('EVENT_PROBABILITY', share, 0, 1, 'a share of subjects such as 0.4'),
  };
}
