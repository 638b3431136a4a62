import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/index.js';
import { methods } from '../../src/methods.js';

const root = resolve(import.meta.dirname, '..', '..');
const guide = readFileSync(join(root, 'docs', 'guides', 'survival.md'), 'utf8');

/** The JavaScript blocks as one script, with the imports taken out. */
const blocks = [...guide.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1]!);
const importLine = /^import \{ ([^}]+) \} from '(il6r|node:fs)';\n/gm;
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
  const values = names.map((name) => (library as Record<string, unknown>)[name]);
  const read = (file: string, encoding?: 'utf8') => readFileSync(join(root, file), encoding);
  const log = { log: (line: string) => lines.push(line) };
  new Function('console', 'readFileSync', ...names, script)(log, read, ...values);
  return lines;
}

describe('the guide to survival analysis', () => {
  it('imports only what the library exports', () => {
    expect(blocks.length).toBeGreaterThan(8);
    expect(imported.length).toBeGreaterThan(15);
    expect(imported.filter((name) => !Object.hasOwn(library, name))).toEqual([]);
  });

  it('prints what it says it prints', () => {
    expect(promised.length).toBeGreaterThan(20);
    expect(printed()).toEqual(promised);
  });

  it('names methods of plans that exist', () => {
    const table = guide.slice(guide.indexOf('## Phrase book'));
    const words = [...table.matchAll(/^\|.*\| `([a-z-]+)`[^|]*\|$/gm)].map((match) => match[1]!);
    const known = methods.map(({ id }) => id);
    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((word) => !known.includes(word))).toEqual([]);
  });
});
