import type { StudyReport } from '../../core/study-report.js';
import { renderIndexPage } from './index-page.js';
import { renderStudyPage } from './study-page.js';

/** Code that pages carry so that their figures answer without a network. Read by the caller; this room reads no files. */
export interface ReportAssets {
  /** The bundle of Vega: the file `vega.min.js` of the package `vega`. */
  readonly vegaScript: string;
  /** The module of `vega-interpreter` as published; it evaluates expressions without `eval`. */
  readonly interpreterScript: string;
}

/**
 * Renders one page a study and an index that links to them, as file names with their text. Pages stand alone: they
 * open from disk, need no network and no `eval`, and the same reports give the same bytes.
 */
export async function renderReports(
  reports: readonly StudyReport[],
  assets: ReportAssets,
): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>([['index.html', await renderIndexPage(reports)]]);
  for (const report of reports) pages.set(`${report.id}.html`, await renderStudyPage(report, assets));
  return pages;
}
