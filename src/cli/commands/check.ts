import type { Dataset } from '../../core/dataset.js';
import { type Issue, TrialError } from '../../core/errors.js';
import { datasetsOf, deriveData, readDataset } from '../../run/run-study.js';
import { studyOfSpec } from '../find-studies.js';
import { loadDictionaries } from '../load-dictionaries.js';
import { type LoadedStudy, loadStudy } from '../load-study.js';
import { exitCodeOfIssue, printIssues } from '../report-failure.js';
import { dedupe } from './reproduce.js';

/** Checks a spec and its data files and prints every problem. Computes nothing. */
export async function check(specPath: string): Promise<number> {
  const study = studyOfSpec(specPath);
  const loaded = loadStudy(study, loadDictionaries());
  const issues = dedupe(checkData(loaded));
  if (issues.length > 0) {
    printIssues(issues);
    return exitCodeOfIssue(issues[0]!);
  }
  const { plan } = loaded;
  const claims = plan.analyses.reduce((sum, analysis) => sum + analysis.claims.length, 0);
  process.stdout.write(
    `${study.shown}: no problems. ${plan.analyses.length} analyses, ${claims} claims, ${plan.datasets.length} datasets.\n`,
  );
  return 0;
}

function checkData({ plan, inputs, dictionaries }: LoadedStudy): readonly Issue[] {
  const issues: Issue[] = [];
  const attempt = <Value>(work: () => Value): Value | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TrialError)) throw error;
      issues.push(...error.issues);
      return undefined;
    }
  };
  const datasets = new Map<string, Dataset>();
  for (const planned of plan.datasets) {
    const dataset = attempt(() => {
      const input = inputs.get(planned.name)!;
      if ('error' in input) throw input.error;
      return readDataset(planned, input, dictionaries.get(planned.dictionary)!);
    });
    if (dataset !== undefined) datasets.set(planned.name, dataset);
  }
  for (const analysis of plan.analyses) {
    if (!datasetsOf(analysis).every((name) => datasets.has(name))) continue;
    attempt(() => deriveData(analysis, (name) => datasets.get(name)!));
  }
  return issues;
}
