import type { Estimable } from './estimable.js';
import type { StatisticName } from './statistic-names.js';

/** Decided by rule and never by hand. `depends on method` and `inconsistent` have their place here and no rule yet. */
export const verdictNames = [
  'reproduced',
  'within rounding',
  'depends on method',
  'differs',
  'inconsistent',
  'not computable',
] as const;
export type VerdictName = (typeof verdictNames)[number];

/** Figures as printed. Strings, so that their digits are known. */
export interface PrintedFigures {
  readonly value?: string;
  readonly interval?: readonly [string, string];
  readonly p?: string;
}

/** One published statement about one statistic of one analysis. */
export interface Claim extends PrintedFigures {
  readonly id: string;
  readonly statistic: StatisticName;
  /** Which covariate, subgroup, study or category, where the result has several. */
  readonly term?: string;
  readonly group?: string;
  /** `percent`: the printed figure is a proportion times 100. */
  readonly unit?: 'percent';
  /** Coverage of the printed interval. */
  readonly level: number;
  /** Table, figure or page. */
  readonly where: string;
  /** The published method in words. */
  readonly method?: string;
  /** Why the published estimator is another one than the recomputed: adjusted, needs patient-level data … */
  readonly differsBecause?: string;
  /** What is missing, when the statistic cannot be computed at all. */
  readonly notComputable?: string;
  /** The nearest statistic that can be computed, shown beside one that cannot. */
  readonly beside?: StatisticName;
  readonly note?: string;
}

export interface FigureVerdict {
  readonly figure: 'value' | 'lower' | 'upper' | 'p';
  readonly published: string;
  /** On the scale and in the unit of the printed figure; unrounded. */
  readonly recomputed: Estimable | null;
  /** Rounded to the printed digits. */
  readonly recomputedText: string;
  readonly agrees: boolean;
  /** The range that rounded inputs allow, where it was computed. */
  readonly range?: readonly [number, number];
}

export interface Verdict {
  readonly study: string;
  readonly analysis: string;
  readonly claim: string;
  readonly statistic: StatisticName;
  readonly term: string | null;
  /** In one line, as printed: `0.84 (0.77 to 0.92), p<0.0001`. */
  readonly published: string;
  /** In one line, to the same digits; null when nothing was computed. */
  readonly recomputed: string | null;
  /** The nearest computable statistic, for a claim that cannot be computed. */
  readonly beside: string | null;
  readonly verdict: VerdictName;
  readonly reason: string;
  /** False for a `differs` that nothing explains. */
  readonly explained: boolean;
  readonly source: { readonly citation: string; readonly doi: string | null; readonly where: string };
  readonly figures: readonly FigureVerdict[];
}
