import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatIssue } from '../../src/core/errors.js';
import { dictionarySchema } from '../../src/data/dictionary/dictionary-schema.js';
import { parseDictionary } from '../../src/data/dictionary/parse-dictionary.js';
import { issuesOf } from './sample-tables.js';

const problems = (content: string) => issuesOf(() => parseDictionary(content, 'mine.yaml')).map(formatIssue);

const minimal = `dictionary: mine
label: Mine
description: A row is a row.
key: [ID]
variables:
  - { name: ID, label: Identifier, type: text, required: true }
  - { name: N, label: Subjects, type: integer, minimum: 0, unit: subjects }
`;

describe('parseDictionary', () => {
  it('fills in what a variable leaves out', () => {
    expect(parseDictionary(minimal, 'mine.yaml')).toEqual({
      id: 'mine',
      label: 'Mine',
      description: 'A row is a row.',
      key: ['ID'],
      checks: [],
      variables: [
        {
          name: 'ID',
          label: 'Identifier',
          type: 'text',
          required: true,
          missingAllowed: false,
          unit: null,
          minimum: null,
          maximum: null,
          codelist: null,
        },
        {
          name: 'N',
          label: 'Subjects',
          type: 'integer',
          required: false,
          missingAllowed: true,
          unit: 'subjects',
          minimum: 0,
          maximum: null,
          codelist: null,
        },
      ],
    });
  });

  it('lists every problem of the schema with line and column', () => {
    const found = problems(`dictionary: Mine Own
label: Mine
key: []
variables:
  - { name: ID, label: Identifier, type: string }
  - { name: 2N, label: Subjects, type: integer, minimun: 0 }
`);
    expect(found).toHaveLength(5);
    expect(found.join('\n')).toMatch(/mine\.yaml:1:13 .*lower-case words/);
    expect(found.join('\n')).toMatch(/"description" is missing/);
    expect(found.join('\n')).toMatch(
      /mine\.yaml:5:42 .*"variables\.0\.type" is not one of the allowed words/,
    );
    expect(found.join('\n')).toMatch(/mine\.yaml:6:13 .*must start with a letter/);
    expect(found.join('\n')).toMatch(
      /mine\.yaml:6:\d+ spec\/unknown-key: "minimun" .*Did you mean "minimum"/,
    );
  });

  it('checks what refers to what, and bounds and codelists against types', () => {
    const found = problems(
      `${minimal}  - { name: N, label: Again, type: decimal, minimum: 2, maximum: 1 }
  - { name: T, label: Text, type: text, minimum: 0, codelist: [{ code: "A", label: a }, { code: "A", label: b }] }
  - { name: D, label: Day, type: date, codelist: [{ code: "A", label: a }] }
checks:
  - { rule: at-most, variable: N, limit: M }
  - { rule: interval-holds, lower: N, estimate: T, upper: N }
`.replace('key: [ID]', 'key: [ID, NOT]'),
    );
    expect(found.map((line) => line.replace(/ spec\/invalid: "[^"]+"/, '').replace(/\.$/, ''))).toEqual([
      'mine.yaml:8:13: the variable "N" stands twice',
      'mine.yaml:8:66: the maximum is below the minimum',
      'mine.yaml:9:50: only a number can have a bound',
      'mine.yaml:9:97: the code "A" stands twice',
      'mine.yaml:10:50: a date cannot have a codelist; only text and integer can',
      'mine.yaml:4:11: "NOT" is not a variable; expected one of ID, N, T, D',
      'mine.yaml:12:42: "M" is not a variable; expected one of ID, N, T, D',
      'mine.yaml:13:49: "T" is text; a check compares numbers',
    ]);
  });

  it('refuses anchors, aliases, tabs, repeated keys, other files and excess', () => {
    expect(problems(minimal.replace('label: Mine', 'label: &a Mine'))[0]).toMatch(
      /mine\.yaml:2:\d+ yaml\/anchor/,
    );
    expect(problems(minimal.replace('  - { name: ID', '\t- { name: ID'))[0]).toMatch(
      /tab is used for indentation/,
    );
    expect(problems(`${minimal}label: Again\n`)[0]).toMatch(/mine\.yaml:8:1 .*same key stands twice/);
    expect(problems('')[0]).toMatch(/yaml\/empty/);
    expect(problems('[unclosed')[0]).toMatch(/^mine\.yaml:1:/);
    expect(problems(`a: ${'['.repeat(100_000)}`)[0]).toMatch(/yaml\/too-deep/);
    expect(problems(`a:\n  ${'- '.repeat(100_000)}`)[0]).toMatch(/nested too deeply/);
    expect(problems(`a: ${'x'.repeat(2_000_000)}`)[0]).toMatch(/yaml\/too-large/);
    expect(problems('a: !!binary aGVsbG8=\n').length).toBeGreaterThan(0);
  });

  it('asks for quotes around codes that YAML reads as numbers', () => {
    const found = problems(
      `${minimal}  - { name: C, label: Censor, type: integer, codelist: [{ code: 0, label: event }] }\n`,
    );
    expect(found).toEqual([expect.stringMatching(/mine\.yaml:8:65 .*code": must be text in quotes/)]);
  });
});

describe('shipped dictionaries', () => {
  const folder = new URL('../../data-dictionaries/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

  it('are all there', () => {
    expect(names.map((name) => name.replace('.yaml', ''))).toEqual([
      'adae',
      'adlb',
      'adsl',
      'adtte',
      'bds',
      'design-assumptions',
      'multi-state',
      'published-continuous',
      'published-counts',
      'published-curve',
      'published-effects',
      'published-ordinal-counts',
      'published-p-values',
      'published-paired-counts',
      'published-rates',
      'published-stratified-ordinal-counts',
      'study-counts',
    ]);
  });

  it.each(names)('%s parses, is named after its file and points editors to its schema', (name) => {
    const content = readFileSync(new URL(name, folder), 'utf8');
    expect(content.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/dictionary.schema.json');
    const dictionary = parseDictionary(content, name);
    expect(`${dictionary.id}.yaml`).toBe(name);
    // SAS transport version 5 must be able to hold it.
    for (const { name: variable, label } of dictionary.variables) {
      if (['adsl', 'adtte', 'adae', 'bds'].includes(dictionary.id)) {
        expect([variable.length <= 8, label.length <= 40]).toEqual([true, true]);
      }
    }
  });

  it('have a JSON Schema', () => {
    const schema = z.toJSONSchema(dictionarySchema, { io: 'input' });
    expect(schema).toMatchObject({ title: 'Data dictionary', additionalProperties: false });
    expect(schema.required).toEqual(['dictionary', 'label', 'description', 'key', 'variables']);
  });
});
