import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DataError } from '../core/errors.js';

/**
 * Writes all files or none that is half done: each goes to a temporary neighbour first, and only when every one is
 * complete are they renamed into place.
 */
export function writeFiles(directory: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const pending: { readonly temporary: string; readonly final: string }[] = [];
  try {
    for (const [path, content] of files) {
      const final = join(directory, path);
      mkdirSync(dirname(final), { recursive: true });
      const temporary = `${final}.${process.pid}.part`;
      pending.push({ temporary, final });
      writeFileSync(temporary, content);
    }
    for (const { temporary, final } of pending) renameSync(temporary, final);
  } catch (error) {
    for (const { temporary } of pending) rmSync(temporary, { force: true });
    throw new DataError({
      code: 'file/unwritable',
      where: directory,
      what: `The report cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
      fix: 'Choose another folder with --out, or free space.',
    });
  }
}
