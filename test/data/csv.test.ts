import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/data/formats/csv/read-csv.js';
import { writeCsv } from '../../src/data/formats/csv/write-csv.js';
import { findInvalidUtf8 } from '../../src/data/formats/decode-text.js';
import { issuesOf, numbers, source, table, text, utf8 } from './sample-tables.js';

const read = (content: string | Uint8Array, options = {}) =>
  readCsv(typeof content === 'string' ? utf8(content) : content, source('counts.csv'), options);
const cells = (content: string, options = {}) =>
  read(content, options).columns.map((column) => column.values);
const problems = (content: string | Uint8Array, options = {}) =>
  issuesOf(() => read(content, options)).map(({ code, where }) => `${code} at ${where}`);

describe('readCsv', () => {
  it('reads every cell as the text it is, with the line of each row', () => {
    const result = read('ID,N,NOTE\n001,1e3,\n002, 5 ,NA\n');
    expect(result).toMatchObject({ name: 'counts', rowCount: 2, label: null });
    expect(result.columns.map((column) => column.name)).toEqual(['ID', 'N', 'NOTE']);
    expect(result.columns.map((column) => column.values)).toEqual([
      ['001', '002'],
      ['1e3', ' 5 '],
      ['', 'NA'],
    ]);
    expect([...result.lines!]).toEqual([2, 3]);
  });

  it('reads quoted cells with delimiters, doubled quotes and line breaks, and counts their lines', () => {
    const result = read('A,B\r\n"x, y","say ""no"""\r\n"two\nlines",z\r\nlast,""\r\n');
    expect(result.columns.map((column) => column.values)).toEqual([
      ['x, y', 'two\nlines', 'last'],
      ['say "no"', 'z', ''],
    ]);
    expect([...result.lines!]).toEqual([2, 3, 5]);
  });

  it('drops a byte order mark, takes a last line without a break, and ignores blank lines at the end', () => {
    expect(cells('\ufeffA,B\n1,2')).toEqual([['1'], ['2']]);
    expect(read('\ufeffA\n1').columns[0]!.name).toBe('A');
    expect(cells('A,B\n1,2\n\n\r\n')).toEqual([['1'], ['2']]);
    expect(cells('A,B\n1,')).toEqual([['1'], ['']]);
    expect(read('A,B\n').rowCount).toBe(0);
    expect(read('A,B').rowCount).toBe(0);
  });

  it('takes a blank line between rows of a single column as an empty cell', () => {
    expect(cells('A\n1\n\n2\n')).toEqual([['1', '', '2']]);
  });

  it('splits at the delimiter that the options name', () => {
    expect(cells('A;B\n0,5;x\n', { delimiter: ';' })).toEqual([['0,5'], ['x']]);
    expect(cells('A\tB\n1\t2\n', { delimiter: '\t' })).toEqual([['1'], ['2']]);
  });

  it('decodes windows-1252 when told to', () => {
    const bytes = Uint8Array.from([...utf8('A\n'), 0xe9, 0x80, 0x0a]);
    expect(read(bytes, { encoding: 'windows-1252' }).columns[0]!.values).toEqual(['é€']);
  });

  it('reports all ragged rows with their lines', () => {
    expect(problems('A,B\n1\n1,2\n1,2,3\n\n4,5\n')).toEqual([
      'csv/ragged-row at counts.csv:2:1',
      'csv/ragged-row at counts.csv:4:1',
      'csv/ragged-row at counts.csv:5:1',
    ]);
    expect(issuesOf(() => read('A,B\n1,2,3\n'))[0]).toMatchObject({ got: '3 cells', expected: '2' });
  });

  it('says where a quote opens that never closes', () => {
    expect(problems('A,B\n1,2\n3,"open\n4,5\n')).toEqual(['csv/unterminated-quote at counts.csv:3:3']);
  });

  it('refuses stray quotes and lone carriage returns at their line and column', () => {
    expect(problems('A,B\n1,5" tube\n"a"b,2\n"x\ny"z,1\n')).toEqual([
      'csv/quote-in-cell at counts.csv:2:4',
      'csv/text-after-quote at counts.csv:3:4',
      'csv/text-after-quote at counts.csv:5:3',
    ]);
    expect(problems('A,B\r1,2\r')).toEqual(['csv/lone-carriage-return at counts.csv:1:4']);
  });

  it('refuses names that repeat, are empty or have blanks around them', () => {
    expect(problems('A,B,A,, C\n')).toEqual([
      'csv/duplicate-column at counts.csv:1, cell 3',
      'csv/unnamed-column at counts.csv:1, cell 4',
      'csv/padded-name at counts.csv:1, cell 5',
    ]);
  });

  it('recognises another delimiter in the first line', () => {
    const [issue] = issuesOf(() => read('A;B;C\n1;2;3\n'));
    expect(issue).toMatchObject({ code: 'csv/other-delimiter', got: 'a semicolon' });
  });

  it('refuses empty files', () => {
    for (const content of ['', '\ufeff', '\n', '\n\n']) {
      expect(problems(content)).toEqual(['csv/empty-file at counts.csv:1:1']);
    }
  });

  it('refuses binary content and names what it is', () => {
    expect(problems(Uint8Array.from([0x41, 0x0a, 0x31, 0x00]))).toEqual([
      'text/nul-byte at counts.csv, byte 3 (line 2)',
    ]);
    const workbook = issuesOf(() => read(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0])));
    expect(workbook[0]).toMatchObject({ code: 'text/not-text', got: expect.stringContaining('Excel') });
    expect(problems(Uint8Array.from([0xff, 0xfe, 0x41, 0x00]))).toEqual([
      'text/not-text at counts.csv, byte 0',
    ]);
  });

  it('refuses invalid UTF-8 at its byte and line', () => {
    const bytes = Uint8Array.from([...utf8('A\nétude\n'), 0xe9, 0x74, 0x0a]);
    expect(problems(bytes)).toEqual(['text/invalid-encoding at counts.csv, byte 9 (line 3)']);
  });

  it('lists at most about 20 problems and counts the rest', () => {
    const issues = issuesOf(() => read(`A,B\n${'1\n'.repeat(500)}`));
    expect(issues).toHaveLength(21);
    expect(issues.at(-1)!.what).toMatch(/^480 more problems/);
  });

  it('finds the first invalid byte exactly where the decoder of the platform fails', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const byte = fc.oneof(
      fc.constantFrom(0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xed, 0xa0),
      fc.nat(255),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.array(byte, { maxLength: 12 }), (first, second) => {
        for (const bytes of [first, Uint8Array.from(second)]) {
          const offset = findInvalidUtf8(bytes);
          if (offset < 0) decoder.decode(bytes);
          else {
            expect(() => decoder.decode(bytes)).toThrow();
            decoder.decode(bytes.subarray(0, offset));
          }
        }
      }),
    );
  });
});

