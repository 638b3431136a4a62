import type { LedgerEntry } from './dataset.js';
import type { Outcome } from './result.js';
import type { Verdict } from './verdict.js';

/** Which display to draw from which analyses. */
export interface PlannedDisplay {
  readonly display: string;
  readonly title: string;
  readonly analyses: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

export interface StudySource {
  readonly citation: string;
  readonly doi: string | null;
}

/** Everything that a page about one study needs; plain data. */
export interface StudyReport {
  /** Folder name, such as `recovery`. */
  readonly id: string;
  /** Printed name, such as `RECOVERY`. */
  readonly study: string;
  /** Folder of the area, such as `covid-19`. */
  readonly area: string;
  readonly title: string;
  readonly drug: string;
  /** The data are invented: a demonstration, whose claims are counted apart. */
  readonly invented?: boolean;
  readonly sources: readonly StudySource[];
  /** Paragraphs: what was recomputed from what, and what cannot be computed and why. */
  readonly notes: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly verdicts: readonly Verdict[];
  readonly displays: readonly PlannedDisplay[];
  /** The specification as written, shown in the page. */
  readonly specText: string;
  /** Files that the analyses read, with digests. */
  readonly data: readonly {
    readonly name: string;
    readonly file: string;
    readonly sha256: string;
    /** Conversions that changed a value, and declarations that do not hold. */
    readonly ledger?: readonly LedgerEntry[];
  }[];
  readonly toolkitVersion: string;
}
