import type { StudyReport } from '../core/study-report.js';

/** What is stored of a run: outcomes and verdicts, not the page. Two spaces, stable order, newline at the end. */
export function resultsJson(report: StudyReport): string {
  const { id, study, toolkitVersion, data, outcomes, verdicts } = report;
  return `${JSON.stringify({ id, study, toolkitVersion, data, outcomes, verdicts }, null, 1)}\n`;
}
