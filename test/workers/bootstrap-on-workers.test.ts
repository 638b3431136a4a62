import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../src/outcomes/resampling/bootstrap/bootstrap.js';
import type { bootstrapOnWorkers as BootstrapOnWorkers } from '../../src/workers/bootstrap-on-workers.js';

// Threads load built files: `npm ci` builds them.
const built = new URL('../../dist/workers/index.js', import.meta.url);
const module = new URL('./statistic.js', import.meta.url);
const data = Float64Array.from({ length: 40 }, (_, row) => Math.cos(row) * row);
const mean = (rows: Int32Array) => rows.reduce((sum, row) => sum + data[row]!, 0) / rows.length;
const load = async () => (await import(built.href)) as { bootstrapOnWorkers: typeof BootstrapOnWorkers };

describe('bootstrap on workers', () => {
  it('finds the built files', () => {
    expect(existsSync(built), 'dist is missing: run `npm run build`').toBe(true);
  });

  it('gives the numbers of one thread on any number of threads', async () => {
    const { bootstrapOnWorkers } = await load();
    const strata = Array.from({ length: 40 }, (_, row) => row % 2);
    const options = { replicates: 1100, seed: 9 };
    const alone = bootstrap({ size: 40, strata, statistic: mean }, options);
    for (const workers of [1, 3]) {
      const shared = await bootstrapOnWorkers({ size: 40, strata, module, data }, { ...options, workers });
      expect(shared).toEqual(alone);
    }
  });

  it('ends with the error of a thread, and refuses a module without the export', async () => {
    const { bootstrapOnWorkers } = await load();
    const input = { size: 40, module, data };
    await expect(bootstrapOnWorkers({ ...input, exportName: 'failing' })).rejects.toThrow(/cannot bear/);
    await expect(bootstrapOnWorkers({ ...input, exportName: 'absent' })).rejects.toThrow(/statistic/);
    await expect(bootstrapOnWorkers(input, { workers: 0 })).rejects.toThrow(/workers/);
  });
});
