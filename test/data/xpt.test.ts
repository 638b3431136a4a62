import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawColumn } from '../../src/core/dataset.js';
import { DataError } from '../../src/core/errors.js';
import { readIbmDouble, readMissingCode, writeIbmDouble } from '../../src/data/formats/xpt/ibm-double.js';
import { readXpt } from '../../src/data/formats/xpt/read-xpt.js';
import { writeXpt } from '../../src/data/formats/xpt/write-xpt.js';
import { issuesOf, numbers, source, table, text, utf8 } from './sample-tables.js';

const hex = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const read = (bytes: Uint8Array, options = {}) => readXpt(bytes, source('adtte.xpt'), options);

describe('IBM floating point', () => {
  // Worked by hand from the definition: sign, power of 16 with bias 64, 56-bit fraction.
  const known: readonly (readonly [string, number])[] = [
    ['0000000000000000', 0],
    ['4110000000000000', 1],
    ['C110000000000000', -1],
    ['C276A00000000000', -118.625],
    ['4264000000000000', 100],
    ['401999999999999A', 0.1],
    ['413243F6A8885A30', Math.PI],
    ['0010000000000000', 16 ** -65],
    ['4E20000000000010', 2 ** 53 + 1 * 16 ** 0 * 16],
    ['7FFFFFFFFFFFFFF8', (1 - 2 ** -53) * 16 ** 63],
  ];

  it.each(known)('reads and writes %s', (digits, value) => {
    expect(readIbmDouble(hex(digits), 0, 8)).toBe(value);
    const bytes = new Uint8Array(8);
    if (writeIbmDouble(value, bytes, 0)) expect(readIbmDouble(bytes, 0, 8)).toBe(value);
  });

  it('rounds a fraction of more than 53 bits to nearest, ties to even', () => {
    // 0x.80000000000004 is half way between two doubles, 0x.8000000000000C too.
    expect(readIbmDouble(hex('4180000000000004'), 0, 8)).toBe(8);
    expect(readIbmDouble(hex('418000000000000C'), 0, 8)).toBe(8 + 2 ** -48);
    expect(readIbmDouble(hex('4180000000000005'), 0, 8)).toBe(8 + 2 ** -49);
  });

  it('reads numbers cut to 2 to 7 bytes as if followed by zeros', () => {
    const pi = hex('413243F6A8885A30');
    for (let length = 2; length <= 8; length += 1) {
      const full = new Uint8Array(8);
      full.set(pi.subarray(0, length));
      expect(readIbmDouble(pi, 0, length)).toBe(readIbmDouble(full, 0, 8));
    }
    expect(readIbmDouble(pi, 0, 3)).toBe(0x3243 / 0x1000);
  });

  it('tells 28 missing codes from numbers', () => {
    const codes = ['.', '_', ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((code) => code.charCodeAt(0));
    for (const code of codes) {
      for (let length = 2; length <= 8; length += 1) {
        expect(readMissingCode(Uint8Array.from([code, 0, 0, 0, 0, 0, 0, 0]), 0, length)).toBe(code);
      }
      expect(readMissingCode(Uint8Array.from([code, 0, 0, 0, 0, 0, 0, 1]), 0, 8)).toBe(0);
    }
    expect(readMissingCode(new Uint8Array(8), 0, 8)).toBe(0);
    expect(readMissingCode(Uint8Array.from([0x5b, 0, 0, 0, 0, 0, 0, 0]), 0, 8)).toBe(0);
  });

  it('round-trips every double of its range exactly (property)', () => {
    const bytes = new Uint8Array(8);
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const inRange = value === 0 || (Math.abs(value) >= 16 ** -65 && Math.abs(value) < 16 ** 63);
        expect(writeIbmDouble(value, bytes, 0)).toBe(inRange);
        if (inRange) expect(readIbmDouble(bytes, 0, 8)).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2000 },
    );
    for (let power = -260; power < 252; power += 1) {
      for (const value of [2 ** power, -(2 ** power) * (1 + 2 ** -52), 2 ** power * (2 - 2 ** -52)]) {
        expect(writeIbmDouble(value, bytes, 0)).toBe(true);
        expect(readIbmDouble(bytes, 0, 8)).toBe(value);
      }
    }
    expect([Number.NaN, Number.POSITIVE_INFINITY].map((value) => writeIbmDouble(value, bytes, 0))).toEqual([
      false,
      false,
    ]);
  });
});

