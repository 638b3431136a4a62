/**
 * What endpoints hand to methods: dense arrays, one kind for each shape of outcome. Endpoints and methods share
 * these types without knowing each other. Levels and arms are in display order; `reference` names the comparator,
 * and methods contrast every other level with it.
 */

/** A categorical column: `codes[i]` indexes `levels`. */
export interface Factor {
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

export interface Covariate {
  readonly name: string;
  readonly values: Float64Array;
  /**
   * The variable or product that this column codes, where one takes several columns (the levels of a factor, the basis
   * of a spline, an interaction): columns of one term are tested together. Absent: the column is the whole term.
   */
  readonly term?: string;
}

/** Right-censored times, optionally with late entry (`entry`, exclusive) and strata. `event` holds 1 or 0. */
export interface SurvivalData {
  readonly kind: 'survival';
  readonly time: Float64Array;
  readonly event: Uint8Array;
  readonly entry?: Float64Array;
  readonly weight?: Float64Array;
  readonly group?: Factor;
  readonly reference: string | null;
  readonly strata?: Factor;
  /** Rows that are not independent, such as those of one subject or hospital, share a code. */
  readonly cluster?: Factor;
  readonly covariates: readonly Covariate[];
  readonly timeUnit: string;
  /** What an event is, such as "death". */
  readonly eventLabel: string;
}

/** Times to the first of several kinds of event. `event` holds 0 when censored, else the position in `causes` plus 1. */
export interface CompetingEventsData {
  readonly kind: 'competing-events';
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** Kinds of event; the first is the one of interest. */
  readonly causes: readonly string[];
  readonly weight?: Float64Array;
  readonly group?: Factor;
  readonly reference: string | null;
  readonly strata?: Factor;
  /** Rows that are not independent, such as those of one subject or hospital, share a code. */
  readonly cluster?: Factor;
  readonly covariates: readonly Covariate[];
  readonly timeUnit: string;
}

/**
 * Events known only to lie after `lower` and by `upper`, as between two visits; `upper` is Infinity when none was
 * seen.
 */
export interface IntervalCensoredData {
  readonly kind: 'interval-censored';
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly group: Factor;
  readonly reference: string | null;
  readonly timeUnit: string;
  readonly eventLabel: string;
}

/** Repeated events: rows of (entry, time] of subjects, each ending in an event (1) or not (0). */
export interface RecurrentData {
  readonly kind: 'recurrent';
  /** Rows of one subject share its code. */
  readonly subject: Int32Array;
  readonly entry: Float64Array;
  readonly time: Float64Array;
  readonly event: Uint8Array;
  readonly group: Factor;
  readonly reference: string | null;
  readonly covariates: readonly Covariate[];
  readonly timeUnit: string;
  readonly eventLabel: string;
}

export interface BinaryArm {
  readonly name: string;
  readonly n: number;
  readonly events: number;
}

export interface BinaryData {
  readonly kind: 'binary';
  readonly arms: readonly BinaryArm[];
  readonly reference: string | null;
  readonly eventLabel: string;
}

/** Two or more arms within each of several strata; every stratum lists the same arms in the same order. */
export interface StratifiedBinaryData {
  readonly kind: 'stratified-binary';
  readonly strata: readonly { readonly name: string; readonly arms: readonly BinaryArm[] }[];
  readonly reference: string | null;
  readonly eventLabel: string;
}

/** Rows or counted cells: `weight` is the number of subjects in the row (1 for subject-level rows). */
export interface OrdinalData {
  readonly kind: 'ordinal';
  /** In the order of the scale, lowest first. */
  readonly categories: readonly string[];
  readonly outcome: Int32Array;
  readonly weight: Float64Array;
  readonly group: Factor;
  readonly reference: string | null;
  readonly strata?: Factor;
  readonly covariates: readonly Covariate[];
}

export interface ContinuousArm {
  readonly name: string;
  readonly n: number;
  readonly mean: number;
  readonly standardDeviation: number;
  /** Present when subject-level values are known; the summary above then agrees with them. */
  readonly values?: Float64Array;
}

export interface ContinuousData {
  readonly kind: 'continuous';
  readonly arms: readonly ContinuousArm[];
  readonly reference: string | null;
  readonly unit: string | null;
}

export interface CountArm {
  readonly name: string;
  readonly events: number;
  /** Person-time at risk, in `exposureUnit`. */
  readonly exposure: number;
}

export interface CountData {
  readonly kind: 'count';
  readonly arms: readonly CountArm[];
  readonly reference: string | null;
  readonly exposureUnit: string;
}

/** One row a study (or a subgroup): two-arm counts, or an effect with its standard error on the analysis scale. */
export type StudyRow =
  | {
      readonly name: string;
      readonly subgroup?: string;
      readonly moderators?: Readonly<Record<string, number>>;
      readonly type: 'counts';
      readonly of: { readonly events: number; readonly n: number };
      readonly versus: { readonly events: number; readonly n: number };
    }
  | {
      readonly name: string;
      readonly subgroup?: string;
      readonly moderators?: Readonly<Record<string, number>>;
      readonly type: 'effect';
      /** On the log scale for ratios. */
      readonly estimate: number;
      readonly standardError: number;
    };

export interface StudiesData {
  readonly kind: 'studies';
  readonly rows: readonly StudyRow[];
  /** What a row is: pooled studies, or subgroups of one trial. */
  readonly rowsAre: 'studies' | 'subgroups';
  readonly of: string;
  readonly versus: string;
  /** The effect of `effect` rows; absent for counts, where the method's option decides. */
  readonly measure?:
    | 'hazard-ratio'
    | 'rate-ratio'
    | 'risk-ratio'
    | 'odds-ratio'
    | 'risk-difference'
    | 'mean-difference';
}

/** Two yes/no measurements of the same subjects, counted. */
export interface PairedBinaryData {
  readonly kind: 'paired-binary';
  readonly both: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neither: number;
  readonly first: string;
  readonly second: string;
}

/**
 * One row a subject, for regression: a yes/no outcome (0 or 1), a number, or a count of events with its time at risk
 * (`exposure`, 1 for every subject unless the outcome is a count).
 */
export interface SubjectOutcomeData {
  readonly kind: 'subject-outcome';
  readonly outcomeIs: 'yes-no' | 'number' | 'count';
  readonly outcome: Float64Array;
  readonly exposure: Float64Array;
  readonly group: Factor;
  readonly reference: string | null;
  readonly strata?: Factor;
  /** Rows that are not independent, such as those of one hospital, share a code. */
  readonly cluster?: Factor;
  readonly covariates: readonly Covariate[];
  readonly outcomeLabel: string;
  readonly unit: string | null;
}

/**
 * Subjects at planned visits. The outcome of subject i at visit j is at `i * visits.length + j`, NaN where none was
 * observed. All other arrays have one entry a subject; covariates have none missing.
 */
export interface LongitudinalData {
  readonly kind: 'longitudinal';
  readonly subjects: readonly string[];
  /** In order of time, baseline not among them; `time` is the planned time, null where the endpoint knows only names. */
  readonly visits: readonly { readonly name: string; readonly time: number | null }[];
  readonly outcomeIs: 'number' | 'yes-no';
  readonly outcome: Float64Array;
  /** The outcome is a change from the value before treatment, so that a value carried from baseline is 0. */
  readonly outcomeIsChange?: boolean;
  /** The value before treatment, NaN where missing; absent where there is none. */
  readonly baseline?: Float64Array;
  readonly group: Factor;
  readonly reference: string | null;
  readonly strata?: Factor;
  readonly cluster?: Factor;
  readonly covariates: readonly Covariate[];
  /**
   * The first visit after an intercurrent event such as stopping treatment, as a position in `visits`;
   * `visits.length` for a subject without one. Absent where it was not recorded.
   */
  readonly firstVisitAfterEvent?: Int32Array;
  readonly outcomeLabel: string;
  readonly unit: string | null;
}

/**
 * Rows of stays: a subject is in state `from` after `start` and up to `stop`, then moves to `to` (-1 at the end of
 * follow-up).
 */
export interface MultiStateData {
  readonly kind: 'multi-state';
  /** Rows of one subject share its code. */
  readonly subject: Int32Array;
  readonly start: Float64Array;
  readonly stop: Float64Array;
  readonly states: readonly string[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Of the subject, repeated on each of its rows. */
  readonly group: Factor;
  readonly reference: string | null;
  readonly timeUnit: string;
}

/** What a trial with a time-to-event outcome assumed when it was planned; one row a trial or a scenario. */
export interface DesignAssumptionsData {
  readonly kind: 'design-assumptions';
  readonly rows: readonly {
    readonly name: string;
    readonly hazardRatio: number;
    /** Probability of a false positive, counted on one or two sides. */
    readonly alpha: number;
    readonly sides: 1 | 2;
    /** Subjects given the treatment of interest for each one given its comparator. */
    readonly allocation: number;
    readonly power: number | null;
    readonly events: number | null;
    /** Share of all subjects who have an event by the end of the trial. */
    readonly eventProbability: number | null;
  }[];
}

/** A condition that each subject has (1) or not (0), and markers that may tell it; NaN where a marker is missing. */
export interface DiagnosticData {
  readonly kind: 'diagnostic';
  readonly condition: Uint8Array;
  readonly conditionLabel: string;
  readonly markers: readonly {
    readonly name: string;
    readonly values: Float64Array;
    readonly unit: string | null;
  }[];
}

/** The same subjects measured by several raters, devices or markers; one array a rater, NaN where missing. */
export interface RatingsData {
  readonly kind: 'ratings';
  readonly raters: readonly string[];
  readonly values: readonly Float64Array[];
  /** Where ratings are categories: their names in the order of the scale; values are then positions in it. */
  readonly categories: readonly string[] | null;
  readonly unit: string | null;
}

/** Characteristics of subjects, one entry a subject: NaN or -1 where missing. */
export interface SubjectVariablesData {
  readonly kind: 'subject-variables';
  readonly group: Factor;
  readonly reference: string | null;
  readonly variables: readonly (
    | {
        readonly type: 'number';
        readonly name: string;
        readonly label: string;
        readonly unit: string | null;
        readonly values: Float64Array;
      }
    | {
        readonly type: 'category';
        readonly name: string;
        readonly label: string;
        /** In display order. */
        readonly categories: readonly string[];
        readonly codes: Int32Array;
      }
  )[];
}

/**
 * A category before and a category after for each subject, and for each parameter where there are several; -1 where
 * missing.
 */
export interface ShiftData {
  readonly kind: 'shift';
  /** In the order of the scale. */
  readonly categories: readonly string[];
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly parameter: Factor;
  readonly group: Factor;
  readonly reference: string | null;
}

/** Subjects at risk, and one row for each adverse event they had. */
export interface AdverseEventsData {
  readonly kind: 'adverse-events';
  /** One entry a subject at risk, whether or not it had an event. */
  readonly group: Factor;
  readonly reference: string | null;
  /** Time at risk of each subject, where known. */
  readonly exposure?: Float64Array;
  readonly exposureUnit: string;
  /** One entry an event; `subject` is a position in `group`. */
  readonly events: {
    readonly subject: Int32Array;
    /** System organ class. */
    readonly bodySystem: Factor;
    readonly term: Factor;
    /** In the order of the scale, mildest first; -1 where missing. */
    readonly severity?: Factor;
    /**
     * Time from the beginning of exposure to each event, in the unit of exposure, where known: below 0 before it, NaN
     * where missing.
     */
    readonly start?: Float64Array;
  };
}

/**
 * Outcomes of the same subjects ranked by importance, most important first: of two subjects the one who does better on
 * the first outcome that tells them apart does better. All arrays have one entry a subject.
 */
export interface HierarchicalData {
  readonly kind: 'hierarchical';
  readonly levels: readonly (
    | {
        readonly type: 'time-to-event';
        readonly name: string;
        readonly time: Float64Array;
        /** 1 for an event, 0 where follow-up ended. */
        readonly event: Uint8Array;
        readonly better: 'later' | 'earlier';
        /** Outcomes must differ by more than this to decide. */
        readonly margin: number;
      }
    | {
        readonly type: 'value';
        readonly name: string;
        /** NaN where missing: the outcome then does not decide. */
        readonly values: Float64Array;
        readonly better: 'higher' | 'lower';
        readonly margin: number;
      }
  )[];
  readonly group: Factor;
  readonly reference: string | null;
  readonly strata?: Factor;
}

/** Hypotheses of one trial with their p-values, to be judged together. */
export interface HypothesesData {
  readonly kind: 'hypotheses';
  readonly rows: readonly {
    readonly name: string;
    /** Unadjusted. */
    readonly p: number;
    /** Share of the significance level; null where hypotheses share alike. */
    readonly weight: number | null;
  }[];
}

export type AnalysisData =
  | SurvivalData
  | CompetingEventsData
  | IntervalCensoredData
  | RecurrentData
  | BinaryData
  | StratifiedBinaryData
  | PairedBinaryData
  | SubjectOutcomeData
  | SubjectVariablesData
  | LongitudinalData
  | MultiStateData
  | DesignAssumptionsData
  | DiagnosticData
  | RatingsData
  | ShiftData
  | AdverseEventsData
  | OrdinalData
  | ContinuousData
  | CountData
  | StudiesData
  | HypothesesData
  | HierarchicalData;
export type AnalysisDataKind = AnalysisData['kind'];
export type AnalysisDataOf<K extends AnalysisDataKind> = Extract<AnalysisData, { kind: K }>;
