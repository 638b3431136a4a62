import type { EstimateRow, PartKind, Result, ResultPart, SummaryRow, TestRow } from '../core/result.js';

type PartOf<Kind extends PartKind> = Extract<ResultPart, { kind: Kind }>;

/** The parts of one kind, in the order in which the method gave them. */
export function partsOf<Kind extends PartKind>(result: Result, kind: Kind): readonly PartOf<Kind>[] {
  return result.parts.filter((part): part is PartOf<Kind> => part.kind === kind);
}

export function estimateRows(result: Result): readonly EstimateRow[] {
  return partsOf(result, 'estimates').flatMap(({ rows }) => rows);
}

export function summaryRows(result: Result): readonly SummaryRow[] {
  return partsOf(result, 'summary').flatMap(({ rows }) => rows);
}

export function testRows(result: Result): readonly TestRow[] {
  return partsOf(result, 'test').flatMap(({ rows }) => rows);
}
