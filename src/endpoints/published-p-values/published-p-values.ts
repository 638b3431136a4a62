import { z } from 'zod';
import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { information } from '../../core/notice.js';
import { numberColumn, requiredText, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { noRows } from '../no-rows.js';
import { printedRange } from '../rounding-range.js';

/** P-values of several hypotheses of one trial, as a paper prints them. */
export const publishedPValues = defineEndpoint({
  id: 'published-p-values',
  label: 'Published p-values of several hypotheses',
  summary:
    'Unadjusted p-values of the hypotheses of one trial, one row a hypothesis, for multiplicity procedures.',
  gives: 'hypotheses',
  dictionaries: ['published-p-values'],
  options: z.strictObject({}),
  derive: ({ dataset, rows }) => {
    if (rows.length === 0) throw noRows(dataset);
    const weights = dataset.columns.has('WEIGHT') ? numberColumn(dataset, 'WEIGHT') : null;
    const printed = Array.from(rows, (row) => printedP(dataset, row));
    const names = Array.from(rows, (row) => requiredText(dataset, 'HYPOTHESIS', row));
    const data = (pick: (p: PrintedP) => number) => ({
      kind: 'hypotheses' as const,
      rows: printed.map((p, index) => ({
        name: names[index]!,
        p: pick(p),
        weight:
          weights === null || weights.missing[rows[index]!] === 1 ? null : weights.values[rows[index]!]!,
      })),
    });
    const bounds = printed.flatMap(({ bound }, index) => (bound ? [names[index]!] : []));
    return {
      data: data(({ value }) => value),
      population: { label: 'as published', groups: [], exclusions: [] },
      notices:
        bounds.length === 0
          ? []
          : [
              information(
                'bounded-p',
                `Printed only as below a bound, which is taken as the p-value: ${bounds.join(', ')}.`,
              ),
            ],
      // Adjusted p-values rise with every unadjusted one, so that two corners bound the range.
      alternativesAre: 'corners',
      alternatives: function* () {
        yield data(({ low }) => low);
        yield data(({ high }) => high);
      },
    };
  },
});

interface PrintedP {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Whether only an upper bound was printed. */
  readonly bound: boolean;
}

function printedP(dataset: Dataset, row: number): PrintedP {
  const text = requiredText(dataset, 'P', row).trim();
  const [, sign, digits] = /^(<)?\s*((?:\d*\.)?\d+)$/.exec(text) ?? [];
  const value = Number(digits);
  if (digits === undefined || !(value >= 0 && value <= 1) || (sign === '<' && value === 0)) {
    throw new DataError({
      code: 'data/not-a-p-value',
      where: whereRow(dataset, row),
      what: 'P is not a p-value',
      got: `"${text}"`,
      expected: 'a number from 0 to 1 with its printed digits, such as 0.012, or a bound such as <0.001',
    });
  }
  if (sign === '<') return { value, low: 0, high: value, bound: true };
  const { low, high } = printedRange(digits);
  return { value, low: Math.max(0, low), high: Math.min(1, high), bound: false };
}
