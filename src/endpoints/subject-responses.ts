import { z } from 'zod';
import type { Notice } from '../core/notice.js';
import { column } from './dataset-columns.js';
import type { EndpointInput } from './endpoint-definition.js';
import { excludeRows, type GroupedRows, groupRows } from './group-rows.js';

/** Options of every endpoint on responses of subjects. */
export const responseOptions = {
  value: z.string().default('AVALC').describe('Column that tells response.'),
  respondsIf: z
    .array(z.union([z.string(), z.number()]))
    .default(['Y'])
    .describe('Values that count as response.'),
  missing: z
    .enum(['non-responder', 'exclude'])
    .default('non-responder')
    .describe('non-responder: missing counts as no response (non-responder imputation); exclude: left out.'),
  event: z.string().default('response').describe('What a response is, in words.'),
};

interface ResponseOptions {
  readonly arm: string;
  readonly arms?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly value: string;
  readonly respondsIf: readonly (string | number)[];
  readonly missing: 'non-responder' | 'exclude';
}

export interface SubjectResponses {
  readonly grouped: GroupedRows;
  /** 1 for a response, one entry a kept row. */
  readonly responds: Uint8Array;
  readonly notices: readonly Notice[];
}

/** Reads yes or no for each subject, with the stated rule for missing values. */
export function subjectResponses(
  { dataset, rows, compare }: EndpointInput,
  options: ResponseOptions,
): SubjectResponses {
  const source = column(dataset, options.value);
  const isMissing = (row: number) => ('missing' in source ? source.missing[row] === 1 : !source.values[row]);
  const all = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
  const grouped =
    options.missing === 'exclude'
      ? excludeRows(all, `${options.value} missing`, (row) => !isMissing(row))
      : all;
  const wanted = new Set(options.respondsIf.map(String));
  const imputed = grouped.rows.filter(isMissing).length;
  return {
    grouped,
    responds: Uint8Array.from(grouped.rows, (row) =>
      !isMissing(row) && wanted.has(String(source.values[row])) ? 1 : 0,
    ),
    notices:
      imputed === 0
        ? []
        : [
            {
              code: 'non-responder-imputation',
              severity: 'information',
              message:
                imputed === 1
                  ? '1 subject without a value counts as a non-responder.'
                  : `${imputed} subjects without a value count as non-responders.`,
            },
          ],
  };
}

/** Subjects and responders of each arm among the kept rows for which `belongs` holds. */
export function countResponders(
  { grouped, responds }: SubjectResponses,
  belongs: (index: number) => boolean,
) {
  const arms = grouped.group.levels.map((name) => ({ name, n: 0, events: 0 }));
  responds.forEach((response, index) => {
    if (!belongs(index)) return;
    const arm = arms[grouped.group.codes[index]!]!;
    arm.n += 1;
    arm.events += response;
  });
  return arms;
}
