import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Dictionary } from '../core/dataset.js';
import { DataError, type Issue, TrialError, UsageError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { parseDictionary } from '../data/dictionary/parse-dictionary.js';
import { displays } from '../displays/registry.js';
import { endpoints } from '../endpoints/registry.js';
import { methods } from '../methods.js';
import type { DataInput } from '../run/run-study.js';
import type { PlannedDataset, StudyPlan } from '../spec/plan.js';
import { planStudy } from '../spec/plan-study.js';
import type { StudyFolder } from './find-studies.js';
import { readFileBytes, readFileText, resolveInside, sha256 } from './read-file.js';

export interface LoadedStudy {
  readonly plan: StudyPlan;
  readonly inputs: ReadonlyMap<string, DataInput>;
  readonly dictionaries: ReadonlyMap<string, Dictionary>;
  readonly specSha256: string;
}

/** Reads a spec, its own dictionaries and its data files, and plans it. Throws what is wrong with the spec. */
export function loadStudy(
  study: StudyFolder,
  shipped: ReadonlyMap<string, Dictionary>,
  replacements: ReadonlyMap<string, string> = new Map(),
): LoadedStudy {
  const text = readFileText(study.specPath, study.shown);
  const dictionaries = withOwnDictionaries(text, study, shipped);
  const plan = planStudy(
    text,
    study.shown,
    { id: study.id, area: study.area },
    { methods, endpoints, displays, dictionaries },
  );
  for (const name of replacements.keys()) {
    const names = plan.datasets.map((dataset) => dataset.name);
    if (names.includes(name)) continue;
    const fix = didYouMean(name, names);
    throw new UsageError({
      code: 'cli/unknown-dataset',
      where: '--data',
      what: 'The specification has no such dataset',
      got: `"${name}"`,
      expected: `one of ${names.join(', ')}`,
      ...(fix === undefined ? {} : { fix }),
    });
  }
  const inputs = new Map(
    plan.datasets.map(
      (planned) => [planned.name, readInput(study, planned, replacements.get(planned.name))] as const,
    ),
  );
  return { plan, inputs, dictionaries, specSha256: sha256(text) };
}

/** A missing or forbidden file fails the analyses that need it, not the others. */
function readInput(
  study: StudyFolder,
  { file, where }: PlannedDataset,
  replacement: string | undefined,
): DataInput {
  try {
    if (replacement !== undefined) return readFileBytes(replacement, replacement);
    const path = resolveInside(study.folder, file, where);
    if (!existsSync(path)) throw noSuchFile(path, file, where);
    return readFileBytes(path, join(dirname(study.shown), file));
  } catch (error) {
    if (error instanceof TrialError) return { error };
    throw error;
  }
}

function noSuchFile(path: string, file: string, where: string): DataError {
  const folder = dirname(path);
  const neighbours = existsSync(folder) ? readdirSync(folder) : [];
  return new DataError({
    code: 'file/unreadable',
    where,
    what: 'There is no such file',
    got: `"${shortened(file)}"`,
    expected: 'a path that starts at the folder of the specification',
    fix:
      didYouMean(basename(file), neighbours) ??
      'Check the path, or name a file on the command line: --data name=file.',
  });
}

/** A path that fits in a message. */
const shortened = (file: string): string => (file.length <= 200 ? file : `${file.slice(0, 200)}…`);

/** `dictionary: ./mine.yaml` names a file in the study folder; it becomes known under that very name. */
function withOwnDictionaries(
  text: string,
  study: StudyFolder,
  shipped: ReadonlyMap<string, Dictionary>,
): ReadonlyMap<string, Dictionary> {
  const named = [...text.matchAll(/dictionary:\s*["']?([^\s"',}]+\.ya?ml)/g)].map((match) => match[1]!);
  if (named.length === 0) return shipped;
  const all = new Map(shipped);
  for (const file of new Set(named)) {
    const path = resolveInside(study.folder, file, study.shown);
    all.set(file, parseDictionary(readFileText(path, file), join(dirname(study.shown), file)));
  }
  return all;
}

/** All issues of a load that failed. */
export function issuesOfError(error: unknown): readonly Issue[] {
  if (error instanceof TrialError) return error.issues;
  throw error;
}
