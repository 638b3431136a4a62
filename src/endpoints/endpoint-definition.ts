import type { z } from 'zod';
import type { AnalysisData, AnalysisDataKind, AnalysisDataOf } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import type { Notice } from '../core/notice.js';
import type { Population } from '../core/result.js';

/** What an endpoint is given: a typed dataset, the rows that the analysis selects, and the arms to compare. */
export interface EndpointInput {
  readonly dataset: Dataset;
  /** Row numbers (0-based) that satisfy the `where` clause, in file order. */
  readonly rows: Int32Array;
  readonly compare: { readonly of: string; readonly versus: string } | null;
  /** Who is at risk, where that stands in a dataset of its own, such as ADSL beside the rows of ADAE. */
  readonly subjects?: { readonly dataset: Dataset; readonly rows: Int32Array };
}

export interface DerivedData<Kind extends AnalysisDataKind = AnalysisDataKind> {
  readonly data: AnalysisDataOf<Kind>;
  readonly population: Population;
  readonly notices: readonly Notice[];
  /** Where the inputs were printed rounded: data sets that the printed digits allow. Absent for exact inputs. */
  readonly alternatives?: () => Iterable<AnalysisDataOf<Kind>>;
  /** `complete`: every possible data set is among them; `corners`: they bound the range. */
  readonly alternativesAre?: 'complete' | 'corners';
}

export interface EndpointDefinition<
  Kind extends AnalysisDataKind = AnalysisDataKind,
  Options extends z.ZodObject = z.ZodObject,
> {
  readonly id: string;
  readonly label: string;
  readonly summary: string;
  readonly gives: Kind;
  /** Its data are worked back from a figure, not observed: titles of results and displays say so. */
  readonly reconstructs?: true;
  /** Dictionaries whose datasets it can read; empty for any dataset. */
  readonly dictionaries: readonly string[];
  /** It also reads the dataset that a spec names under `subjects`. */
  readonly needsSubjects?: true;
  readonly options: Options;
  readonly derive: (input: EndpointInput, options: z.output<Options>) => DerivedData<Kind>;
}

/** What any endpoint derives, its kind forgotten. */
export interface AnyDerivedData {
  readonly data: AnalysisData;
  readonly population: Population;
  readonly notices: readonly Notice[];
  readonly alternatives?: () => Iterable<AnalysisData>;
  readonly alternativesAre?: 'complete' | 'corners';
}

/** An endpoint with its types forgotten, as the registry holds it. */
export interface AnyEndpoint extends Omit<EndpointDefinition, 'gives' | 'options' | 'derive'> {
  readonly gives: AnalysisDataKind;
  readonly options: z.ZodObject;
  readonly derive: (input: EndpointInput, options: never) => AnyDerivedData;
}

export function defineEndpoint<Kind extends AnalysisDataKind, Options extends z.ZodObject>(
  definition: EndpointDefinition<Kind, Options>,
): EndpointDefinition<Kind, Options> {
  return Object.freeze(definition);
}
