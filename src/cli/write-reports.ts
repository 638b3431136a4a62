import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { StudyReport } from '../core/study-report.js';
import { type ReportAssets, renderReports } from '../reports/html/render-reports.js';
import { resultsJson } from './results-file.js';
import { writeFiles } from './write-files.js';

/** Renders all pages in memory, then writes them with each study's results. Returns the path of the index. */
export async function writeReports(reports: readonly StudyReport[], directory: string): Promise<string> {
  const files = new Map<string, string>(await renderReports(reports, reportAssets()));
  for (const report of reports) files.set(join(report.id, 'results.json'), resultsJson(report));
  writeFiles(directory, files);
  return join(directory, 'index.html');
}

/** The chart runtime that pages carry, so that they need no network. */
function reportAssets(): ReportAssets {
  const require = createRequire(import.meta.url);
  return {
    // The package exports its module only; the bundle for pages stands beside it.
    vegaScript: readFileSync(join(dirname(require.resolve('vega')), 'vega.min.js'), 'utf8'),
    interpreterScript: readFileSync(require.resolve('vega-interpreter'), 'utf8'),
  };
}
