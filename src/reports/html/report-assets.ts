/** Code that pages carry so that their figures answer without a network. Read by the caller; this room reads no files. */
export interface ReportAssets {
  /** The bundle of Vega: the file `vega.min.js` of the package `vega`. */
  readonly vegaScript: string;
  /** The module of `vega-interpreter` as published; it evaluates expressions without `eval`. */
  readonly interpreterScript: string;
}
