import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('the invented markers', () => {
  it('are what the script writes', () => {
    const script = fileURLToPath(new URL('../../scripts/make-synthetic-markers.js', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});
