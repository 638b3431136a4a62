import type { EstimateRow, Result, SummaryRow } from '../core/result.js';
import { capitalise } from './format-number.js';
import { estimateRows, partsOf } from './result-parts.js';

/** One row of a table or chart of adverse events: any event, a class, or a term within its class. */
export interface AdverseEventLine {
  /** null for any adverse event. */
  readonly term: string | null;
  /** The class that a term stands under. */
  readonly bodySystem: string | null;
  /** Whether terms stand under this row. */
  readonly isClass: boolean;
  /** Severities of this row, as terms of the severity part with the words after the colon. */
  readonly severities: readonly { readonly term: string; readonly label: string }[];
}

export interface AdverseEventLines {
  readonly lines: readonly AdverseEventLine[];
  readonly rows: readonly SummaryRow[];
  readonly differences: readonly EstimateRow[];
}

/** The words for the row of all events. */
export const anyAdverseEvent = 'Any adverse event';

/** The rows of a result on adverse events in the order in which the method gave them. Empty for another result. */
export function adverseEventLines(result: Result): AdverseEventLines {
  const [counts, severity] = partsOf(result, 'summary');
  const rows = [...(counts?.rows ?? []), ...(severity?.rows ?? [])];
  const splits = new Map<string, Map<string, string>>();
  for (const { heading, term, statistic } of severity?.rows ?? []) {
    if (statistic !== 'subjects-with-events' || heading === undefined || term === null) continue;
    const own = splits.get(heading) ?? new Map<string, string>();
    own.set(term, term.slice(heading.length + 2));
    splits.set(heading, own);
  }
  const places = new Map<string | null, string | null>();
  for (const { statistic, term, heading } of counts?.rows ?? []) {
    if (statistic === 'subjects-with-events' && !places.has(term)) places.set(term, heading ?? null);
  }
  const classes = new Set(places.values());
  return {
    rows,
    differences: estimateRows(result).filter(({ statistic }) => statistic === 'risk-difference'),
    lines: [...places].map(([term, bodySystem]) => ({
      term,
      bodySystem,
      isClass: term !== null && classes.has(term),
      severities: [...(splits.get(term ?? anyAdverseEvent) ?? [])].map(([of, label]) => ({
        term: of,
        label,
      })),
    })),
  };
}

/** A name in capital letters throughout, as some dictionaries give it, in the letters of a sentence. */
export function sentenceCase(name: string): string {
  if (name !== name.toUpperCase() || name === name.toLowerCase()) return name;
  return capitalise(name.toLowerCase());
}
