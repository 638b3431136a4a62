import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const source = join(root, 'src');

const rooms: Record<string, readonly string[]> = {
  core: [],
  math: ['core'],
  data: ['core'],
  claims: ['core'],
  displays: ['core'],
  endpoints: ['core', 'data', 'math'],
  survival: ['core', 'math'],
  outcomes: ['core', 'math'],
  synthesis: ['core', 'math'],
  spec: ['core', 'data', 'endpoints', 'methods.ts'],
  run: ['core', 'math', 'data', 'endpoints', 'methods.ts', 'spec', 'claims'],
  reports: ['core', 'displays'],
  interop: ['core', 'data'],
  workers: ['core', 'outcomes'],
  browser: [
    'core',
    'math',
    'data',
    'endpoints',
    'survival',
    'outcomes',
    'synthesis',
    'methods.ts',
    'spec',
    'claims',
    'run',
  ],
};

/** Each third-party library has one home. */
const homes: Record<string, readonly string[]> = {
  yaml: ['data/yaml'],
  commander: ['cli'],
  vega: ['reports/svg'],
  'vega-lite': ['reports/svg'],
  'vega-interpreter': ['reports/svg', 'reports/html'],
  'simple-statistics': ['data/dataset'],
};

/** Folders whose sub-folders are siblings that may not know each other. */
const siblingFolders = [
  'survival',
  'outcomes/binary',
  'outcomes/ordinal',
  'outcomes/continuous',
  'outcomes/count',
  'outcomes/multiplicity',
  'outcomes/longitudinal',
  'outcomes/missing-data',
  'outcomes/descriptive',
  'outcomes/agreement',
  'outcomes/diagnosis',
  'outcomes/resampling',
  'synthesis',
  'endpoints',
  'data/formats',
  'displays/charts',
  'displays/tables',
];

interface ImportLine {
  readonly file: string;
  readonly specifier: string;
  /** Inside `src`, or null for a package. */
  readonly target: string | null;
  /** Types leave no trace at run time, so that they make no cycle. */
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return name.endsWith('.ts') ? [path] : [];
  });
}

const imports: ImportLine[] = sourceFiles(source).flatMap((path) => {
  const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const statements = [
    ...text.matchAll(/^(import|export)( type)?\b[^;'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gm),
  ];
  return statements.map((match) => {
    const specifier = match[3] ?? match[4]!;
    return {
      file: relative(source, path),
      specifier,
      target: specifier.startsWith('.')
        ? relative(source, resolve(dirname(path), specifier.replace(/\.js$/, '.ts')))
        : null,
      typeOnly: match[2] !== undefined,
    };
  });
});

const roomOf = (file: string) => file.split('/')[0]!;

describe('architecture', () => {
  it('finds the source and its imports', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('lets each room import only the rooms beneath it', () => {
    const breaches = imports.filter(({ file, target }) => {
      const allowed = rooms[roomOf(file)];
      return (
        target !== null &&
        allowed !== undefined &&
        roomOf(target) !== roomOf(file) &&
        !allowed.includes(roomOf(target))
      );
    });
    expect(breaches.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('knows every room', () => {
    const known = [...Object.keys(rooms), 'cli', 'index.ts', 'methods.ts', 'schemas.ts'];
    expect(
      [...new Set(imports.map(({ file }) => roomOf(file)))].filter((room) => !known.includes(room)),
    ).toEqual([]);
  });

  it('keeps node out of every room but the command line', () => {
    const breaches = imports.filter(
      ({ file, specifier }) => specifier.startsWith('node:') && !['cli', 'workers'].includes(roomOf(file)),
    );
    expect(breaches.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('gives each third-party library one home', () => {
    const breaches = imports.filter(({ file, specifier, target }) => {
      if (target !== null || specifier.startsWith('node:')) return false;
      const name = specifier.split('/')[0]!;
      if (name === 'zod') return false;
      const home = homes[name];
      return home === undefined || !home.some((folder) => file.startsWith(`${folder}/`));
    });
    expect(breaches.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
  });

  it('keeps sibling folders apart', () => {
    const breaches = imports.filter(({ file, target }) =>
      siblingFolders.some((folder) => {
        if (target === null || !file.startsWith(`${folder}/`) || !target.startsWith(`${folder}/`))
          return false;
        const [from, to] = [file, target].map((path) => path.slice(folder.length + 1).split('/'));
        return from!.length > 1 && to!.length > 1 && from![0] !== to![0];
      }),
    );
    expect(breaches.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('has no import cycle', () => {
    const edges = new Map<string, string[]>();
    for (const { file, target, typeOnly } of imports)
      if (target !== null && !typeOnly) edges.set(file, [...(edges.get(file) ?? []), target]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('has no default export, and no file named after nothing', () => {
    const files = sourceFiles(source);
    expect(files.filter((path) => /^export default/m.test(readFileSync(path, 'utf8')))).toEqual([]);
    expect(files.filter((path) => /\/(utils?|helpers?|common|misc)(\.ts|\/)/.test(path))).toEqual([]);
  });

  it('has no test that looks at a clock: a time is of the machine, and stands in bench/', () => {
    const tests = sourceFiles(join(root, 'test')).filter((path) => path !== import.meta.filename);
    expect(
      tests.filter((path) => /\bperformance\.|hrtime|Date\.now/.test(readFileSync(path, 'utf8'))),
    ).toEqual([]);
  });
});
