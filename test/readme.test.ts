import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readYaml } from '../src/data/yaml/read-yaml.js';
import { analysisSchema } from '../src/spec/study-schema.js';
import { runCommand } from './cli/run-command.js';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const guides = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);
}

describe('the README', () => {
  const folder = mkdtempSync(join(root, 'test', 'readme-example-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has library examples that run', async () => {
    const examples = blocks(readme, 'ts');
    expect(examples.length).toBeGreaterThan(0);
    for (const [index, example] of examples.entries()) {
      const file = join(folder, `example-${index}.ts`);
      const code = example.replace("from 'il6r'", "from '../../src/index.js'");
      writeFileSync(
        file,
        `${code}\nexport const made = typeof ratio === 'undefined' ? [] : [ratio, lower, upper, p, median];\n`,
      );
      const { made } = (await import(file)) as { made: number[] };
      expect(made[0]).toBeCloseTo(0.8424, 3);
      expect(made[4]).toBe(13);
    }
  });

  it('shows a specification that keeps the schema', () => {
    const [example] = blocks(readme, 'yaml');
    const { analyses } = readYaml(example!, 'README.md').value as { analyses: unknown[] };
    for (const analysis of analyses) expect(analysisSchema.safeParse(analysis).error).toBeUndefined();
  });

  it('names only commands that exist', async () => {
    const { stdout } = await runCommand('--help');
    const named = [
      ...readme.matchAll(/il6r (reproduce|run|check|methods|describe|verify|init|[a-z]+)\b/g),
    ].map((match) => match[1]!);
    for (const name of new Set(named)) expect(stdout).toContain(name);
  });

  it('links to files that exist', () => {
    for (const page of ['README.md', ...guides]) {
      const text = readFileSync(join(root, page), 'utf8');
      for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
        expect(() => readFileSync(resolve(root, page, '..', target!)), `${page}: ${target}`).not.toThrow();
      }
    }
  });
});
