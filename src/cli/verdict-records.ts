import type { Verdict } from '../core/verdict.js';

/** The record that `reproduce --json` prints, one a claim. */
export interface VerdictRecord {
  readonly study: string;
  readonly analysis: string;
  readonly claim: string;
  readonly statistic: string;
  readonly term: string | null;
  readonly published: string;
  readonly recomputed: string | null;
  readonly beside: string | null;
  readonly verdict: string;
  readonly reason: string;
  readonly source: string;
  readonly doi: string | null;
  readonly figures: Verdict['figures'];
}

export function verdictRecord(verdict: Verdict): VerdictRecord {
  const { study, analysis, claim, statistic, term, published, recomputed, beside, reason, figures } = verdict;
  return {
    study,
    analysis,
    claim,
    statistic,
    term,
    published,
    recomputed,
    beside,
    verdict: verdict.verdict,
    reason,
    source: `${verdict.source.citation}; ${verdict.source.where}`,
    doi: verdict.source.doi,
    figures,
  };
}
