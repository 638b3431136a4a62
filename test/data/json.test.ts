import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/core/errors.js';
import { readJson } from '../../src/data/formats/json/read-json.js';
import { JsonCursor } from '../../src/data/formats/json-cursor.js';
import { issuesOf, source, utf8 } from './sample-tables.js';

const read = (content: string) => readJson(utf8(content), source('subjects.json'));
const problems = (content: string) =>
  issuesOf(() => read(content)).map(({ code, where }) => `${code} at ${where}`);

describe('readJson', () => {
  it('keeps numbers as numbers and text as text, with the line of each record', () => {
    const result = read('[\n  {"ID": "001", "AVAL": 0.1, "X": null},\n  {"ID": "1e3", "AVAL": -2e-7}\n]\n');
    expect(result).toMatchObject({ name: 'subjects', rowCount: 2 });
    expect(result.columns).toEqual([
      { name: 'ID', label: null, format: null, type: 'text', values: ['001', '1e3'] },
      {
        name: 'AVAL',
        label: null,
        format: null,
        type: 'number',
        values: Float64Array.of(0.1, -2e-7),
        missing: Uint8Array.of(0, 0),
      },
      { name: 'X', label: null, format: null, type: 'text', values: [null, null] },
    ]);
    expect([...result.lines!]).toEqual([2, 3]);
  });

  it('reads records under the key "records", and takes absent keys and null as missing', () => {
    const result = read('{"records": [{"A": 1}, {"B": "x"}, {"A": null, "B": "y"}, {"A": 4}]}');
    expect(result.columns).toMatchObject([
      { name: 'A', values: Float64Array.of(1, 0, 0, 4), missing: Uint8Array.of(0, 46, 46, 0) },
      { name: 'B', values: [null, 'x', 'y', null] },
    ]);
  });

  it('reads escapes', () => {
    expect(read('[{"A": "\\u00e9 \\"q\\" \\\\ \\n"}]').columns[0]!.values).toEqual(['é "q" \\ \n']);
  });

  it('reports nested values, booleans, mixed columns and duplicate keys with row and key, all at once', () => {
    expect(
      problems('[{"A": 1, "B": {"c": 1}},\n {"A": "x", "B": [1], "C": true},\n {"A": 2, "A": 3}]'),
    ).toEqual([
      'json/nested-value at subjects.json:1:16 (row 1, key "B")',
      'json/nested-value at subjects.json:2:18 (row 2, key "B")',
      'json/mixed-column at subjects.json:2:8 (row 2, key "A")',
      'json/boolean-value at subjects.json:2:28 (row 2, key "C")',
      'json/duplicate-key at subjects.json:3:16 (row 3, key "A")',
    ]);
  });

  it.each([
    ['[{"A": 1,}]', '1:10'],
    ['[{"A": 1},\n]', '2:1'],
    ['[{"A" 1}]', '1:7'],
    ["[{'A': 1}]", '1:3'],
    ['[{"A": 01}]', '1:9'],
    ['[{"A": NaN}]', '1:8'],
    ['[{"A": nul}]', '1:8'],
    ['[{"A": "x\n"}]', '1:10'],
    ['[{"A": "\\q"}]', '1:8'],
    ['[{"A": "x"}', '1:12'],
    ['[{"A": 1}] x', '1:12'],
    ['', '1:1'],
    ['"text"', '1:1'],
    ['[1, 2]', '1:2'],
  ])('says where %s breaks', (content, place) => {
    expect(problems(content)).toEqual([`json/syntax at subjects.json:${place}`]);
  });

  it('refuses numbers that a double cannot hold', () => {
    expect(problems('[{"ID": 9007199254740993}]')).toEqual(['json/number-out-of-range at subjects.json:1:9']);
    expect(problems('[{"X": 1e999}]')).toEqual(['json/number-out-of-range at subjects.json:1:8']);
    expect(read('[{"X": 9007199254740991}]').rowCount).toBe(1);
  });

  it('takes keys such as __proto__ as plain names', () => {
    const result = read('[{"__proto__": "x", "constructor": "y", "toString": 1}]');
    expect(result.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it('refuses files without records, other keys, and deep nesting', () => {
    for (const content of ['[]', '{}', '[{}]', '{"records": []}']) {
      expect(problems(content)[0]).toBe('json/no-records at subjects.json:1:1');
    }
    expect(problems('{"made": 1, "records": [{"A": 1}]}')).toEqual([
      'json/unknown-key at subjects.json:1:10',
    ]);
    const datasetJson = issuesOf(() => read('{"datasetJSONVersion": "1.1.0", "rows": []}'));
    expect(datasetJson[0]!.fix).toContain('format: dataset-json');
    expect(problems(`[{"A": ${'['.repeat(5000)}`)).toEqual([expect.stringMatching(/^json\/syntax at /)]);
  });

  it('judges text as JSON.parse does (property)', () => {
    const accepts = (content: string, parse: (content: string) => void): boolean => {
      try {
        parse(content);
        return true;
      } catch (error) {
        if (error instanceof DataError || error instanceof SyntaxError) return false;
        throw error;
      }
    };
    const damaged = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '"', ']', '}', ' ', '\\', '1', 'e'))
      .map(([content, place, patch]) => {
        const at = place % (content.length + 1);
        return content.slice(0, at) + patch + content.slice(at + (place % 2));
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.json({ maxDepth: 3 })), (content) => {
        const expected = accepts(content, JSON.parse);
        const actual = accepts(content, (text) => {
          const cursor = new JsonCursor(text, 'x.json');
          cursor.skipValue();
          cursor.end();
        });
        // The cursor refuses numbers that JSON.parse would change.
        if (expected && !actual) expect(content).toMatch(/\d{16}|e\+?\d{3}/i);
        else expect(actual).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
