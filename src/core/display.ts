import type { z } from 'zod';
import type { PartKind, Result } from './result.js';

export interface TableColumn {
  readonly id: string;
  readonly label: string;
  readonly align: 'left' | 'right';
}

/** A table of printed text. Raw numbers live in the Result; a cell here is what a reader sees. */
export interface Table {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly { readonly [columnId: string]: string }[];
  readonly footnotes: readonly string[];
}

/** A Vega-Lite specification as plain JSON. */
export type VegaLiteSpec = { readonly [key: string]: unknown };

/** A chart with everything a reader may need instead of it: the numbers, a sentence, a caption. */
export interface Figure {
  readonly title: string;
  /** For screens and paper from 560 pixels. */
  readonly wide: VegaLiteSpec;
  /** For 360-pixel screens: the same data, fewer columns. */
  readonly narrow: VegaLiteSpec;
  readonly table: Table;
  /** What the figure shows, in one to three sentences; read aloud in its place. */
  readonly summary: string;
  /** Method, interval, transform, ties: what a journal asks beneath the figure. */
  readonly footnotes: readonly string[];
}

/** What a display gives: a chart with its numbers, or a table alone. */
export type DisplayOutput = Figure | Table;

export function isFigure(output: DisplayOutput): output is Figure {
  return 'wide' in output;
}

export interface DisplayDefinition<
  Options extends z.ZodObject = z.ZodObject,
  Output extends DisplayOutput = Figure,
> {
  readonly id: string;
  readonly label: string;
  readonly summary: string;
  /** Part kinds that each result must have. */
  readonly needs: readonly PartKind[];
  /** Whether several results may be shown in one display. */
  readonly results: 'one' | 'many';
  readonly options: Options;
  readonly build: (results: readonly Result[], options: z.output<Options> & { title?: string }) => Output;
}

export interface AnyDisplay extends Omit<DisplayDefinition, 'build'> {
  readonly build: (results: readonly Result[], options: never) => DisplayOutput;
}

export function defineDisplay<Options extends z.ZodObject, Output extends DisplayOutput = Figure>(
  definition: DisplayDefinition<Options, Output>,
): DisplayDefinition<Options, Output> {
  return Object.freeze(definition);
}