interface Oracle {
  readonly cases: readonly {
    readonly name: string;
    readonly member: string;
    readonly label: string | null;
    readonly bytes: string;
    readonly rows: number;
    readonly columns: readonly {
      readonly name: string;
      readonly label: string | null;
      readonly format: string | null;
      readonly type: string;
      readonly values: readonly string[];
    }[];
  }[];
}
const oracle = JSON.parse(
  readFileSync(new URL('../oracles/xpt/haven.json', import.meta.url), 'utf8'),
) as Oracle;
const oracleBytes = (name: string): Uint8Array => {
  const found = oracle.cases.find((entry) => entry.name === name)!;
  return Uint8Array.from(atob(found.bytes), (character) => character.charCodeAt(0));
};

const cellsOf = (column: RawColumn): readonly (string | number | null)[] =>
  column.type === 'text'
    ? column.values
    : Array.from(column.values, (value, row) => (column.missing[row] === 0 ? value : 'missing'));

describe('readXpt on files that haven wrote', () => {
  it.each(oracle.cases)('$name', ({ name, member, label, rows, columns }) => {
    const result = read(oracleBytes(name));
    expect(result).toMatchObject({ name: member, label, rowCount: rows });
    expect(
      result.columns.map((column) => ({
        name: column.name,
        label: column.label,
        format: column.format?.replace(/\.$/, '') ?? null,
        type: column.type,
        values: cellsOf(column),
      })),
    ).toEqual(
      columns.map((column) => ({
        ...column,
        values: column.values.map((value) =>
          column.type === 'text' || value === 'missing' ? value : Number(value),
        ),
      })),
    );
  });

  it('keeps the codes of special missing values', () => {
    const column = read(oracleBytes('special missing values')).columns[1]!;
    expect(column.type === 'number' && String.fromCharCode(...column.missing)).toBe('\0AZ.');
  });
});

