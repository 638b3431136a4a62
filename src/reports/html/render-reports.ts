import type { StudyReport } from '../../core/study-report.js';
import { renderIndexPage } from './index-page.js';
import type { ReportAssets } from './report-assets.js';
import { renderStudyPage } from './study-page.js';

export type { ReportAssets };

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
