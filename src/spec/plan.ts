import type { WhereClause } from '../core/dataset.js';
import type { AnyMethod } from '../core/definition.js';
import type { ResultContext } from '../core/result.js';
import type { StatisticName } from '../core/statistic-names.js';
import type { PlannedDisplay, StudySource } from '../core/study-report.js';
import type { Claim } from '../core/verdict.js';
import type { AnyEndpoint } from '../endpoints/endpoint-definition.js';

export interface PlannedDataset {
  readonly name: string;
  readonly file: string;
  /** `file:line:column` where the spec names the file. */
  readonly where: string;
  readonly dictionary: string;
  /** Null: the file name decides. */
  readonly format: string | null;
  readonly formatOptions: Readonly<Record<string, unknown>>;
}

export interface PlannedClaim {
  readonly claim: Claim;
  readonly source: StudySource;
}

/** In which subjects an analysis is repeated. */
export interface PlannedSubgroups {
  readonly by: readonly {
    readonly column: string;
    readonly label: string | null;
    readonly levels: readonly (string | number)[] | null;
    readonly cuts: readonly number[] | null;
  }[];
  /** The dataset of those columns. */
  readonly dataset: string;
  readonly subject: string;
  readonly statistic: StatisticName | null;
  readonly term: string | null;
}

/** One analysis with every name resolved and every option filled in. */
export interface PlannedAnalysis {
  readonly id: string;
  /** `file:line:column` of the analysis in the spec. */
  readonly where: string;
  readonly context: ResultContext;
  readonly dataset: string;
  readonly rows: WhereClause | null;
  /** The second dataset of an endpoint that reads its subjects apart. */
  readonly subjects: { readonly dataset: string; readonly rows: WhereClause | null } | null;
  readonly compare: { readonly of: string; readonly versus: string } | null;
  readonly endpoint: AnyEndpoint;
  readonly endpointOptions: Readonly<Record<string, unknown>>;
  readonly method: AnyMethod;
  readonly options: Readonly<Record<string, unknown>>;
  readonly subgroups: PlannedSubgroups | null;
  readonly claims: readonly PlannedClaim[];
}

/** What will run. Nothing in it can fail for a wrong name. */
export interface StudyPlan {
  readonly id: string;
  readonly area: string;
  readonly study: string;
  readonly title: string;
  readonly drug: string;
  /** The data are invented: a demonstration, not a study. */
  readonly invented: boolean;
  readonly sources: readonly StudySource[];
  readonly notes: readonly string[];
  readonly datasets: readonly PlannedDataset[];
  readonly analyses: readonly PlannedAnalysis[];
  readonly displays: readonly PlannedDisplay[];
  readonly specText: string;
}
