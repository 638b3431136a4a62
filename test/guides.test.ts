import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../src/index.js';
import { methods } from '../src/methods.js';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'docs', 'guides');
const guides = readdirSync(folder).filter((name) => name.endsWith('.md'));
const importLine = /^import \{ ([^}]+) \} from '(il6r|node:fs)';\n/gm;

describe.each(guides)('the guide %s', (name) => {
  const guide = readFileSync(join(folder, name), 'utf8');
  /** The JavaScript blocks as one script, with the imports taken out. */
  const blocks = [...guide.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1]!);
  const imported = blocks.flatMap((block) =>
    [...block.matchAll(importLine)].flatMap((match) => (match[2] === 'il6r' ? match[1]!.split(', ') : [])),
  );
  const script = blocks.map((block) => block.replace(importLine, '')).join('\n');
  /** What the guide says is printed: a comment after `show(...);`, or comments on the lines after a loop. */
  const promised = [...script.matchAll(/(?:^\s*|; )\/\/ (.+)$/gm)].map((match) => match[1]!);

  /** Runs the script as it stands, on the library. */
  function printed(): string[] {
    const lines: string[] = [];
    const names = [...new Set(imported)];
    const values = names.map((each) => (library as Record<string, unknown>)[each]);
    const read = (file: string, encoding?: 'utf8') => readFileSync(join(root, file), encoding);
    const log = { log: (line: string) => lines.push(line) };
    new Function('console', 'readFileSync', ...names, script)(log, read, ...values);
    return lines;
  }

  it('imports only what the library exports', () => {
    expect(blocks.length).toBeGreaterThan(8);
    expect(imported.length).toBeGreaterThan(15);
    expect(imported.filter((each) => !Object.hasOwn(library, each))).toEqual([]);
  });

  it('prints what it says it prints', () => {
    expect(promised.length).toBeGreaterThan(20);
    expect(printed()).toEqual(promised);
  });

  it('names functions and methods of plans that exist', () => {
    const table = guide.slice(guide.indexOf('## Phrase book'));
    const words = [...table.matchAll(/^\|.*\| `([a-z-]+)`[^|]*\|$/gm)].map((match) => match[1]!);
    const known = methods.map(({ id }) => id);
    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((word) => !known.includes(word))).toEqual([]);
    const cells = [...table.matchAll(/^\|[^|]+\| ([^|]+) \|[^|]*\|$/gm)].map((match) => match[1]!);
    const functions = cells.flatMap((cell) => [...cell.matchAll(/`([a-z]\w+)\(/g)].map((match) => match[1]!));
    expect(functions.length).toBeGreaterThan(10);
    expect(functions.filter((each) => !Object.hasOwn(library, each))).toEqual([]);
  });
});
