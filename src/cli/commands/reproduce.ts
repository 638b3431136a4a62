import type { Issue } from '../../core/errors.js';
import { formatIssue } from '../../core/errors.js';
import type { StudyReport } from '../../core/study-report.js';
import { runStudy } from '../../run/run-study.js';
import { analysesFolder, findStudies, selectStudies } from '../find-studies.js';
import { loadDictionaries } from '../load-dictionaries.js';
import { issuesOfError, loadStudy } from '../load-study.js';
import { toolkitVersion } from '../package-root.js';
import { printVerdicts } from '../print-verdicts.js';
import { exitCodeOfIssue } from '../report-failure.js';
import { endProgress, paint, progress } from '../terminal.js';
import { verdictRecord } from '../verdict-records.js';

export interface ReproduceOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly analyses?: string;
  readonly out: string;
  readonly report: boolean;
}

/**
 * Re-runs studies, prints the verdicts and writes the reports. A study whose spec is broken is reported and the
 * others still run.
 */
export async function reproduce(names: readonly string[], options: ReproduceOptions): Promise<number> {
  const studies = selectStudies(findStudies(analysesFolder(options.analyses)), names);
  const shipped = loadDictionaries();
  const reports: StudyReport[] = [];
  const problems: Issue[] = [];
  for (const [index, study] of studies.entries()) {
    progress(`[${index + 1}/${studies.length}] ${study.id}`);
    try {
      const { plan, inputs, dictionaries, specSha256 } = loadStudy(study, shipped);
      reports.push(runStudy(plan, inputs, { toolkitVersion: toolkitVersion(), specSha256, dictionaries }));
    } catch (error) {
      problems.push(...issuesOfError(error));
    }
  }
  endProgress();
  for (const report of reports) {
    for (const outcome of report.outcomes) if (outcome.status === 'failed') problems.push(...outcome.issues);
  }
  const verdicts = reports.flatMap((report) => report.verdicts);
  if (options.json) process.stdout.write(`${JSON.stringify(verdicts.map(verdictRecord), null, 2)}\n`);
  else printVerdicts(reports);
  if (options.report && reports.length > 0) {
    const { writeReports } = await import('../write-reports.js');
    const index = await writeReports(reports, options.out);
    if (!options.json) process.stdout.write(`Report: ${index}\n`);
  }
  for (const issue of dedupe(problems))
    process.stderr.write(`${paint('red', 'error')} ${formatIssue(issue)}\n`);
  if (problems.length > 0) return exitCodeOfIssue(problems[0]!);
  const unexplained = verdicts.filter(({ verdict, explained }) => verdict === 'differs' && !explained);
  if (options.strict && unexplained.length > 0) {
    process.stderr.write(`${unexplained.length} figures differ and no reason is given (--strict).\n`);
    return 1;
  }
  return 0;
}

/** A broken data file fails every analysis that reads it; say it once. */
export function dedupe(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [formatIssue(issue), issue])).values()];
}
