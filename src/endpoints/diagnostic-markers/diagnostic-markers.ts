import { z } from 'zod';
import { PlanError } from '../../core/errors.js';
import { warning } from '../../core/notice.js';
import { column, numberColumn } from '../dataset-columns.js';
import { distinctNames } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';

/** Markers such as IL-6 or CRP beside a condition that they may tell, one row a subject. */
export const diagnosticMarkers = defineEndpoint({
  id: 'diagnostic-markers',
  label: 'Markers of a condition (subject-level)',
  summary: 'Values of one or more markers and whether each subject has the condition.',
  gives: 'diagnostic',
  dictionaries: [],
  options: z.strictObject({
    condition: z.string().default('AVALC').describe('Column that tells the condition.'),
    presentIf: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .default(['Y'])
      .describe('Values that mean that the subject has the condition.'),
    conditionLabel: z.string().optional().describe('The condition in words; its column unless given.'),
    markers: distinctNames().min(1).describe('Columns with the markers.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    if (compare !== null) {
      throw new PlanError({
        code: 'plan/comparison',
        where: dataset.source.file,
        what: 'Markers are judged over all selected subjects, not between arms',
        fix: 'Remove `compare`, and select an arm with the where clause if one is meant.',
      });
    }
    const source = column(dataset, options.condition);
    const known = [...rows].filter((row) =>
      'missing' in source ? !source.missing[row] : source.values[row] !== null && source.values[row] !== '',
    );
    const wanted = new Set(options.presentIf.map(String));
    const condition = Uint8Array.from(known, (row) => (wanted.has(String(source.values[row])) ? 1 : 0));
    const markers = options.markers.map((name) => {
      const marker = numberColumn(dataset, name);
      return {
        name,
        unit: marker.unit,
        values: Float64Array.from(known, (row) => (marker.missing[row] ? Number.NaN : marker.values[row]!)),
      };
    });
    const present = condition.reduce((sum, has) => sum + has, 0);
    const label = options.conditionLabel ?? options.condition;
    return {
      data: { kind: 'diagnostic', condition, conditionLabel: label, markers },
      population: {
        label: dataset.name,
        groups: [{ name: 'all subjects', n: known.length, events: present }],
        exclusions:
          known.length === rows.length
            ? []
            : [{ reason: `${options.condition} missing`, n: rows.length - known.length }],
      },
      notices:
        known.length === 0 || (present > 0 && present < known.length)
          ? []
          : [
              warning(
                'diagnostic-markers/one-group',
                `${present === 0 ? 'No subject has' : 'All subjects have'} the condition: ${options.condition} is ${[
                  ...new Set(known.map((row) => String(source.values[row]))),
                ]
                  .slice(0, 8)
                  .map((value) => `"${value}"`)
                  .join(
                    ', ',
                  )}, and ${options.presentIf.map((value) => `"${value}"`).join(' or ')} means that it is present.`,
              ),
            ],
    };
  },
});
