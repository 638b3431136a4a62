import type { z } from 'zod';
import type { DataSource, LedgerEntry, RawTable } from '../../core/dataset.js';

/** A table as read, with what its reader had to change or found to contradict the file's own declarations. */
export interface TableAsRead extends RawTable {
  readonly ledger?: readonly LedgerEntry[];
}

/** What a file format says of itself: enough to choose it by file name, check its options and print help. */
export interface FormatDefinition<Options extends z.ZodObject = z.ZodObject> {
  /** Folder name and the word in YAML. */
  readonly id: string;
  readonly label: string;
  /** With the dot, in lower case, such as `.csv`. */
  readonly extensions: readonly string[];
  readonly mediaType: string;
  /** One sentence that a clinician can read. */
  readonly summary: string;
  readonly options: Options;
  /** Tells this format from another with the same extension by the first bytes. */
  readonly recognises?: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array, source: DataSource, options: z.output<Options>) => TableAsRead;
}

/** A format with the type of its options forgotten, as the registry holds it. */
export interface AnyFormat extends Omit<FormatDefinition, 'read'> {
  readonly read: (bytes: Uint8Array, source: DataSource, options: never) => TableAsRead;
}

export function defineFormat<Options extends z.ZodObject>(
  definition: FormatDefinition<Options>,
): FormatDefinition<Options> {
  return Object.freeze(definition);
}
