import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { packageRoot } from '../package-root.js';
import { writeFiles } from '../write-files.js';

/** Copies the commented example study into a new folder. Never writes over a file. */
export async function init(directory: string): Promise<number> {
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new UsageError({
      code: 'cli/folder-not-empty',
      where: directory,
      what: 'The folder is not empty, and nothing is written over',
      fix: 'Name a new folder.',
    });
  }
  const template = join(packageRoot, 'docs', 'first-study');
  const names = readdirSync(template).sort();
  writeFiles(directory, new Map(names.map((name) => [name, readFileSync(join(template, name))])));
  process.stdout.write(
    `Wrote ${names.map((name) => join(directory, name)).join(', ')}\nNext: il6r check ${join(directory, 'analysis.yaml')} && il6r run ${join(directory, 'analysis.yaml')}\n`,
  );
  return 0;
}
