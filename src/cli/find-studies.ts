import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { packageRoot } from './package-root.js';

export interface StudyFolder {
  /** Folder name, such as `recovery`. */
  readonly id: string;
  /** Folder above it, such as `covid-19`. */
  readonly area: string;
  readonly folder: string;
  readonly specPath: string;
  /** As shown in messages: relative to the working folder. */
  readonly shown: string;
}

/** The folder of studies: the one named, else `./analyses`, else the one in the package. */
export function analysesFolder(named: string | undefined): string {
  if (named !== undefined) {
    if (existsSync(named)) return resolve(named);
    throw new UsageError({
      code: 'cli/no-such-folder',
      where: '--analyses',
      what: 'There is no such folder',
      got: `"${named}"`,
    });
  }
  return existsSync('analyses') ? resolve('analyses') : join(packageRoot, 'analyses');
}

/** Every `<area>/<study>/analysis.yaml`, in the order of their names. */
export function findStudies(analyses: string): readonly StudyFolder[] {
  const folders = (path: string) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  return folders(analyses).flatMap((area) =>
    folders(join(analyses, area))
      .map((id) => studyOfSpec(join(analyses, area, id, 'analysis.yaml')))
      .filter((study) => existsSync(study.specPath)),
  );
}

export function studyOfSpec(specPath: string): StudyFolder {
  const path = resolve(specPath);
  const folder = dirname(path);
  const shown = relative(process.cwd(), path);
  return {
    id:
      basename(folder)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'study',
    area: basename(dirname(folder)),
    folder,
    specPath: path,
    shown: shown === '' || shown.startsWith('..') ? join(basename(folder), basename(path)) : shown,
  };
}

/** The named studies in the order given, or all of them. */
export function selectStudies(all: readonly StudyFolder[], names: readonly string[]): readonly StudyFolder[] {
  if (names.length === 0) return all;
  return names.map((name) => {
    const study = all.find(({ id }) => id === name.toLowerCase());
    if (study) return study;
    const ids = all.map(({ id }) => id);
    const fix = didYouMean(name, ids);
    throw new UsageError({
      code: 'cli/unknown-study',
      where: 'il6r',
      what: 'There is no such study',
      got: `"${name}"`,
      expected: `one of ${ids.join(', ')}`,
      ...(fix === undefined ? {} : { fix }),
    });
  });
}
