import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { adjustment, adjustmentOptions } from '../subject-adjustment.js';
import { clusterOption, clusters } from '../subject-cluster.js';
import { hasValues } from '../subject-covariates.js';
import { subjectOptions } from '../subject-options.js';
import { countResponders, responseOptions, subjectResponses } from '../subject-responses.js';

/** A yes/no outcome of each subject with covariates, for regression. */
export const subjectResponse = defineEndpoint({
  id: 'subject-response',
  label: 'Responses of subjects with covariates (subject-level)',
  summary: 'Whether each subject responds, with covariates and strata, for regression.',
  gives: 'subject-outcome',
  dictionaries: [],
  options: z.strictObject({ ...subjectOptions, ...responseOptions, ...adjustmentOptions, ...clusterOption }),
  derive: (input, options) => {
    const { dataset } = input;
    const withStratum = input.rows.filter((row) => hasValues(dataset, options.strata, row));
    const adjusted = withStratum.filter((row) => hasValues(dataset, options.covariates, row));
    const known = adjusted.filter((row) => hasValues(dataset, options.cluster, row));
    const responses = subjectResponses({ ...input, rows: known }, options);
    const { grouped, responds, notices } = responses;
    const withoutStratum = input.rows.length - withStratum.length;
    const withoutCovariate = withStratum.length - adjusted.length;
    return {
      data: {
        kind: 'subject-outcome',
        outcomeIs: 'yes-no',
        outcome: Float64Array.from(responds),
        exposure: new Float64Array(responds.length).fill(1),
        group: grouped.group,
        reference: grouped.reference,
        ...adjustment(dataset, grouped.rows, options, grouped),
        ...clusters(dataset, grouped.rows, options),
        outcomeLabel: options.event,
        unit: null,
      },
      population: {
        label: dataset.name,
        groups: countResponders(responses, () => true),
        exclusions: [
          { reason: 'stratum missing', n: withoutStratum },
          { reason: 'covariate missing', n: withoutCovariate },
          { reason: 'cluster missing', n: adjusted.length - known.length },
          ...grouped.exclusions,
        ].filter(({ n }) => n > 0),
      },
      notices,
    };
  },
});
