import type { Estimable } from './estimable.js';
import type { Notice } from './notice.js';
import type { StatisticName } from './statistic-names.js';

/** A number for a group, such as the events of an arm or a median. */
export interface SummaryRow {
  readonly group: string | null;
  /** What the term stands under, where terms are nested: a variable of a table, a system organ class. */
  readonly heading?: string;
  /** What within the group: a category, a quantile, a time. */
  readonly term: string | null;
  readonly statistic: StatisticName;
  readonly value: Estimable;
  /** An interval of the value, where the method gives one. */
  readonly interval?: {
    readonly lower: Estimable;
    readonly upper: Estimable;
    readonly level: number;
    readonly method: string;
  };
  readonly unit: string | null;
}

export interface SummaryPart {
  readonly kind: 'summary';
  readonly rows: readonly SummaryRow[];
}

/** An effect on its analysis scale: ratios are logarithms here and become ratios once, in a display or a record. */
export interface EstimateRow {
  readonly statistic: StatisticName;
  /** A covariate, a study, a subgroup; null for the single contrast of two arms. */
  readonly term: string | null;
  readonly role: 'comparison' | 'covariate' | 'study' | 'subgroup' | 'pooled' | 'prediction';
  readonly of: string | null;
  readonly versus: string | null;
  readonly scale: 'linear' | 'log';
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Coverage of the interval, such as 0.95. */
  readonly level: number;
  readonly p: Estimable | null;
  /** The distribution that the interval and p refer to. */
  readonly reference:
    | { readonly distribution: 'normal' }
    | { readonly distribution: 'exact' }
    | { readonly distribution: 't'; readonly df: number };
  /** The interval's method in words, such as "Wald on the log scale". */
  readonly intervalMethod: string;
  /** Unit of a difference, such as mg/L. */
  readonly unit?: string;
  /** Of an effect in one level of a variable of the subjects, such as women: where it belongs. */
  readonly subgroup?: {
    /** The column, and its name in words. */
    readonly variable: string;
    readonly label: string;
    readonly level: string;
    /** The term of the same effect in all subjects. */
    readonly overall: string | null;
  };
  /** Share of the pool, in percent. */
  readonly weight?: number;
  readonly counts?: {
    readonly of: { readonly events: number; readonly n: number };
    readonly versus: { readonly events: number; readonly n: number };
  };
}

export interface EstimatesPart {
  readonly kind: 'estimates';
  readonly rows: readonly EstimateRow[];
}

export interface TestRow {
  readonly statistic: StatisticName;
  /** What is tested, where a method returns several tests of one name. */
  readonly term: string | null;
  /** The value of the test statistic; null for exact tests, which have none. */
  readonly value: Estimable | null;
  readonly df: number | null;
  /** Denominator degrees of freedom of an F test. */
  readonly denominatorDf?: number;
  readonly p: Estimable;
  readonly method: string;
}

export interface TestPart {
  readonly kind: 'test';
  readonly rows: readonly TestRow[];
}

/** One step curve. All arrays have one entry a time; the first entry is the origin. */
export interface Curve {
  readonly group: string | null;
  /** The state of a state occupancy curve. */
  readonly state?: string;
  readonly time: readonly number[];
  readonly estimate: readonly number[];
  /** null where the limit does not exist. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** Number at risk just before each time. */
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly censored: readonly number[];
}

export interface CurvesPart {
  readonly kind: 'curves';
  /** The mean count is that of recurrent events: it can exceed 1, and subjects stay at risk after an event. */
  readonly quantity: 'survival' | 'cumulative-incidence' | 'mean-cumulative-count' | 'state-occupancy';
  readonly timeUnit: string;
  readonly level: number;
  /** The interval's transform in words. */
  readonly intervalMethod: string;
  readonly curves: readonly Curve[];
}

/** Points or lines, one series a panel or a curve: residuals, receiver operating characteristics, courses of subjects. */
export interface PointsPart {
  readonly kind: 'points';
  readonly xLabel: string;
  readonly yLabel: string;
  /** Where a horizontal line of no effect or of the fitted value stands, one a series; null for none. */
  readonly series: readonly {
    readonly name: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    /** What each point is, such as a subject or an adverse event. */
    readonly labels?: readonly string[];
    readonly referenceLine: number | null;
    readonly smooth: {
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly lower: readonly number[];
      readonly upper: readonly number[];
    } | null;
    /** A sentence beneath the panel, such as the test of its slope. */
    readonly note: string | null;
  }[];
}

/** An effect at each point of a grid of two assumptions, as in a tipping-point analysis. */
export interface GridPart {
  readonly kind: 'grid';
  readonly statistic: StatisticName;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly level: number;
  /** The p-value below which an effect counts as shown. */
  readonly significance: number;
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly estimate: Estimable;
    readonly lower: Estimable;
    readonly upper: Estimable;
    readonly p: Estimable;
  }[];
}

export type ResultPart = SummaryPart | EstimatesPart | TestPart | CurvesPart | PointsPart | GridPart;
export type PartKind = ResultPart['kind'];

export interface MethodOutput {
  readonly parts: readonly ResultPart[];
  readonly notices: readonly Notice[];
}

/** Who was analysed, and who was left out and why. */
export interface Population {
  readonly label: string;
  readonly groups: readonly { readonly name: string; readonly n: number; readonly events: number | null }[];
  readonly exclusions: readonly { readonly reason: string; readonly n: number }[];
}

export interface Provenance {
  readonly toolkitVersion: string;
  readonly specSha256: string;
  readonly data: readonly {
    readonly name: string;
    readonly file: string;
    readonly sha256: string;
    readonly dictionary: string;
  }[];
}

/** What the reader needs to read the number: which side is benefit, and the estimand in words. */
export interface ResultContext {
  readonly title: string;
  readonly population: string | null;
  readonly variable: string | null;
  readonly of: string | null;
  readonly versus: string | null;
  /** Which value of the outcome is good for the patient. */
  readonly benefit: 'lower' | 'higher' | null;
  /** What can happen after treatment starts, and how the estimand counts it (ICH E9(R1)). */
  readonly intercurrentEvents?: readonly { readonly event: string; readonly strategy: string }[];
  /** The population-level summary of the estimand, such as "risk ratio". */
  readonly summary?: string;
}

/** Numbers and where they came from. Read-only plain data that survives a JSON round trip. */
export interface Result {
  readonly status: 'computed';
  readonly study: string;
  readonly analysis: string;
  readonly endpoint: string;
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly context: ResultContext;
  readonly populationAnalysed: Population;
  readonly parts: readonly ResultPart[];
  readonly notices: readonly Notice[];
  readonly provenance: Provenance;
}

/** An analysis that could not run; the others still do. */
export interface FailedAnalysis {
  readonly status: 'failed';
  readonly study: string;
  readonly analysis: string;
  readonly context: ResultContext;
  readonly issues: readonly import('./errors.js').Issue[];
}

export type Outcome = Result | FailedAnalysis;