describe('readXpt and writeXpt', () => {
  const sample = table('ADTTE', [
    text('USUBJID', ['01-001', '01-002', '01-003'], 'Unique Subject Identifier'),
    numbers('AVAL', [0.1, null, -1e70], '8.2', 'Analysis Value'),
    numbers('ADT', [19183, 'A', '_'], 'DATE9.'),
    text('TERM', ['Ärger', '', 'x']),
  ]);

  it('round-trips names, labels, formats, numbers, missing codes and text', () => {
    const bytes = writeXpt({ ...sample, label: 'Time to event' });
    expect(bytes.length % 80).toBe(0);
    const result = read(bytes);
    expect(result).toMatchObject({ name: 'ADTTE', label: 'Time to event', rowCount: 3 });
    expect(result.columns).toEqual(sample.columns);
    expect(writeXpt({ ...sample, label: 'Time to event' })).toEqual(bytes);
  });

  it('reads narrow rows without a phantom row in the padding', () => {
    for (let rows = 1; rows <= 12; rows += 1) {
      const narrow = table('N', [text('ID', Array(rows).fill('A')), numbers('X', Array(rows).fill(1))]);
      expect(read(writeXpt(narrow)).rowCount).toBe(rows);
    }
  });

  it('keeps a blank row between others and takes blank rows at the end for padding', () => {
    const blank = table('B', [text('ID', ['a', '', 'b'])]);
    expect(read(writeXpt(blank)).columns[0]!.values).toEqual(['a', '', 'b']);
    const bytes = writeXpt(table('B', [text('ID', ['a', '', 'b'])]));
    bytes[bytes.lastIndexOf(0x62)] = 0x20;
    expect(read(bytes).columns[0]!.values).toEqual(['a']);
    const [issue] = issuesOf(() => writeXpt(table('B', [text('ID', ['a', ''])])));
    expect(issue).toMatchObject({ code: 'xpt-write/blank-last-row' });
  });

  it('reads and writes a table without rows', () => {
    const empty = read(writeXpt(table('EMPTY', [text('ID', []), numbers('X', [])])));
    expect(empty.rowCount).toBe(0);
    expect(empty.columns.map((column) => column.values.length)).toEqual([0, 0]);
  });

  it('chooses a member of several by name and lists them otherwise', () => {
    const bytes = writeXpt([sample, table('DM', [text('ID', ['1'])])]);
    expect(read(bytes, { member: 'dm' })).toMatchObject({ name: 'DM', rowCount: 1 });
    expect(read(bytes, { member: 'ADTTE' }).columns).toEqual(sample.columns);
    expect(issuesOf(() => read(bytes))[0]).toMatchObject({ code: 'xpt/several-members', got: 'ADTTE, DM' });
    expect(issuesOf(() => read(bytes, { member: 'AE' }))[0]).toMatchObject({
      code: 'xpt/unknown-member',
      expected: 'one of ADTTE, DM',
    });
  });

  it('decodes windows-1252 when told to, and points at the cell otherwise', () => {
    const bytes = writeXpt(table('T', [text('A', ['x', 'caf#'])]));
    bytes[bytes.lastIndexOf(0x23)] = 0xe9;
    expect(read(bytes, { encoding: 'windows-1252' }).columns[0]!.values).toEqual(['x', 'café']);
    const [issue] = issuesOf(() => read(bytes));
    expect(issue).toMatchObject({ code: 'xpt/invalid-encoding' });
    expect(issue!.where).toMatch(/^adtte\.xpt, byte \d+ \(row 2, variable A\)$/);
  });

  it('refuses names, labels, text and numbers that version 5 cannot hold, and says which', () => {
    const issues = issuesOf(() =>
      writeXpt(
        table('TOOLONGNAME', [
          numbers('AVALUE_01', [1], null, 'é'.repeat(21)),
          text('LONG', ['x'.repeat(201)]),
          numbers('HUGE', [1e80]),
          numbers('TINY', [1e-80], 'not a format'),
          text('long', ['x']),
        ]),
      ),
    );
    expect(issues.map(({ code }) => code)).toEqual([
      'xpt-write/bad-name',
      'xpt-write/bad-name',
      'xpt-write/text-too-long',
      'xpt-write/duplicate-name',
      'xpt-write/label-too-long',
      'xpt-write/bad-format',
      'xpt-write/number-out-of-range',
      'xpt-write/number-out-of-range',
    ]);
    expect(issues.map(({ what }) => what).join('\n')).toMatch(/TOOLONGNAME.*AVALUE_01.*LONG.*row 1/s);
  });

  const valid = writeXpt(sample);
  const patched = (offset: number, content: string | number[]): Uint8Array => {
    const bytes = valid.slice();
    bytes.set(typeof content === 'string' ? utf8(content) : content, offset);
    return bytes;
  };
  const namestrs = 240 + 4 * 80 + 80;

  it.each([
    ['an empty file', new Uint8Array(0), 'xpt/not-transport', 'adtte.xpt, byte 0'],
    ['another file', utf8('USUBJID,AVAL\n'), 'xpt/not-transport', 'adtte.xpt, byte 0'],
    ['a version 8 file', patched(20, 'LIBV8   '), 'xpt/version-8', 'adtte.xpt, byte 20'],
    [
      'a PROC CPORT file',
      utf8('**COMPRESSED** **COMPRESSED**'.padEnd(80)),
      'xpt/not-transport',
      'adtte.xpt, byte 0',
    ],
    [
      'a cut record',
      valid.subarray(0, valid.length - 3),
      'xpt/truncated',
      `adtte.xpt, byte ${valid.length - 3}`,
    ],
    ['only a library', valid.subarray(0, 240), 'xpt/truncated', 'adtte.xpt, byte 240'],
    ['cut headers', valid.subarray(0, 400), 'xpt/truncated', 'adtte.xpt, byte 400'],
    ['cut variables', valid.subarray(0, 800), 'xpt/truncated', 'adtte.xpt, byte 800'],
    ['no variables', patched(240 + 4 * 80 + 54, '0000'), 'xpt/no-variables', 'adtte.xpt, byte 614'],
    ['a bad count', patched(240 + 4 * 80 + 54, '00x4'), 'xpt/bad-header', 'adtte.xpt, byte 614'],
    ['an unknown type', patched(namestrs, [0, 7]), 'xpt/bad-variable', `adtte.xpt, byte ${namestrs}`],
    [
      'a long number',
      patched(namestrs + 140 + 4, [0, 9]),
      'xpt/bad-variable',
      `adtte.xpt, byte ${namestrs + 144}`,
    ],
    [
      'a gap in the row',
      patched(namestrs + 140 + 87, [9]),
      'xpt/bad-variable',
      `adtte.xpt, byte ${namestrs + 224}`,
    ],
    [
      'a repeated name',
      patched(namestrs + 140 + 8, 'USUBJID '),
      'xpt/bad-variable',
      `adtte.xpt, byte ${namestrs + 148}`,
    ],
    ['a damaged header', patched(240, 'HEADER RECORD*******MEMBXX'), 'xpt/bad-header', 'adtte.xpt, byte 240'],
  ])('refuses %s', (_name, bytes, code, where) => {
    expect(issuesOf(() => read(bytes))[0]).toMatchObject({ code, where });
  });

  it('sees that a file of wide rows was cut at a record', () => {
    const wide = table('W', [
      text('A', ['x'.repeat(200), 'y'.repeat(200)]),
      text('B', ['1'.repeat(90), '2']),
    ]);
    const bytes = writeXpt(wide);
    expect(issuesOf(() => read(bytes.subarray(0, bytes.length - 80)))[0]).toMatchObject({
      code: 'xpt/truncated',
      what: 'The rows of "W" end inside row 2',
    });
  });

  it('gives a table or a DataError for any damage, and nothing else (property)', () => {
    const attempt = (bytes: Uint8Array): void => {
      try {
        read(bytes, { encoding: 'windows-1252' });
        read(bytes);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    };
    const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(valid.length), (changes, length) => {
        const bytes = valid.slice();
        for (const [offset, byte] of changes) bytes[offset] = byte;
        attempt(bytes);
        attempt(bytes.subarray(0, length));
        attempt(bytes.subarray(0, length - (length % 80)));
      }),
      { numRuns: 800 },
    );
    // Every byte of the headers in turn.
    for (let offset = 0; offset < namestrs + 4 * 140; offset += 1) {
      for (const byte of [0x00, 0x20, 0x30, 0x39, 0xff]) attempt(patched(offset, [byte]));
    }
  });

  it('round-trips any table (property)', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, min: -1e75, max: 1e75 }).map((x) => (Math.abs(x) < 1e-78 ? 0 : x)),
      fc.constantFrom(null, 'A', 'Z', '_'),
    );
    const word = fc
      .string({ unit: fc.constantFrom('a', 'ß', ' ', '漢', '-'), maxLength: 9 })
      .map((x) => x.trimEnd());
    fc.assert(
      fc.property(fc.array(fc.tuple(word, value), { maxLength: 9 }), (rows) => {
        const any = table('T', [
          text(
            'ID',
            rows.map(([first]) => first),
          ),
          numbers(
            'X',
            rows.map(([, second]) => second),
          ),
        ]);
        expect(read(writeXpt(any)).columns).toEqual(any.columns);
      }),
    );
  });
});
