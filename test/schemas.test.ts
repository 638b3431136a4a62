import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../src/endpoints/registry.js';
import { methods } from '../src/methods.js';
import { dictionaryJsonSchema, specificationJsonSchema } from '../src/schemas.js';

const root = resolve(import.meta.dirname, '..');

describe('JSON Schemas for editors', () => {
  const text = JSON.stringify(specificationJsonSchema());

  it('name every method and endpoint and the options of each', () => {
    for (const { id, summary, options } of [...methods, ...endpoints]) {
      expect(text).toContain(`"const":"${id}"`);
      expect(text).toContain(JSON.stringify(summary).slice(1, -1));
      for (const option of Object.keys(options.shape)) expect(text).toContain(`"${option}"`);
    }
    expect(text.length).toBeLessThan(400_000);
  });

  it('ask for quoted figures and know the keys of a dictionary', () => {
    const schema = specificationJsonSchema() as {
      properties: { analyses: { items: { properties: { claims: unknown } } } };
    };
    const claims = JSON.stringify(schema.properties.analyses.items.properties.claims);
    expect(claims).toContain('"value":{"description":"The printed estimate, in quotes.","type":"string"');
    expect(Object.keys((dictionaryJsonSchema() as { properties: object }).properties)).toContain('variables');
  });

  it('are named in the first line of every YAML file, where the build writes them', () => {
    const folders = [
      join(root, 'data-dictionaries'),
      ...readdirSync(join(root, 'analyses')).flatMap((area) =>
        readdirSync(join(root, 'analyses', area)).map((study) => join(root, 'analyses', area, study)),
      ),
    ];
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(folder, name)),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(file, 'utf8'))?.[1];
      expect(named, file).toBeDefined();
      const path = resolve(dirname(file), named!);
      expect([
        join(root, 'schemas/analysis.schema.json'),
        join(root, 'schemas/dictionary.schema.json'),
      ]).toContain(path);
    }
    expect(existsSync(join(root, 'scripts', 'finish-build.js'))).toBe(true);
  });
});
