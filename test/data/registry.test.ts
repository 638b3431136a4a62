import { describe, expect, it } from 'vitest';
import { formatFor, formats, readFormat } from '../../src/data/formats/registry.js';
import { issuesOf, source, utf8 } from './sample-tables.js';

describe('format registry', () => {
  it('describes each format fully and once', () => {
    expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
    for (const format of formats) {
      expect(format.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(format.label && format.summary && format.mediaType).toBeTruthy();
      expect(format.extensions.every((extension) => /^\.[a-z]+$/.test(extension))).toBe(true);
      for (const option of Object.values(format.options.shape)) expect(option.description).toBeTruthy();
      expect(format.options.safeParse({}).success).toBe(true);
    }
  });

  it('chooses by extension in any letter case', () => {
    expect(formatFor('a/b/COUNTS.CSV')?.id).toBe('csv');
    expect(formatFor('adsl.xpt')?.id).toBe('xpt');
    expect(formatFor('records.json')?.id).toBe('json');
    expect(formatFor('book.xlsx')).toBeUndefined();
  });

  it('reads with checked options, or by a named format', () => {
    const bytes = utf8('A;B\n1;2\n');
    expect(readFormat(bytes, source('x.csv'), { delimiter: ';' }).columns).toHaveLength(2);
    expect(readFormat(bytes, source('x.txt'), { delimiter: ';' }, 'csv').rowCount).toBe(1);
  });

  it('explains unknown files, formats and options', () => {
    const bytes = utf8('A\n1\n');
    expect(issuesOf(() => readFormat(bytes, source('x.txt')))[0]).toMatchObject({
      code: 'data/unknown-extension',
    });
    expect(issuesOf(() => readFormat(bytes, source('x.csv'), {}, 'cvs'))[0]).toMatchObject({
      code: 'data/unknown-format',
      fix: 'Did you mean "csv"?',
    });
    expect(issuesOf(() => readFormat(bytes, source('x.csv'), { member: 'A' }))[0]).toMatchObject({
      code: 'data/invalid-option',
      expected: 'only delimiter, encoding',
    });
  });
});
