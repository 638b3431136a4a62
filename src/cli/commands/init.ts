import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../core/errors.js';
import { dictionaryJsonSchema, specificationJsonSchema } from '../../schemas.js';
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
  const files = new Map<string, string | Uint8Array>();
  const template = join(packageRoot, 'docs', 'first-study');
  for (const name of readdirSync(template).sort()) files.set(name, readFileSync(join(template, name)));
  // The schemas travel along, so that an editor completes keys without a network.
  files.set('analysis.schema.json', `${JSON.stringify(specificationJsonSchema(), null, 1)}\n`);
  files.set('dictionary.schema.json', `${JSON.stringify(dictionaryJsonSchema(), null, 1)}\n`);
  writeFiles(directory, files);
  const spec = join(directory, 'analysis.yaml');
  process.stdout.write(`Wrote ${[...files.keys()].map((name) => join(directory, name)).join(', ')}\n`);
  process.stdout.write(`Next: il6r check ${spec} && il6r run ${spec}\n`);
  return 0;
}
