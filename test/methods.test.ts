import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../src/index.js';
import { methods } from '../src/methods.js';
import { requiredOptions } from './option-values.js';
import { ratedCategories, sampleData, sampleOutcomes } from './sample-data.js';

const root = resolve(import.meta.dirname, '..');

function filesNamed(folder: string, name: string): string[] {
  return readdirSync(folder).flatMap((entry) => {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) return filesNamed(path, name);
    return entry === name ? [path] : [];
  });
}

const definitions = ['survival', 'outcomes', 'synthesis'].flatMap((room) =>
  filesNamed(join(root, 'src', room), 'definition.ts'),
);

/** Methods on subjects that model another outcome than yes or no. */
const outcomeKinds: Record<string, keyof typeof sampleOutcomes> = {
  ancova: 'number',
  'factorial-anova': 'number',
  'indirectly-standardised-ratio': 'count',
  'negative-binomial-regression': 'count',
  'paired-t': 'number',
  'poisson-regression': 'count',
  'standardised-rate': 'count',
  'stratified-rate': 'count',
  'zero-inflated-regression': 'count',
};

/** Methods on subjects that need strata. */
const needStrata = new Set(['indirectly-standardised-ratio', 'standardised-rate', 'stratified-rate']);

const sampleFor = ({ id, accepts }: { id: string; accepts: keyof typeof sampleData }) => {
  if (id === 'kappa') return ratedCategories;
  if (accepts !== 'subject-outcome') return sampleData[accepts];
  const subjects = sampleOutcomes[outcomeKinds[id] ?? 'yes-no'];
  // Exact conditioning needs covariates of few levels.
  if (id === 'exact-logistic-regression') return { ...subjects, covariates: [] };
  return needStrata.has(id) ? { ...subjects, strata: sampleData.ordinal.strata! } : subjects;
};

/** Finds numbers that are not numbers anywhere in a result. */
function oddNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => oddNumbers(inner, `${path}.${key}`));
}

describe('the method registry', () => {
  it('holds every definition, each in a folder of its name', () => {
    const folders = definitions.map((path) => basename(dirname(path))).sort();
    expect(methods.map(({ id }) => id).sort()).toEqual(folders);
    expect(new Set(methods.map(({ id }) => id)).size).toBe(methods.length);
  });

  it('exports the plain function of every method from the library', () => {
    for (const path of definitions) {
      const id = basename(dirname(path));
      const text = readFileSync(join(dirname(path), `${id}.ts`), 'utf8');
      const functions = [...text.matchAll(/^export function (\w+)/gm)].map((match) => match[1]!);
      expect(functions.length, id).toBeGreaterThan(0);
      expect(
        functions.filter((name) => Object.hasOwn(library, name)),
        `${id}: ${functions.join(', ')}`,
      ).not.toEqual([]);
    }
  });

  describe.each(methods.map((method) => [method.id, method] as const))('%s', (id, method) => {
    it('explains itself and has oracle values that something else made', () => {
      expect(method.summary).toMatch(/[.?]$/);
      expect(method.sources.length).toBeGreaterThan(0);
      const folder = join(root, 'test', 'oracles', id);
      expect(existsSync(folder), `test/oracles/${id}`).toBe(true);
      const entries = readdirSync(folder);
      const scripts = entries.filter((name) => /^make\.(R|py)$/.test(name)).map((name) => join(folder, name));
      const named = entries
        .filter((name) => name.endsWith('.json'))
        .flatMap(
          (name) =>
            readFileSync(join(folder, name), 'utf8').match(/test\/oracles\/[\w/-]+make\.(R|py)/g) ?? [],
        );
      expect(entries.some((name) => name.endsWith('.json'))).toBe(true);
      expect(
        [...scripts, ...named.map((path) => join(root, path))].filter((path) => existsSync(path)),
      ).not.toEqual([]);
      for (const [option, schema] of Object.entries(method.options.shape)) {
        expect(schema.description, `${id}.${option} has no description`).toBeTruthy();
      }
    });

    it('returns the parts and statistics that it declares, in plain data without odd numbers', () => {
      const data = sampleFor(method);
      const before = structuredClone(data);
      const output = method.run(data as never, method.options.parse(requiredOptions[id] ?? {}) as never);
      expect(data).toEqual(before);
      expect(oddNumbers(output)).toEqual([]);
      expect(JSON.parse(JSON.stringify(output))).toEqual(output);
      expect(
        [...new Set(output.parts.map(({ kind }) => kind))].filter((kind) => !method.returns.includes(kind)),
      ).toEqual([]);
      const names = output.parts.flatMap((part) =>
        'rows' in part ? part.rows.map(({ statistic }) => statistic) : [],
      );
      expect([...new Set(names)].filter((name) => !method.statistics.includes(name))).toEqual([]);
    });

    it('widens its intervals with their level', () => {
      if (!('level' in method.options.shape)) return;
      const width = (level: number) =>
        method
          .run(sampleFor(method) as never, method.options.parse({ ...requiredOptions[id], level }) as never)
          .parts.flatMap((part) => (part.kind === 'estimates' ? part.rows : []))
          .map(({ lower, upper }) =>
            typeof lower === 'number' && typeof upper === 'number' ? upper - lower : 0,
          );
      const [narrow, wide] = [width(0.8), width(0.99)];
      narrow.forEach((value, index) => {
        expect(wide[index]).toBeGreaterThanOrEqual(value);
      });
    });
  });
});
