import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { DataSource } from '../core/dataset.js';
import { DataError } from '../core/errors.js';

export interface FileBytes {
  readonly bytes: Uint8Array;
  readonly source: DataSource;
}

/** Reads a whole file. `shown` is the name in messages and provenance, as the user wrote it. */
export function readFileBytes(path: string, shown: string): FileBytes {
  let bytes: Uint8Array;
  try {
    if (statSync(path).isDirectory()) {
      throw new DataError({
        code: 'file/is-a-folder',
        where: shown,
        what: 'This is a folder',
        expected: 'a file',
      });
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw missingFile(error, shown);
  }
  return { bytes, source: { file: shown, sha256: sha256(bytes) } };
}

export function readFileText(path: string, shown: string): string {
  const { bytes } = readFileBytes(path, shown);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError({
      code: 'file/not-utf-8',
      where: shown,
      what: 'The file is not UTF-8 text',
      fix: 'Save it as UTF-8.',
    });
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function missingFile(error: unknown, shown: string): DataError {
  const code = (error as NodeJS.ErrnoException).code;
  const what =
    code === 'ENOENT'
      ? 'There is no such file'
      : code === 'EACCES'
        ? 'The file may not be read'
        : `The file cannot be read (${code})`;
  return new DataError({
    code: 'file/unreadable',
    where: shown,
    what,
    fix: 'Check the path; it is relative to where it is written.',
  });
}

/**
 * Resolves a path that a spec names, which must stay inside the study folder: no absolute path, no `..` that leaves,
 * no symbolic link that leaves.
 */
export function resolveInside(folder: string, file: string, where: string): string {
  const refuse = () => {
    throw new DataError({
      code: 'file/outside-study',
      where,
      what: 'A specification may only name files inside its own folder',
      got: JSON.stringify(file),
      expected: 'a relative path that stays inside',
      fix: 'Copy the file into the study folder, or name it on the command line: --data name=file.',
    });
  };
  if (isAbsolute(file) || /^[a-z]:[\\/]/i.test(file) || file.includes('\0')) refuse();
  const path = resolve(folder, file);
  if (!isInside(folder, path)) refuse();
  try {
    if (!isInside(realpathSync(folder), realpathSync(path))) refuse();
  } catch (error) {
    if (error instanceof DataError) throw error;
    // A missing file is reported when it is read.
  }
  return path;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
