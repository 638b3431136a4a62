import type { EstimateRow, MethodOutput, SummaryRow, TestRow } from '../../src/core/result.js';

/** The rows of all estimates of a method's output. */
export const estimateRows = ({ parts }: MethodOutput): readonly EstimateRow[] =>
  parts.flatMap((part) => (part.kind === 'estimates' ? part.rows : []));

export const testRows = ({ parts }: MethodOutput): readonly TestRow[] =>
  parts.flatMap((part) => (part.kind === 'test' ? part.rows : []));

export const summaryRows = ({ parts }: MethodOutput): readonly SummaryRow[] =>
  parts.flatMap((part) => (part.kind === 'summary' ? part.rows : []));
