import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Dataset, NumberColumn, TextColumn } from '../../src/core/dataset.js';
import { typeDataset } from '../../src/data/dataset/type-dataset.js';
import { compileWhere } from '../../src/data/dataset/where.js';
import { parseDictionary } from '../../src/data/dictionary/parse-dictionary.js';
import { readFormat } from '../../src/data/formats/registry.js';
import { source } from './sample-tables.js';

const root = new URL('../../', import.meta.url);
const folder = new URL('analyses/demonstration/synthetic-adam/', root);

function load(file: string, dictionary: string): Dataset {
  const yaml = readFileSync(new URL(`data-dictionaries/${dictionary}.yaml`, root), 'utf8');
  return typeDataset(
    readFormat(readFileSync(new URL(file, folder)), source(file)),
    parseDictionary(yaml, `${dictionary}.yaml`),
  );
}

describe('synthetic ADaM data', () => {
  it('is what its script writes', () => {
    const script = fileURLToPath(new URL('scripts/make-synthetic-adam.js', root));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('is small', () => {
    const sizes = readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .map((name) => statSync(new URL(name, folder)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(64_000);
  });

  it.each([
    ['adsl.csv', 'adsl', 240],
    ['adtte.csv', 'adtte', 240],
    ['adeff.csv', 'bds', 720],
    ['adae.csv', 'adae', 114],
  ] as const)('%s keeps its dictionary, with nothing undeclared', (file, dictionary, rows) => {
    const dataset = load(file, dictionary);
    expect([dataset.rowCount, dataset.ledger]).toEqual([rows, []]);
  });

  it('holds what it was made for: two arms, ties, censoring, responders and a biomarker', () => {
    const adtte = load('adtte.csv', 'adtte');
    expect(new Set((adtte.columns.get('TRTP') as TextColumn).values)).toEqual(
      new Set(['tocilizumab', 'placebo']),
    );
    const time = adtte.columns.get('AVAL') as NumberColumn;
    const events = Array.from(time.values).filter((_, row) => adtte.columns.get('CNSR')!.values[row] === 0);
    expect(events.length).toBeGreaterThan(150);
    expect(new Set(events).size).toBeLessThanOrEqual(28);
    expect(events.every((day) => Number.isInteger(day) && day >= 1)).toBe(true);
    const adeff = load('adeff.csv', 'bds');
    for (const parameter of ['CRPD7', 'ORD28', 'RESP28']) {
      const selects = compileWhere({ variable: 'PARAMCD', comparator: 'EQ', value: [parameter] }, adeff);
      expect(Array.from({ length: adeff.rowCount }, (_, row) => selects(row)).filter(Boolean)).toHaveLength(
        240,
      );
    }
  });
});
