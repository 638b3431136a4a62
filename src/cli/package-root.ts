import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the installed package: it holds the studies, dictionaries and schemas that ship with it. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

export function toolkitVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
