import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { VerdictRecord } from '../../src/cli/verdict-records.js';
import { runCommand } from '../cli/run-command.js';
import { root } from './load-folder.js';

/** The studies that ship with the toolkit. What they say is measured here; that they say it by rule, in test/claims. */
describe('the studies', async () => {
  const { stdout, stderr, exitCode } = await runCommand(
    'reproduce',
    '--analyses',
    join(root, 'analyses'),
    '--json',
    '--no-report',
  );
  const records = JSON.parse(stdout) as VerdictRecord[];
  const of = (study: string, analysis?: string) =>
    records.filter(
      (record) => record.study === study && (analysis === undefined || record.analysis === analysis),
    );

  it('all run', () => {
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(records.length).toBeGreaterThanOrEqual(60);
  });

  it('reproduce the seven risk ratios of RECOVERY to every printed digit', () => {
    const ratios = of('recovery').filter(
      ({ statistic, verdict }) => statistic === 'risk-ratio' && verdict === 'reproduced',
    );
    expect(ratios.map(({ published }) => published)).toEqual(
      expect.arrayContaining([
        '0.84 (0.77 to 0.92), p<0.0001',
        '0.79 (0.69 to 0.92), p=0.0019',
        '0.87 (0.78 to 0.96), p=0.0055',
        '0.90 (0.79 to 1.02), p=0.10',
        '0.91 (0.79 to 1.04), p=0.15',
        '0.78 (0.57 to 1.06), p=0.11',
        '0.72 (0.58 to 0.90), p=0.0046',
      ]),
    );
  });

  it('show the rate ratio of RECOVERY as what counts cannot give, with the crude ratio beside', () => {
    const rate = of('recovery').find(({ published }) => published.startsWith('0.85 (0.76 to 0.94)'));
    expect(rate).toMatchObject({ verdict: 'not computable', recomputed: null, statistic: 'rate-ratio' });
    expect(rate!.beside).toContain('0.88 (0.81 to 0.96)');
  });

  it('reproduce the pools of the WHO meta-analysis', () => {
    const pools = of('react')
      .filter(({ verdict }) => verdict === 'reproduced')
      .map(({ published }) => published);
    expect(pools.some((text) => text.startsWith('0.83 (0.74 to 0.92)'))).toBe(true);
    expect(pools.some((text) => text.startsWith('0.77 (0.68 to 0.87)'))).toBe(true);
  });

  it('give every claim a source and every difference a word of explanation or its absence', () => {
    for (const record of records) {
      expect(record.source).toMatch(/; ./);
      expect(record.reason.length).toBeGreaterThan(10);
    }
  });
});
