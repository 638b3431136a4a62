import { formatIssue, UsageError } from '../../core/errors.js';
import { toRecords } from '../../core/to-records.js';
import { runStudy } from '../../run/run-study.js';
import { studyOfSpec } from '../find-studies.js';
import { loadDictionaries } from '../load-dictionaries.js';
import { loadStudy } from '../load-study.js';
import { toolkitVersion } from '../package-root.js';
import { printRecords } from '../print-records.js';
import { printVerdicts } from '../print-verdicts.js';
import { exitCodeOfIssue } from '../report-failure.js';
import { paint } from '../terminal.js';
import { dedupe } from './reproduce.js';

export interface RunOptions {
  readonly data: readonly string[];
  readonly out: string;
  readonly json?: boolean;
}

/** Runs one spec, optionally with other data files, prints its numbers and writes its report. */
export async function runSpec(specPath: string, options: RunOptions): Promise<number> {
  const replacements = new Map(options.data.map(parseReplacement));
  const study = studyOfSpec(specPath);
  const { plan, inputs, dictionaries, specSha256 } = loadStudy(study, loadDictionaries(), replacements);
  const report = runStudy(plan, inputs, { toolkitVersion: toolkitVersion(), specSha256, dictionaries });
  const results = report.outcomes.filter((outcome) => outcome.status === 'computed');
  if (options.json) {
    process.stdout.write(`${JSON.stringify(results.flatMap(toRecords), null, 2)}\n`);
  } else {
    printRecords(results);
    if (report.verdicts.length > 0) {
      process.stdout.write('\n');
      printVerdicts([report]);
    }
  }
  if (results.length > 0) {
    const { writeReports } = await import('../write-reports.js');
    const index = await writeReports([report], options.out);
    if (!options.json) process.stdout.write(`Report: ${index}\n`);
  }
  const problems = dedupe(
    report.outcomes.flatMap((outcome) => (outcome.status === 'failed' ? outcome.issues : [])),
  );
  for (const issue of problems) process.stderr.write(`${paint('red', 'error')} ${formatIssue(issue)}\n`);
  return problems[0] === undefined ? 0 : exitCodeOfIssue(problems[0]);
}

function parseReplacement(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError({
    code: 'cli/data-option',
    where: '--data',
    what: 'The option has another form',
    got: `"${text}"`,
    expected: 'name=file, with a name under `data` of the spec',
  });
}
