import { z } from 'zod';
import { distinctNames } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { hasValues, strataFactor } from '../subject-covariates.js';
import { subjectOptions } from '../subject-options.js';
import { countResponders, responseOptions, subjectResponses } from '../subject-responses.js';

/** A yes/no outcome of subjects, counted by arm within each stratum. */
export const stratifiedResponder = defineEndpoint({
  id: 'stratified-responder',
  label: 'Responders by arm within strata (subject-level)',
  summary: 'Subjects whose value is one of the responder values, counted by arm within randomisation strata.',
  gives: 'stratified-binary',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    ...responseOptions,
    strata: distinctNames().min(1).describe('Columns whose combinations are the strata.'),
  }),
  derive: (input, options) => {
    const { dataset } = input;
    const known = input.rows.filter((row) => hasValues(dataset, options.strata, row));
    const responses = subjectResponses({ ...input, rows: known }, options);
    const { grouped, notices } = responses;
    const strata = strataFactor(dataset, options.strata, grouped.rows);
    const withoutStratum = input.rows.length - known.length;
    return {
      data: {
        kind: 'stratified-binary',
        strata: strata.levels.map((name, level) => ({
          name,
          arms: countResponders(responses, (index) => strata.codes[index] === level),
        })),
        reference: grouped.reference,
        eventLabel: options.event,
      },
      population: {
        label: dataset.name,
        groups: countResponders(responses, () => true),
        exclusions: [
          ...(withoutStratum > 0 ? [{ reason: 'stratum missing', n: withoutStratum }] : []),
          ...grouped.exclusions,
        ],
      },
      notices,
    };
  },
});
