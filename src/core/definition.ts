import type { z } from 'zod';
import type { AnalysisDataKind, AnalysisDataOf } from './analysis-data.js';
import type { MethodOutput, PartKind } from './result.js';
import type { StatisticName } from './statistic-names.js';

/** What a method says of itself: enough to check a spec, print help and build a JSON Schema. */
export interface MethodDefinition<
  Kind extends AnalysisDataKind = AnalysisDataKind,
  Options extends z.ZodObject = z.ZodObject,
> {
  /** Folder name and the word in YAML. */
  readonly id: string;
  readonly label: string;
  /** One sentence that a clinician can read. */
  readonly summary: string;
  readonly accepts: Kind;
  readonly options: Options;
  readonly returns: readonly PartKind[];
  /** Names a claim on this method may use. */
  readonly statistics: readonly StatisticName[];
  readonly run: (data: AnalysisDataOf<Kind>, options: z.output<Options>) => MethodOutput;
  /** Author, journal, year, pages, equation. */
  readonly sources: readonly string[];
}

/** A method with its types forgotten, as the registry holds it. */
export interface AnyMethod extends Omit<MethodDefinition, 'accepts' | 'run'> {
  readonly accepts: AnalysisDataKind;
  readonly run: (data: never, options: never) => MethodOutput;
}

export function defineMethod<Kind extends AnalysisDataKind, Options extends z.ZodObject>(
  definition: MethodDefinition<Kind, Options>,
): MethodDefinition<Kind, Options> {
  return Object.freeze(definition);
}
