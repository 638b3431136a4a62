import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../core/errors.js';
import { runStudy } from '../../run/run-study.js';
import { firstDifferences, type Moved } from '../compare-results.js';
import { analysesFolder, findStudies, selectStudies } from '../find-studies.js';
import { loadDictionaries } from '../load-dictionaries.js';
import { loadStudy } from '../load-study.js';
import { toolkitVersion } from '../package-root.js';
import { resultsJson } from '../results-file.js';
import { paint } from '../terminal.js';

export interface VerifyOptions {
  readonly analyses?: string;
  readonly results: string;
}

const mostNamed = 20;

/** Re-runs studies and compares every stored number. Exit code 1 when one moved. */
export async function verify(names: readonly string[], options: VerifyOptions): Promise<number> {
  const studies = selectStudies(findStudies(analysesFolder(options.analyses)), names);
  const shipped = loadDictionaries();
  let moved = 0;
  for (const study of studies) {
    const stored = readStored(join(options.results, study.id, 'results.json'));
    const { plan, inputs, dictionaries, specSha256 } = loadStudy(study, shipped);
    const report = runStudy(plan, inputs, { toolkitVersion: toolkitVersion(), specSha256, dictionaries });
    const { numbers, differences } = firstDifferences(stored, JSON.parse(resultsJson(report)));
    if (differences.length === 0) {
      process.stdout.write(
        `${paint('green', 'same', process.stdout)}   ${study.id}: ${numbers} stored numbers\n`,
      );
      continue;
    }
    moved += 1;
    process.stdout.write(
      `${paint('red', 'moved', process.stdout)}  ${study.id}: ${differences.length} of its stored values\n`,
    );
    for (const difference of differences.slice(0, mostNamed))
      process.stdout.write(`       ${describe(difference)}\n`);
    if (differences.length > mostNamed)
      process.stdout.write(`       and ${differences.length - mostNamed} more\n`);
  }
  process.stdout.write(`${studies.length - moved} of ${studies.length} studies are as stored.\n`);
  return moved > 0 ? 1 : 0;
}

function readStored(path: string): unknown {
  if (!existsSync(path)) {
    throw new DataError({
      code: 'file/no-stored-results',
      where: path,
      what: 'There are no stored results to compare with',
      fix: 'Run `il6r reproduce` first, or name their folder with --results.',
    });
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    throw new DataError({
      code: 'file/stored-results',
      where: path,
      what: 'The stored results are not valid JSON',
    });
  }
}

function describe({ path, stored, now }: Moved): string {
  return `${path}: stored ${stored}, now ${now}`;
}