describe('writeCsv', () => {
  const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

  it('writes names, text, numbers and missing values', () => {
    const sample = table('T', [
      text('ARM', ['a, b', null]),
      numbers('N', [0.1, 'B']),
      numbers('X', [null, -2]),
    ]);
    expect(textOf(writeCsv(sample))).toBe('ARM,N,X\n"a, b",0.1,\n,.B,-2\n');
  });

  it('keeps spreadsheets from running text as a formula, and leaves numbers alone', () => {
    const sample = table('T', [text('X', ['=1+1', '+cmd', '-2.5', '-a', '@x', '\tx', '\rx', 'a=b', '+1e3'])]);
    expect(textOf(writeCsv(sample)).split('\n').slice(1, -1).join('|')).toBe(
      `'=1+1|'+cmd|-2.5|'-a|'@x|"'\tx"|"'\rx"|a=b|+1e3`.replaceAll(`"'\tx"`, `'\tx`),
    );
    expect(textOf(writeCsv(sample, { formulas: 'keep' }))).toContain('\n=1+1\n');
  });

  it('reads back to the same cells (property)', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', '\r', '=', '1', '.'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 5 }),
        fc.constantFrom(',', ';'),
        (rows, delimiter) => {
          const sample = table('T', [
            text(
              'A',
              rows.map(([first]) => first),
            ),
            text(
              'B',
              rows.map(([, second]) => second),
            ),
          ]);
          const bytes = writeCsv(sample, { delimiter: delimiter as ',', formulas: 'keep' });
          expect(read(bytes, { delimiter }).columns.map((column) => column.values)).toEqual(
            sample.columns.map((column) => column.values),
          );
          const single = table('T', [sample.columns[0]!]);
          expect(read(writeCsv(single, { formulas: 'keep' })).columns[0]!.values).toEqual(
            single.columns[0]!.values,
          );
        },
      ),
    );
  });
});
