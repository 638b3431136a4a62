import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/program.js';

/** Runs the command line in this process and returns what it printed. */
export async function runCommand(...args: readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      printed[name] += String(chunk);
      return true;
    }),
  );
  try {
    const exitCode = await runCommandLine(args);
    return { exitCode, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A new folder that goes away after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'il6r-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
