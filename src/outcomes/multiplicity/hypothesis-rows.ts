import { z } from 'zod';
import type { SummaryPart, TestPart } from '../../core/result.js';

/** The `alpha` option of procedures that reject hypotheses. */
export const alphaOption = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.05)
  .describe('Significance level of all hypotheses together.');

/** Adjusted p-values as tests, which say what was rejected, and the unadjusted ones as a summary. */
export function hypothesisRows(
  hypotheses: readonly {
    readonly name: string;
    readonly p: number;
    readonly adjustedP: number;
    readonly rejected: boolean;
  }[],
  procedure: string,
  alpha: number,
): [TestPart, SummaryPart] {
  return [
    {
      kind: 'test',
      rows: hypotheses.map(({ name, adjustedP, rejected }) => ({
        statistic: 'adjusted-p',
        term: name,
        value: null,
        df: null,
        p: adjustedP,
        method: `${procedure}; ${rejected ? '' : 'not '}rejected at ${alpha}`,
      })),
    },
    {
      kind: 'summary',
      rows: hypotheses.map(({ name, p }) => ({
        group: null,
        term: name,
        statistic: 'p-value',
        value: p,
        unit: null,
      })),
    },
  ];
}
